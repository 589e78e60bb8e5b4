package org.glusterj.cluster.dht;

import org.glusterj.core.Option;

/** Options of {@code cluster/distribute}; keys and defaults are stock's. */
record DistributeOptions(
        @Option(
                        key = "xattr-name",
                        def = "trusted.glusterfs.dht",
                        help = "Base name of the attributes that hold layouts.")
                String xattrName,
        @Option(
                        key = "lookup-unhashed",
                        def = "on",
                        settable = true,
                        help =
                                "Without lookup-optimize: search names not found where they belong (on, off).")
                String lookupUnhashed,
        @Option(
                        key = "lookup-optimize",
                        def = "on",
                        settable = true,
                        opVersion = 30_600,
                        help = "Trust the layout when a name is not found where it should be.")
                boolean lookupOptimize,
        @Option(
                        key = "min-free-disk",
                        def = "10%",
                        settable = true,
                        help = "Below this free space new files go elsewhere.")
                String minFreeDisk,
        @Option(
                        key = "min-free-inodes",
                        def = "5%",
                        settable = true,
                        help = "Below this share of free inodes new files go elsewhere.")
                String minFreeInodes,
        @Option(
                        key = "directory-layout-spread",
                        def = "0",
                        min = 0,
                        settable = true,
                        help = "Most subvolumes that new names of a directory go to; 0 is all.")
                int spread,
        @Option(
                        key = "readdir-optimize",
                        def = "off",
                        settable = true,
                        help = "Take directories from one subvolume when listing.")
                boolean readdirOptimize,
        @Option(
                        key = "weighted-rebalance",
                        def = "on",
                        settable = true,
                        opVersion = 30_600,
                        help = "Larger subvolumes get larger shares of new directories.")
                boolean weightedRebalance,
        @Option(
                        key = "randomize-hash-range-by-gfid",
                        def = "off",
                        settable = true,
                        opVersion = 30_600,
                        help = "Start new layouts by the directory's gfid instead of its path.")
                boolean randomizeByGfid,
        @Option(
                        key = "rsync-hash-regex",
                        def = "",
                        settable = true,
                        help = "Names that match hash like group 1 of this; none switches it off.")
                String rsyncRegex,
        @Option(
                        key = "extra-hash-regex",
                        def = "",
                        settable = true,
                        help = "As rsync-hash-regex, tried before it.")
                String extraRegex,
        @Option(
                        key = "decommissioned-bricks",
                        def = "",
                        help = "Subvolumes that are to be removed and get no new names.")
                String decommissioned,
        @Option(
                        key = "unhashed-sticky-bit",
                        def = "off",
                        settable = true,
                        help = "Show the sticky bit on files that are not where they belong.")
                boolean unhashedSticky,
        @Option(
                        key = "ensure-durability",
                        def = "on",
                        settable = true,
                        help = "Sync a migrated file to disk before its old place gives it up.")
                boolean ensureDurability,
        @Option(
                        key = "rebal-throttle",
                        def = "normal",
                        settable = true,
                        opVersion = 30_700,
                        help = "Files migrated at once: lazy, normal, aggressive or a number.")
                String rebalThrottle,
        @Option(
                        key = "lock-migration",
                        def = "off",
                        settable = true,
                        opVersion = 30_800,
                        help = "Move posix locks along with a file that is migrated.")
                boolean lockMigration,
        @Option(
                        key = "force-migration",
                        def = "off",
                        settable = true,
                        opVersion = 40_000,
                        help = "Migrate files although somebody writes to them.")
                boolean forceMigration) {}
