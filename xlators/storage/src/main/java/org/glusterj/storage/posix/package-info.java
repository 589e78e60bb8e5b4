/**
 * The storage layer of a brick: the translator {@code storage/posix} keeps files, their gfids and their times in a
 * directory of a local file system, byte-exact as GlusterFS does (spec brick-format). Fops run on the brick's platform
 * io-threads, many at a time; timers (health check, free space, janitor) run as the environment runs them. {@link
 * org.glusterj.storage.posix.Brick} owns the descriptors and locks and hands them to one class per family of fops.
 *
 * <pre>
 * Posix ── PosixLookup, PosixCreate, PosixRemove, … (fops)
 *            │
 *          Brick ── Dirs (directories by gfid) · Handles (.glusterfs) · Times (mdata) · Attributes (iatt) · Identity
 *            │
 *        Syscalls
 * </pre>
 *
 * <p>Locks, always taken in this order and only around system calls, never around a wait for somebody else:
 *
 * <ol>
 *   <li>names: one stripe per (directory gfid, name); two of them in ascending stripe order;
 *   <li>directory moves: one lock for all renames of directories, taken too by who must not be misled by one; finding
 *       a directory by its gfid may take it, so nobody acquires one under the locks that follow;
 *   <li>objects: one stripe per gfid, guards links, handle and the count of open files; two in ascending order;
 *   <li>values: one stripe per gfid, guards read-modify-write of xattrs (mdata, xattrop).
 * </ol>
 */
package org.glusterj.storage.posix;
