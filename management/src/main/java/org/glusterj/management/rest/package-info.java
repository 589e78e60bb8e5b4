/**
 * The REST interface: GlusterD-2's paths and JSON, with what stock's output needs beside it (docs/design/0009).
 *
 * <pre>
 *   HttpPort (TCP with a token, unix socket for root) -> Router -> VolumeRoutes, PeerRoutes, NodeRoutes -> commands
 * </pre>
 *
 * <p>Requests are read on one event loop and carried out on virtual threads, a bounded number at a time.
 */
package org.glusterj.management.rest;
