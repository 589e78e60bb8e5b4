/**
 * {@code glusterj glustershd}: the self-heal daemon, {@code glusterj heal-info}: what waits for it, {@code glusterj
 * heal-split-brain}: which copy is right ({@code SplitBrains}), and {@code glusterj heal-empty}: copies accuse
 * new ones ({@code EmptyBricksCommand}). All run the engine of {@code cluster/self-heal} ({@code SelfHeal})
 * on the replicate nodes of a volfile, a graph for each.
 *
 * <pre>
 *   SelfHealCommand ── SelfHealOptions        manager ── ControlSocket ── SelfHealControl (heal, full, info, status,
 * stop)        └──── HealGraphs ── HealVolfiles ── SelfHeal ...
 * </pre>
 */
package org.glusterj.cli.heal;
