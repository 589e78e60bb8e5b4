package org.glusterj.storage.posix;

import java.time.Duration;
import org.glusterj.core.Option;

/** The options of {@code storage/posix} (spec brick-format 12). Modes are octal texts. */
record PosixOptions(
        @Option(
                        key = "directory",
                        help = "Directory of the local file system that holds the brick.")
                String directory,
        @Option(
                        key = "volume-id",
                        help = "Id of the volume; the directory must carry the same one.")
                String volumeId,
        @Option(key = "glusterd-uuid", help = "Id of this server, for the virtual node-uuid.")
                String glusterdUuid,
        @Option(key = "hostname", help = "Name of this server in the virtual pathinfo.")
                String hostname,
        @Option(
                        key = "export-statfs-size",
                        def = "on",
                        settable = true,
                        help = "Let this brick's size count in statfs answers.")
                boolean exportStatfsSize,
        @Option(
                        key = "background-unlink",
                        def = "off",
                        settable = true,
                        help = "Accepted for compatibility; unlinks always happen within the call.")
                boolean backgroundUnlink,
        @Option(
                        key = "janitor-sleep-duration",
                        def = "10",
                        min = 1,
                        settable = true,
                        help = "Pause between two clean-ups of the landfill.")
                Duration janitorSleep,
        @Option(
                        key = "linux-aio",
                        def = "off",
                        settable = true,
                        help =
                                "Accepted for compatibility; reads and writes run on the io-threads.")
                boolean linuxAio,
        @Option(
                        key = "linux-io_uring",
                        def = "off",
                        settable = true,
                        help =
                                "Accepted for compatibility; reads and writes run on the io-threads.")
                boolean linuxIoUring,
        @Option(
                        key = "brick-uid",
                        def = "-1",
                        min = -1,
                        settable = true,
                        help = "Owner to give the brick's root, or -1 to leave it.")
                int brickUid,
        @Option(
                        key = "brick-gid",
                        def = "-1",
                        min = -1,
                        settable = true,
                        help = "Group to give the brick's root, or -1 to leave it.")
                int brickGid,
        @Option(
                        key = "node-uuid-pathinfo",
                        def = "off",
                        settable = true,
                        help = "Name the server by its id instead of its host name in pathinfo.")
                boolean nodeUuidPathinfo,
        @Option(
                        key = "health-check-interval",
                        def = "30",
                        min = 0,
                        settable = true,
                        help = "Pause between two checks of the brick's disk, 0 for none.")
                Duration healthCheckInterval,
        @Option(
                        key = "health-check-timeout",
                        def = "20",
                        min = 0,
                        settable = true,
                        help =
                                "Time after which a check of the disk counts as failed, 0 for never.")
                Duration healthCheckTimeout,
        @Option(
                        key = "reserve",
                        def = "1",
                        settable = true,
                        help = "Free space, in per cent or as a size, that clients may not use up.")
                String reserve,
        @Option(
                        key = "batch-fsync-mode",
                        def = "reverse-fsync",
                        settable = true,
                        help = "Accepted for compatibility; each fsync is carried out at once.")
                String batchFsyncMode,
        @Option(
                        key = "batch-fsync-delay-usec",
                        def = "0",
                        min = 0,
                        settable = true,
                        help = "Accepted for compatibility; each fsync is carried out at once.")
                int batchFsyncDelayMicros,
        @Option(
                        key = "update-link-count-parent",
                        def = "off",
                        settable = true,
                        help = "Keep for each object how often each directory names it.")
                boolean updateLinkCountParent,
        @Option(
                        key = "gfid2path",
                        def = "on",
                        settable = true,
                        help = "Keep for each object under which names it is known.")
                boolean gfid2path,
        @Option(
                        key = "gfid2path-separator",
                        def = ":",
                        help = "What stands between the paths of a gfid to path answer.")
                String gfid2pathSeparator,
        @Option(
                        key = "shared-brick-count",
                        def = "1",
                        min = 1,
                        help = "Bricks on the same file system, among which its size is divided.")
                int sharedBrickCount,
        @Option(
                        key = "disable-landfill-purge",
                        def = "off",
                        settable = true,
                        help = "Keep what was moved to the landfill.")
                boolean disableLandfillPurge,
        @Option(
                        key = "force-create-mode",
                        def = "0000",
                        settable = true,
                        help = "Permission bits that every new file gets.")
                String forceCreateMode,
        @Option(
                        key = "force-directory-mode",
                        def = "0000",
                        settable = true,
                        help = "Permission bits that every new directory gets.")
                String forceDirectoryMode,
        @Option(
                        key = "create-mask",
                        def = "0777",
                        settable = true,
                        help = "Permission bits that a new file may have.")
                String createMask,
        @Option(
                        key = "create-directory-mask",
                        def = "0777",
                        settable = true,
                        help = "Permission bits that a new directory may have.")
                String createDirectoryMask,
        @Option(
                        key = "max-hardlinks",
                        def = "100",
                        min = 0,
                        settable = true,
                        help = "Most names that one file may have, 0 for no limit.")
                int maxHardlinks,
        @Option(
                        key = "fips-mode-rchecksum",
                        def = "off",
                        settable = true,
                        help = "Use SHA-256 instead of MD5 for the checksums of heals.")
                boolean fipsModeRchecksum,
        @Option(
                        key = "ctime",
                        def = "on",
                        settable = true,
                        help = "Keep the times that clients send, equal on all bricks.")
                boolean ctime,
        @Option(
                        key = "o-direct",
                        def = "off",
                        settable = true,
                        help = "Open all files for direct input and output.")
                boolean oDirect) {

    /** Permission bits of a new file; the bits above 0777 stay as they are. */
    int fileMode(int mode) {
        return masked(mode, createMask, forceCreateMode);
    }

    int directoryMode(int mode) {
        return masked(mode, createDirectoryMask, forceDirectoryMode);
    }

    private static int masked(int mode, String mask, String force) {
        return mode & ~0777 | mode & 0777 & octal(mask) | octal(force);
    }

    private static int octal(String text) {
        return Integer.parseInt(text, 8) & 07777;
    }

    /** @throws IllegalArgumentException for texts that are no modes or no reserve */
    PosixOptions {
        octal(createMask);
        octal(createDirectoryMask);
        octal(forceCreateMode);
        octal(forceDirectoryMode);
        Reserve.parse(reserve);
    }
}
