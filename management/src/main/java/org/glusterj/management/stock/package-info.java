/**
 * Port 24007 as clients, bricks and mounts of GlusterFS know it: volfiles, brick ports, "fetch your volfile again".
 *
 * <pre>
 *   ManagementPort (of the brick server) -> StockServer -> Volfiles (names to graphs), BrickTable
 * </pre>
 */
package org.glusterj.management.stock;
