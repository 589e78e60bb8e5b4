package org.glusterj.features.locks;

/**
 * When internal locks are taken away from their holders for somebody who wants them. Immutable.
 *
 * @param seconds age beyond which a lock in the way goes, and with it all of its domain
 * @param maxBlocked so many waiters make all locks of a domain go; 0 = any number may wait
 * @param waitersToo whether those that wait are refused too
 */
record Revocation(int seconds, int maxBlocked, boolean waitersToo) {}
