/**
 * Port 24007 as clients, bricks and mounts of GlusterFS know it: volfiles, brick ports, "fetch your volfile again".
 *
 * <pre>
 *   StockServer (port, sessions) -> StockSession per connection -> VolfileKeys (names to graphs), BrickPorts
 * </pre>
 */
package org.glusterj.management.stock;
