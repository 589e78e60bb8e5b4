/**
 * {@code cluster/replicate}: every change goes to all subvolumes, and those that took it count what the others have
 * missed. Compatible with stock's in locks, counters and the order of both, so that clients of both kinds may work on
 * one volume. Runs on the caller's thread; what each part keeps, and what guards it, is in its class comment.
 *
 * <pre>
 *   Copies (a set of children)   Pending (counters) ── PendingKeys (their names) ── PendingMatrix (who is right; pure)
 * </pre>
 */
package org.glusterj.cluster.afr;
