/**
 * GlusterFS volumes for {@code java.nio.file}: {@code gluster://host[:port]/volume/path} works wherever a Path does.
 *
 * <pre>
 *   Files --> GlusterFileSystemProvider --> GlusterFileSystem (one per volume) --> Volume
 *                                              |
 *                                              +-- GlusterPath, GlusterFileChannel, attribute views, GlusterFileStore
 * </pre>
 *
 * <p>Calls run on the caller's thread and block; an interrupt closes the channel it meets, as the contract of
 * interruptible channels says. A file system owns the volume it mounted and ends it when it is closed; channels and
 * directory streams own their open file and are closed by whoever opened them.
 */
package org.glusterj.gfapi.nio;
