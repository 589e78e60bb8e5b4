/**
 * The brick process: bricks behind one port, the small built-in management endpoint behind another, and the commands
 * that
 * start them.
 *
 * <pre>
 *   serve:  --volume NAME=DIR -> BrickDirectory (volume-id) -> BrickVolfile -> BrickServer (brick port)
 *                                                            ClientVolfile -> ManagementEndpoint (port 24007)
 *   brick:  volfile from a file or a management endpoint -> BrickServer, SIGNIN ... SIGNOUT
 * </pre>
 *
 * <p>Commands run on the caller's thread until a signal or a caller stops them; connections live on the transport's
 * event
 * loops, requests on the io-threads of their graph. A command owns everything it started and ends it in reverse order.
 */
package org.glusterj.brick;
