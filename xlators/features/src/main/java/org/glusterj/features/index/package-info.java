/**
 * {@code features/index}: the brick's lists of what needs healing, as files that outlive a crash and as virtual
 * directories that self-heal daemons read. Runs on the caller's thread. Locks: the monitor of {@link
 * org.glusterj.features.index.Entered}, one per inode, held across an XATTROP; no other is taken under it but that of
 * {@link org.glusterj.features.index.IndexFiles}.
 */
package org.glusterj.features.index;
