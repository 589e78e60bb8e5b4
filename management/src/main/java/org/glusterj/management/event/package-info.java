/**
 * Events: what happened in the pool, in one order (docs/design/0013).
 *
 * <pre>
 *   commands -- with their commit --+
 *   Events.report -- by and by -----+-> store events/log/* -> EventLog -> webhook
 *   Datagrams (stock's processes) --+                              +----> rest
 * </pre>
 *
 * <p>Nothing here holds up a command: what it tells is one more value of the commit that it makes anyway.
 */
package org.glusterj.management.event;
