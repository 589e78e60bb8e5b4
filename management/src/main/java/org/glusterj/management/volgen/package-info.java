/**
 * Makes the graphs of volumes: of bricks, clients, the self-heal daemon and rebalance. Pure. What a graph consists
 * of is data: templates ({@code *.graph}) say which nodes there are and when, the table of options says which values
 * go to which nodes. With the same settings a graph equals that of GlusterFS 10.3, names, order of nodes and order
 * of options included.
 *
 * <pre>
 *   *.graph ──▶ Template ─┐
 *   Volume, Facts ──▶ Scope ┼──▶ Weaver ──▶ Drafts ── Placement (options) ──▶ Volfile
 *   NodeSource (plug-ins) ┘
 * </pre>
 *
 * A translator that is not in the templates joins through a {@link org.glusterj.management.volgen.NodeSource}, found
 * by {@link java.util.ServiceLoader}.
 */
package org.glusterj.management.volgen;
