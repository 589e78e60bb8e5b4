/**
 * {@code glusterj rebalance}: the process that brings a volume's files to where their names belong. It runs the engine
 * of {@code cluster/distribute} ({@code Rebalance}) on the graph of a client, without what is above distribute, and
 * answers its manager through a socket.
 *
 * <pre>
 *   RebalanceCommand ── RebalanceOptions          manager ── ControlSocket ── Control (status, stop)
 *        └──── RebalanceProcess ── VolumeGraph (DistributeOnly) ── Rebalance
 * </pre>
 */
package org.glusterj.cli.rebalance;
