/**
 * The volume commands: they check a request, make a transaction of it, and say what went wrong in stock's words, which
 * people and scripts know. What a node does for them in a step are the {@code Action}s here.
 *
 * <pre>
 *   VolumeCommands -> Transactions -> PrepareBricks (directories, volume-id), ServeBricks -> Bricks (processes)
 *                  -> VolumeRecords (the store's keys volumes/NAME)
 * </pre>
 */
package org.glusterj.management.volume;
