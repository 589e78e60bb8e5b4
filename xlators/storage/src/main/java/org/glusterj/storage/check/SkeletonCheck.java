package org.glusterj.storage.check;

import org.glusterj.core.Gfid;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.XattrSyscalls;
import org.glusterj.storage.layout.BrickXattrs;
import org.glusterj.storage.layout.HandlePaths;

/** Examines what no brick can do without: the root's gfid, volume-id, {@code .glusterfs} (spec brick-format 1). */
final class SkeletonCheck {
    private static final int OTHERS = 077;

    private final Disk disk;
    private final Report report;

    SkeletonCheck(Disk disk, Report report) {
        this.disk = disk;
        this.report = report;
    }

    /** @throws CheckException when nothing says that the directory is a brick */
    void check() throws CheckException {
        int gfid = disk.sys.fgetxattr(disk.root, BrickXattrs.GFID, disk.value);
        if (gfid == -LinuxErrno.EOPNOTSUPP || gfid == -LinuxErrno.EPERM) {
            throw new CheckException("trusted xattrs cannot be read: " + LinuxErrno.text(gfid));
        }
        boolean rooted = gfid == Gfid.BYTES && Gfid.of(disk.value.bytes()).isRoot();
        int volume = disk.sys.fgetxattr(disk.root, BrickXattrs.VOLUME_ID, disk.value);
        if (gfid < 0 && volume < 0 && !disk.hasHandles()) {
            throw new CheckException("it is no brick: neither gfid nor volume-id nor .glusterfs");
        }
        if (gfid == -LinuxErrno.ENODATA) {
            report.found(
                    Kind.ROOT_GFID_MISSING,
                    ".",
                    "no trusted.gfid",
                    () ->
                            disk.sys.fsetxattr(
                                    disk.root,
                                    BrickXattrs.GFID,
                                    Gfid.ROOT.toBytes(),
                                    XattrSyscalls.XATTR_CREATE));
        } else if (!rooted) {
            report.found(Kind.ROOT_GFID_WRONG, ".", "trusted.gfid is not the root's");
        }
        if (volume == -LinuxErrno.ENODATA) {
            report.found(Kind.VOLUME_ID_MISSING, ".", "no " + BrickXattrs.VOLUME_ID);
        } else if (volume != Gfid.BYTES) {
            report.found(Kind.VOLUME_ID_MALFORMED, ".", BrickXattrs.VOLUME_ID + " is not 16 bytes");
        }
        checkHidden();
    }

    private void checkHidden() {
        if (!disk.hasHandles()) {
            report.found(Kind.HIDDEN_MISSING, HandlePaths.HIDDEN, "no such directory", this::make);
            return;
        }
        checkOpen();
        if (disk.handle(Gfid.ROOT, disk.st) == -LinuxErrno.ENOENT) {
            report.found(
                    Kind.ROOT_HANDLE_WRONG,
                    HandlePaths.HIDDEN + "/" + HandlePaths.of(Gfid.ROOT),
                    "the root has no handle",
                    () -> remakeRootHandle(disk));
        }
    }

    private void checkOpen() {
        boolean open =
                disk.sys.fstatx(disk.handles(), disk.st) == 0
                        && ((disk.st.mode() & OTHERS) != 0 || disk.st.uid() != 0);
        if (open) {
            report.found(
                    Kind.HIDDEN_OPEN,
                    HandlePaths.HIDDEN,
                    String.format("mode %04o, owner %d", disk.st.mode() & 07777, disk.st.uid()),
                    () ->
                            Math.min(
                                    disk.sys.fchown(disk.handles(), 0, 0),
                                    disk.sys.fchmod(disk.handles(), 0600)));
        }
    }

    private int make() {
        int result = disk.sys.mkdirat(disk.root, HandlePaths.HIDDEN, 0600);
        disk.openHandles();
        if (result < 0 || !disk.hasHandles()) {
            return Math.min(result, -1);
        }
        for (int i = 0; i < 256; i++) {
            disk.sys.mkdirat(disk.handles(), String.format("%02x", i), 0700);
        }
        return remakeRootHandle(disk);
    }

    static int remakeRootHandle(Disk disk) {
        disk.makeHashDirectories(Gfid.ROOT);
        disk.sys.unlinkat(disk.handles(), HandlePaths.of(Gfid.ROOT), 0);
        return disk.sys.symlinkat(
                HandlePaths.ROOT_TARGET, disk.handles(), HandlePaths.of(Gfid.ROOT));
    }
}
