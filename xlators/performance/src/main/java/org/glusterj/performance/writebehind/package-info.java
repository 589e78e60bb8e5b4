/**
 * {@code performance/write-behind}: WRITE is answered before the brick has it. Every file that is written has a {@link
 * org.glusterj.performance.writebehind.Ledger}, which says what must wait for what; requests enter it on the threads of
 * their callers, outcomes on those that bring them, event loops for the most part. What found no connection is sent
 * again by a timer of the environment, or when there is one.
 *
 * <p>Locks: a ledger's monitor is the only one, and nothing is sent, closed or waited for with it held.
 */
package org.glusterj.performance.writebehind;
