/**
 * Two translators that make limits of directories: {@code features/marker} keeps, in xattrs, what every directory's
 * tree uses; {@code features/quota} above it refuses what would be too much. Fops run on the caller's thread and say
 * what changed; one background thread at a time adds it up towards the root.
 *
 * <pre>
 *   Quota    limits above the object?  used: from quotad, or from marker's xattrs; EDQUOT or on
 *              |
 *   Marker   write, create, rename ...      unlink, rmdir, rename
 *              | changed(gfid)                | left(parent, contribution)
 *              v                              v
 *   Accountant   waiting gfids --contribute--> owed by directories --settle--> size xattr; the directory waits in turn
 * </pre>
 */
package org.glusterj.features.quota;
