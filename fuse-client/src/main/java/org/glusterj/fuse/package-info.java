/**
 * The mount: requests of the kernel become fops on a graph, replies go back. A {@link org.glusterj.fuse.RequestFront}
 * reads them: the connections' event loop, which also carries the virtual threads that run them, or threads of its own;
 * a {@link org.glusterj.fuse.FuseSession} owns the device, the front, the nodes the kernel knows and the open handles,
 * while the graph belongs to whoever built it.
 *
 * <pre>
 *   kernel ── /dev/fuse ── FuseDevice ── RequestFront ── Dispatcher ── FuseOps ── graph.top()
 *                             └──────── FuseNotifier ◄── upcalls of the graph
 * </pre>
 */
package org.glusterj.fuse;
