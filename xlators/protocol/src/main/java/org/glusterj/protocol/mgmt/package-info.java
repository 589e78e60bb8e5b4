/**
 * The client side of a management server: fetches volfiles and hears when they change. {@code fetch} blocks its caller
 * up to a deadline; the connection lives on the transport's event loops, reconnecting runs on timers, and listeners are
 * called on virtual threads. Whoever makes a {@link org.glusterj.protocol.mgmt.ManagementClient} closes it.
 */
package org.glusterj.protocol.mgmt;
