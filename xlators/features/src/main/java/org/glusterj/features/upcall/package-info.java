/**
 * {@code features/upcall}: tells clients what other clients changed of the objects they use, so that they may keep more
 * and for longer. Fops run on the caller's thread, the reaper on a timer's. Who watches what belongs to the brick's
 * inodes and is bounded by {@link org.glusterj.features.upcall.Watch}.
 */
package org.glusterj.features.upcall;
