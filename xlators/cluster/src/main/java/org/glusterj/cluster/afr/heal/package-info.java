/**
 * Self-heal of replicate: makes the copies of a volume equal again after some have missed changes (spec afr 6 and 7),
 * while clients and healers of both kinds go on. Works on the children of a replicate node, by gfid, with stock's
 * locks and counters; whoever is interrupted, by whatever, leaves the counters standing and the next one begins
 * again.
 *
 * <pre>
 *   SelfHeal (cluster/self-heal, the daemon's box)          HealInfo, HealState (what waits)
 *     └ Crawl (one per local brick) ─ Index, Tree                 │
 *          └ Healer (one inode) ─ Inspection ──────────── Sight (what all copies say)
 *               ├ MetadataHeal ─ MetadataChoice  ┐
 *               ├ DataHeal ───── DataChoice      ├ HealLocks, Marks (counters up and down)
 *               └ EntryHeal ──── EntryChoice     ┘
 *                    └ NameHeal ─ NameChoice, Recreation, AnonymousInode
 * </pre>
 *
 * <p>The choices are pure. Lock order: a lock of the heal domain, then one of the normal domain at a time.
 */
package org.glusterj.cluster.afr.heal;
