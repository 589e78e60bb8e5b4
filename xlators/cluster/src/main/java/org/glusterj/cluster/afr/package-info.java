/**
 * {@code cluster/replicate}: every change goes to all copies, and those that took it count what the others have missed.
 * Compatible with stock's in locks, counters and the order of both, so that clients of both kinds may work on one
 * volume. Runs on the caller's thread; what each part keeps, and what guards it, is in its class comment.
 *
 * <pre>
 *   Afr ── Lookups, Reads, Listing ── ReadChild ── GfidHash           Availability (events), Xattrs, LocksAbove
 *    ├──── Entries, Metadata ── Change: lock, mark, change, note, unlock
 *    ├──── Writes ── WriteLock (shared by this client's writers) ── WriteSession         Fds
 *    └──── all: Replica (InodeState: View per inode) ── Children, Locks, Changelog
 *   Pure: Copies (a set of children), Pending, PendingKeys, PendingMatrix (who is right), PostOp, Quorum
 * </pre>
 *
 * <p>Round trips that a caller waits for when all copies are well, with those of stock: create,
 * write, close of a new file 5 (7, of which its write-behind hides two): lock, create, lock, mark,
 * write; what ends the session of a closed file (sync, unmark, unlock) nobody waits for, and the
 * flush is spared by protocol/client; a write within the post-op delay 1 (1); append after a pause
 * 3 (3); rename, unlink, mkdir, setattr 2 (2); lookup 1 (1). An xattr that is missing costs 1
 * where stock asks all copies again (3).
 *
 * <p>No Java lock is held across a fop. Locks on servers: names by gfid and name, each on all copies at once and, if
 * that fails, one copy after the other in their order; a file's content before anything else of it.
 */
package org.glusterj.cluster.afr;
