/**
 * The pool's memory: keys and values on which all managers agree.
 *
 * <pre>
 * ClusterStore ← RatisStore ─ Leader (asks whoever leads)       wire: one port, calls between members
 *                   │
 *                 Member = a Ratis server ─ RaftWire (its messages)
 *                   │
 *                 StoreMachine → Feed (watchers) → Table
 * </pre>
 *
 * Lock order: the store's {@code becoming}, then the feed's {@code lock}.
 */
package org.glusterj.management.store;
