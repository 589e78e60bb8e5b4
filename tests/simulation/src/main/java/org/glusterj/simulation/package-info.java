/**
 * A replicated volume with its clients, bricks and self-heal daemon in one thread, its order of events decided by a
 * seed: the production translators, unchanged, between a simulated network and simulated disks, while bricks, clients
 * and connections fail. {@link org.glusterj.simulation.Run} is one seed of one {@link
 * org.glusterj.simulation.Scenario}.
 *
 * <pre>
 *   ClientNode  cluster/replicate ─ sim/link ┐            ┌ features/locks ─ sim/index ─ test/memory  BrickNode
 *   ClientNode  cluster/replicate ─ sim/link ┤ Connection ┤      (MemoryDisk outlives the brick)
 *   HealNode    cluster/self-heal ─ sim/link ┘            └ ...
 *                      every thread of every SimProcess on one Scheduler
 * </pre>
 */
package org.glusterj.simulation;
