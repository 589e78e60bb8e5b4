package org.glusterj.fuse;

import java.time.Duration;

/**
 * How a mount behaves; made from the options by {@link MountOptions#config()}.
 *
 * @param attributeTimeout how long the kernel keeps attributes
 * @param entryTimeout how long it keeps names
 * @param negativeTimeout how long it keeps "no such name"; zero = not at all
 * @param gidTimeout how long the groups of a process are kept
 * @param acl serve system.posix_acl_*
 * @param selinux let security.* be read
 * @param capability let security.capability be read
 * @param directIo no page cache for any file
 * @param keepCache keep a file's pages across opens
 * @param readdirplus attributes with every directory listing
 * @param autoInvalidate drop pages when mtime or size changed
 * @param writebackCache let the kernel collect writes
 * @param readers threads that read requests, those beyond two also run them; {@link #NO_READERS} = the event loop of
 *     the connections does, where it can
 * @param nodeLimit nodes that the kernel is left with when it does not use them, 0 = all
 * @param maxWriteBytes largest READ and WRITE
 * @param payloadBytes most file content that requests off the readers hold at a time
 * @param background requests the kernel may have under way unasked (readahead, release)
 * @param congestion from how many of these on it slows its writers down
 */
record FuseConfig(
        Duration attributeTimeout,
        Duration entryTimeout,
        Duration negativeTimeout,
        Duration gidTimeout,
        boolean acl,
        boolean selinux,
        boolean capability,
        boolean directIo,
        boolean keepCache,
        boolean readdirplus,
        boolean autoInvalidate,
        boolean writebackCache,
        int readers,
        int nodeLimit,
        int maxWriteBytes,
        long payloadBytes,
        int background,
        int congestion) {
    static final int NO_READERS = 0;
}
