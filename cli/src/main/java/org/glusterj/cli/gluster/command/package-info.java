/**
 * What each command asks of the manager, and how its answer is shown. Text and XML are those of stock 10.3, captured
 * from it;
 * {@code --json} shows what the manager said. Each class declares some commands and holds what they share.
 */
package org.glusterj.cli.gluster.command;
