/**
 * {@code features/locks}: posix locks, internal range locks (inodelk) and name locks (entrylk) of a brick, in memory
 * only
 * and gone with their client's connection. Runs on the caller's thread; a lock that has to wait parks that thread,
 * which
 * the server therefore makes a virtual one. An {@link org.glusterj.features.locks.InodeLocks} belongs to its inode,
 * which
 * stays pinned while it has locks.
 *
 * <pre>
 *   Locks ── inode slot ──► InodeLocks ── posix ──► PosixLocks (PosixLockList + waiters)
 *     │                         ├─ ranges[domain] ─► LockQueue&lt;RangeLock&gt;
 *     │                         └─ names[domain] ──► LockQueue&lt;NameLock&gt;
 *     └─ Clients ── connection ──► ClientLocks (which inodes, how many)
 * </pre>
 *
 * Lock order: monitor of an InodeLocks, then monitor of a ClientLocks. Promises are completed inside the former,
 * which is
 * fine because completing only stores and wakes; events go up outside of both.
 */
package org.glusterj.features.locks;
