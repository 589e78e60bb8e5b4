package org.glusterj.cluster.afr.heal;

/**
 * How far the crawl of one brick has come, or how the last one ended.
 *
 * @param brick the brick's child in the volfile
 * @param type INDEX or FULL
 * @param running under way
 * @param startedNanos since 1970; 0 = there was none yet
 * @param endedNanos since 1970; 0 while it runs
 * @param checked inodes that were looked at in the last pass
 * @param healed inodes that were made equal, in all passes
 * @param failed inodes that could not be healed in the last pass
 * @param splitBrain of these, those that never will without a decision
 */
public record CrawlStatus(
        String brick,
        String type,
        boolean running,
        long startedNanos,
        long endedNanos,
        long checked,
        long healed,
        long failed,
        long splitBrain) {}
