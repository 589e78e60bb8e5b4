/**
 * {@code features/changelog}: the journal of what changed on the brick, for replication to another site and for finding
 * changed files. Records are written on the thread of the fop, slices end on the environment's timer; the journal owns
 * the files under {@code .glusterfs/changelogs}.
 */
package org.glusterj.features.changelog;
