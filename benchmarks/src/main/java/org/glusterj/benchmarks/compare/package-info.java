/**
 * {@code benchmarks/compare}: GlusterJ and stock GlusterFS side by side on one machine. {@link
 * org.glusterj.benchmarks.compare.Compare} starts each {@link org.glusterj.benchmarks.compare.Cell} in a sandbox of its
 * own and lets them take turns; inside each sandbox a {@link org.glusterj.benchmarks.compare.Driver} loads the mount.
 * Nothing here is part of the product.
 *
 * <pre>
 * Compare --requests--> Side = sandbox [ Driver -> mount -> client process -> server process -> DIR/CELL/brick ]
 *    |                  Side = sandbox [ ... ]
 *    +-> Samples -> Report (table) , Chart (PNG) , Results (JSON)
 * </pre>
 */
package org.glusterj.benchmarks.compare;
