/**
 * {@code features/leases}: clients get the exclusive or shared use of a file until it is recalled. Fops run on the
 * caller's thread; one that conflicts with a lease waits where the front lets it. Leases belong to the brick's inodes,
 * which are pinned meanwhile, and go with their client's connection.
 *
 * <p>Lock order: the map of leased inodes, then the monitor of an InodeLeases; events and promises leave outside of
 * both.
 */
package org.glusterj.features.leases;
