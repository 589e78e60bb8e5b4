/**
 * The mount: requests of the kernel become fops on a graph, replies go back. Requests run on reader threads or, beyond
 * those, on virtual threads (see {@link org.glusterj.fuse.RequestLoop}); a {@link org.glusterj.fuse.FuseSession}
 * owns the
 * device, its threads, the nodes the kernel knows and the open handles, while the graph belongs to whoever built it.
 *
 * <pre>
 *   kernel ── /dev/fuse ── FuseDevice ── RequestLoop ── FuseOps ── graph.top()
 *                             └──────── FuseNotifier ◄── upcalls of the graph
 * </pre>
 */
package org.glusterj.fuse;
