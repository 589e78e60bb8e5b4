/**
 * The daemon itself: its command line, its working directory, and the processes of its node.
 *
 * <pre>
 *   Main -> Daemon -> store, transactions, BrickKeeper, TaskKeeper, faces (stock, rest)
 *   BrickKeeper: what the store wants of this node  -> BrickHostProcess, the Duty of a KeptProcess with a BrickLink
 *   TaskKeeper:  the node's parts of tasks of volumes -> TaskProcess,      the Duty of a KeptProcess with a TaskLink
 * </pre>
 *
 * <p>A kept process is nobody's child: it outlives the manager, and the next one finds it by pid file and socket.
 */
package org.glusterj.management.daemon;
