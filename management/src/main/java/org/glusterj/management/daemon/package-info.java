/**
 * The daemon itself: its command line, its working directory, and the brick processes of its node.
 *
 * <pre>
 *   Main -> Daemon -> store, transactions, BrickKeeper, faces (stock, rest)
 *   BrickKeeper: what the store wants of this node  -> BrickHosts: processes, each with a BrickLink to its socket
 * </pre>
 *
 * <p>Brick processes are nobody's children: they outlive the manager, and the next one finds them by pid file and
 * socket.
 */
package org.glusterj.management.daemon;
