/**
 * Examines the directory of a brick that nobody serves (spec brick-format), finds damage and mends what can be restored
 * without guessing. One thread; nothing is kept per object but eight bytes for each name of a file ({@link
 * org.glusterj.storage.check.LinkCounts}), so bricks of any size can be examined.
 *
 * <pre>
 * BrickCheck ── SkeletonCheck            (root, volume-id, .glusterfs)
 *      │        TreeWalk ── ObjectCheck ── XattrCheck     (what users see)
 *      │        HandleCheck              (.glusterfs/xx/yy)
 *      │        LeftoverCheck · IndexCheck
 *      └ Report ── Finding(Kind)         Disk: descriptors, buffers, directories by gfid
 * </pre>
 */
package org.glusterj.storage.check;
