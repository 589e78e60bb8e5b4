package org.glusterj.cluster.afr;

import java.time.Duration;
import org.glusterj.core.DataSize;
import org.glusterj.core.Option;

/** Options of {@code cluster/replicate}; keys and defaults are stock's. */
public record AfrOptions(
        @Option(
                        key = "read-subvolume",
                        settable = true,
                        help = "Name of the subvolume that is read when its copy is good.")
                String readSubvolume,
        @Option(
                        key = "read-subvolume-index",
                        def = "-1",
                        min = -1,
                        settable = true,
                        help =
                                "Index of the subvolume that is read when its copy is good; -1 is none.")
                int readSubvolumeIndex,
        @Option(
                        key = "read-hash-mode",
                        def = "1",
                        min = 0,
                        max = 5,
                        settable = true,
                        help =
                                "The copy to read by: 0 order, 1 gfid, 2 gfid and client, 3 reads, 4 latency, 5 both.")
                int readHashMode,
        @Option(
                        key = "choose-local",
                        def = "true",
                        settable = true,
                        help = "Prefer a copy on this host; has no effect yet.")
                boolean chooseLocal,
        @Option(
                        key = "background-self-heal-count",
                        def = "8",
                        min = 0,
                        max = 256,
                        settable = true,
                        help = "Heals that clients run at a time.")
                int backgroundSelfHealCount,
        @Option(
                        key = "heal-wait-queue-length",
                        def = "128",
                        min = 0,
                        max = 10_000,
                        settable = true,
                        help = "Heals of clients that may wait.")
                int healWaitQueueLength,
        @Option(
                        key = "data-self-heal",
                        def = "off",
                        settable = true,
                        help = "Heal content when a client comes upon it.")
                String dataSelfHeal,
        @Option(
                        key = "data-self-heal-algorithm",
                        settable = true,
                        help = "How content is healed: diff compares blocks, full copies all.")
                String dataSelfHealAlgorithm,
        @Option(
                        key = "data-self-heal-window-size",
                        def = "8",
                        min = 1,
                        max = 1024,
                        settable = true,
                        help = "Blocks of 128 KiB that a heal handles at a time.")
                int dataSelfHealWindowSize,
        @Option(
                        key = "metadata-self-heal",
                        def = "off",
                        settable = true,
                        help = "Heal attributes when a client comes upon them.")
                boolean metadataSelfHeal,
        @Option(
                        key = "entry-self-heal",
                        def = "off",
                        settable = true,
                        help = "Heal directories when a client comes upon them.")
                boolean entrySelfHeal,
        @Option(
                        key = "data-change-log",
                        def = "on",
                        settable = true,
                        help =
                                "Count missed changes of content; has no effect, as in GlusterFS 10.")
                boolean dataChangeLog,
        @Option(
                        key = "metadata-change-log",
                        def = "on",
                        settable = true,
                        help =
                                "Count missed changes of attributes; has no effect, as in GlusterFS 10.")
                boolean metadataChangeLog,
        @Option(
                        key = "entry-change-log",
                        def = "on",
                        settable = true,
                        help =
                                "Count missed changes of directories; has no effect, as in GlusterFS 10.")
                boolean entryChangeLog,
        @Option(
                        key = "optimistic-change-log",
                        def = "on",
                        settable = true,
                        help =
                                "Mark attributes and directories under change only when a copy is missing.")
                boolean optimisticChangeLog,
        @Option(key = "inodelk-trace", def = "off", help = "Has no effect.") boolean inodelkTrace,
        @Option(key = "entrylk-trace", def = "off", help = "Has no effect.") boolean entrylkTrace,
        @Option(
                        key = "pre-op-compat",
                        def = "on",
                        help = "Mark before a change in a call of its own; always so here.")
                boolean preOpCompat,
        @Option(
                        key = "eager-lock",
                        def = "on",
                        settable = true,
                        help = "Keep the lock on a file for the writes that follow.")
                boolean eagerLock,
        @Option(
                        key = "self-heal-daemon",
                        def = "on",
                        settable = true,
                        help = "Whether the self-heal daemon heals.")
                boolean selfHealDaemon,
        @Option(
                        key = "iam-self-heal-daemon",
                        def = "off",
                        help = "This graph is of the self-heal daemon.")
                boolean iamSelfHealDaemon,
        @Option(key = "iam-nfs-daemon", def = "off", help = "This graph is of the NFS server.")
                boolean iamNfsDaemon,
        @Option(
                        key = "quorum-type",
                        settable = true,
                        help =
                                "Copies that must be there: none, auto (more than half), fixed (quorum-count).")
                String quorumType,
        @Option(
                        key = "quorum-count",
                        def = "0",
                        min = 0,
                        settable = true,
                        help = "Copies that must be there when quorum-type is fixed.")
                int quorumCount,
        @Option(
                        key = "quorum-reads",
                        def = "no",
                        settable = true,
                        help = "Has no effect, as in GlusterFS 10: reads need the quorum too.")
                boolean quorumReads,
        @Option(key = "node-uuid", help = "The self-heal daemon's server.") String nodeUuid,
        @Option(
                        key = "post-op-delay-secs",
                        def = "1",
                        min = 0,
                        settable = true,
                        help = "How long a file's lock and mark wait for a further write.")
                Duration postOpDelay,
        @Option(
                        key = "self-heal-readdir-size",
                        def = "1KB",
                        min = 1024,
                        max = 131_072,
                        settable = true,
                        help = "Size of the listings that heals ask for.")
                DataSize selfHealReaddirSize,
        @Option(
                        key = "ensure-durability",
                        def = "on",
                        settable = true,
                        help = "Sync content before its mark is taken away.")
                boolean ensureDurability,
        @Option(
                        key = "afr-dirty-xattr",
                        def = "trusted.afr.dirty",
                        help = "Attribute that counts changes under way.")
                String dirtyXattr,
        @Option(
                        key = "afr-pending-xattr",
                        help =
                                "Names of the subvolumes in the attributes that count missed changes.")
                String pendingXattr,
        @Option(
                        key = "metadata-splitbrain-forced-heal",
                        def = "off",
                        settable = true,
                        help = "Heal attributes in a split-brain from any copy.")
                boolean metadataSplitbrainForcedHeal,
        @Option(
                        key = "heal-timeout",
                        def = "600",
                        min = 5,
                        settable = true,
                        help = "How often the self-heal daemon looks for what to heal.")
                Duration healTimeout,
        @Option(
                        key = "consistent-metadata",
                        def = "no",
                        settable = true,
                        help =
                                "Let only one copy answer for attributes after a change; has no effect yet.")
                boolean consistentMetadata,
        @Option(
                        key = "consistent-io",
                        def = "no",
                        settable = true,
                        help = "Refuse everything unless all copies are there.")
                boolean consistentIo,
        @Option(
                        key = "arbiter-count",
                        def = "0",
                        min = 0,
                        max = 1,
                        help = "1 when the last subvolume keeps no content.")
                int arbiterCount,
        @Option(
                        key = "thin-arbiter",
                        help = "Where the thin arbiter is; such volumes are not served yet.")
                String thinArbiter,
        @Option(
                        key = "shd-max-threads",
                        def = "1",
                        min = 1,
                        max = 64,
                        settable = true,
                        help = "Heals that the self-heal daemon runs at a time for each brick.")
                int shdMaxThreads,
        @Option(
                        key = "shd-wait-qlength",
                        def = "1024",
                        min = 1,
                        max = 655_536,
                        settable = true,
                        help = "Heals that may wait in the self-heal daemon.")
                int shdWaitQlength,
        @Option(
                        key = "locking-scheme",
                        def = "full",
                        settable = true,
                        help = "Whether heals lock whole files or ranges: full or granular.")
                String lockingScheme,
        @Option(key = "full-lock", def = "yes", help = "Lock whole files for writes.")
                boolean fullLock,
        @Option(
                        key = "granular-entry-heal",
                        def = "no",
                        settable = true,
                        help =
                                "Remember the names that changed in a directory that misses changes.")
                boolean granularEntryHeal,
        @Option(
                        key = "favorite-child-policy",
                        def = "none",
                        settable = true,
                        help = "How split-brains are healed: none, size, ctime, mtime or majority.")
                String favoriteChildPolicy,
        @Option(
                        key = "halo-enabled",
                        def = "off",
                        settable = true,
                        help = "Choose copies by distance; not done here.")
                boolean haloEnabled,
        @Option(
                        key = "halo-shd-max-latency",
                        def = "99999",
                        min = 1,
                        max = 99_999,
                        settable = true,
                        help = "Has no effect.")
                int haloShdMaxLatency,
        @Option(
                        key = "halo-nfsd-max-latency",
                        def = "5",
                        min = 1,
                        max = 99_999,
                        settable = true,
                        help = "Has no effect.")
                int haloNfsdMaxLatency,
        @Option(
                        key = "halo-max-latency",
                        def = "5",
                        min = 1,
                        max = 99_999,
                        settable = true,
                        help = "Has no effect.")
                int haloMaxLatency,
        @Option(
                        key = "halo-max-replicas",
                        def = "99999",
                        min = 1,
                        max = 99_999,
                        settable = true,
                        help = "Has no effect.")
                int haloMaxReplicas,
        @Option(
                        key = "halo-min-replicas",
                        def = "2",
                        min = 1,
                        max = 99_999,
                        settable = true,
                        help = "Has no effect.")
                int haloMinReplicas,
        @Option(key = "volume-id", help = "Names the volume's directory of removed objects.")
                String volumeId,
        @Option(
                        key = "use-anonymous-inode",
                        def = "no",
                        settable = true,
                        help = "Heals keep removed objects in a hidden directory first.")
                boolean useAnonymousInode,
        @Option(key = "use-compound-fops", def = "off", help = "Has no effect.")
                boolean useCompoundFops) {}
