/**
 * The brick side of the wire: one port, any number of brick graphs, one {@link
 * org.glusterj.protocol.server.Session} per connection.
 *
 * <pre>
 *   event loop:  record -> BrickPort -> Session -> Admission -> Workers      (PING, DUMP answered here)
 *   io-thread:   FopCall: decode -> graph -> link inodes -> encode -> reply
 *   virtual:     blocking locks, once an io-thread has decoded them
 * </pre>
 *
 * <p>Event loops only decode headers and queue; everything that may sleep runs on the io-threads of the brick's
 * graph or,
 * for lock waits, on virtual threads. A session owns its fds, its lock waits and its backlog; all of them end with the
 * connection. Lock order: {@code Admission} before {@code WorkerPool}; {@code Session} and {@code FdTable} monitors are
 * leaves.
 */
package org.glusterj.protocol.server;
