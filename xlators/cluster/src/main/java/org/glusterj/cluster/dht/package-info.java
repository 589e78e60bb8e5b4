/**
 * {@code cluster/distribute}: files spread over subvolumes by the hash of their names; so far for one subvolume, where
 * only the layout bookkeeping is left. Runs on the caller's thread, no state. Owns nothing.
 */
package org.glusterj.cluster.dht;
