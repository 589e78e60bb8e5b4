/**
 * {@code cluster/distribute}: files spread over subvolumes by the hash of their names, compatible with stock's in
 * placement, layouts and locks. Runs on the caller's thread; each inode remembers where its file is, or its directory's
 * layout.
 *
 * <pre>
 *   Dht ── Lookups ── DirectoryView, LookupPlan (pure)      DirectoryHeal ── LayoutPlan (pure)
 *    ├──── Entries, Renames ── LinkFile                     Directories, DirectoryRenames, DirectoryAttributes
 *    ├──── Files (fds, migrations)                          Listing ── cookies of the leaves
 *    └──── all: Whereabouts (Known per inode) ── Children ── Layout, NameHashing (pure)      Locks
 * </pre>
 *
 * <p>Lock order: files against migration, then names, each by subvolume name, gfid, name (see {@code Locks}); no Java
 * lock is held across a fop. With one subvolume there is nothing to decide: {@code SingleSubvolume}.
 */
package org.glusterj.cluster.dht;
