package org.glusterj.testkit;

import java.util.List;
import org.glusterj.core.ActiveLock;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopType;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.LeaseArgs;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Statvfs;
import org.glusterj.core.Xdata;

/** One plausible request and reply of each fop, distinguishable from defaults. Stateless. */
public final class Samples {
    public static final Iatt FILE =
            new Iatt.Builder()
                    .gfid(new Gfid(0x4000, 0x77))
                    .flags(Iatt.BRICK_VALID)
                    .mode(FileType.REGULAR.bits() | 0640)
                    .nlink(1)
                    .size(4096)
                    .blocks(8)
                    .atime(100, 1)
                    .mtime(200, 2)
                    .ctime(300, 3)
                    .build();
    public static final Iatt DIRECTORY =
            FILE.toBuilder().gfid(Gfid.ROOT).mode(FileType.DIRECTORY.bits() | 0755).build();
    public static final Flock RANGE = new Flock(Flock.WRITE, 0, 10, 20, 7, LkOwner.of(0x77L));

    private static final Xdata XDATA = Xdata.EMPTY.withInt("sample", 1);
    private static final Xdata XATTRS = Xdata.EMPTY.withBytes("user.sample", new byte[] {1, 2, 3});

    private Samples() {}

    /**
     * A request of {@code type}.
     *
     * @param dir a directory, {@code file} a regular file, {@code fd} open on it, {@code data} borrowed by WRITE and
     * PUT
     */
    public static Fop<?> request(FopType type, Inode dir, Inode file, Fd fd, Payload data) {
        var loc = Loc.entry(dir, "name", file);
        var fresh = Loc.entry(dir, "fresh");
        return switch (type) {
            case STAT -> new Fop.Stat(loc, XDATA);
            case READLINK -> new Fop.Readlink(loc, 100, XDATA);
            case MKNOD -> new Fop.Mknod(fresh, 0100644, 0, 022, XDATA);
            case MKDIR -> new Fop.Mkdir(fresh, 0755, 022, XDATA);
            case UNLINK -> new Fop.Unlink(loc, 0, XDATA);
            case RMDIR -> new Fop.Rmdir(loc, 0, XDATA);
            case SYMLINK -> new Fop.Symlink(fresh, "target", 022, XDATA);
            case RENAME -> new Fop.Rename(loc, fresh, XDATA);
            case LINK -> new Fop.Link(loc, fresh, XDATA);
            case TRUNCATE -> new Fop.Truncate(loc, 5, XDATA);
            case OPEN -> new Fop.Open(loc, 2, fd, XDATA);
            case STATFS -> new Fop.Statfs(loc, XDATA);
            case SETXATTR -> new Fop.Setxattr(loc, XATTRS, 0, XDATA);
            case GETXATTR -> new Fop.Getxattr(loc, "user.sample", XDATA);
            case REMOVEXATTR -> new Fop.Removexattr(loc, "user.sample", XDATA);
            case OPENDIR -> new Fop.Opendir(loc, fd, XDATA);
            case ACCESS -> new Fop.Access(loc, 4, XDATA);
            case CREATE -> new Fop.Create(fresh, 2, 0644, 022, fd, XDATA);
            case LOOKUP -> new Fop.Lookup(fresh, XDATA);
            case INODELK -> new Fop.Inodelk("domain", loc, Flock.SETLK, RANGE, XDATA);
            case ENTRYLK -> new Fop.Entrylk("domain", loc, "name", false, 2, 1, XDATA);
            case XATTROP -> new Fop.Xattrop(loc, 0, XATTRS, XDATA);
            case SETATTR -> new Fop.Setattr(loc, FILE, 1, XDATA);
            case IPC -> new Fop.Ipc(2, XDATA);
            case LEASE -> new Fop.Lease(loc, new LeaseArgs(1, 1, new Gfid(1, 2), 0), XDATA);
            case GETACTIVELK -> new Fop.Getactivelk(loc, XDATA);
            case SETACTIVELK ->
                    new Fop.Setactivelk(loc, List.of(new ActiveLock(RANGE, "client", 0)), XDATA);
            case ICREATE -> new Fop.Icreate(loc, 0644, XDATA);
            case NAMELINK -> new Fop.Namelink(loc, XDATA);
            case PUT -> new Fop.Put(fresh, 0644, 022, 0, 0, data, XATTRS, XDATA);
            default -> onFd(type, fd, data);
        };
    }

    private static Fop<?> onFd(FopType type, Fd fd, Payload data) {
        return switch (type) {
            case READ -> new Fop.Readv(fd, 3, 100, 0, XDATA);
            case WRITE -> new Fop.Writev(fd, 3, data, 0, XDATA);
            case FLUSH -> new Fop.Flush(fd, XDATA);
            case FSYNC -> new Fop.Fsync(fd, true, XDATA);
            case FSYNCDIR -> new Fop.Fsyncdir(fd, false, XDATA);
            case FTRUNCATE -> new Fop.Ftruncate(fd, 5, XDATA);
            case FSTAT -> new Fop.Fstat(fd, XDATA);
            case LK -> new Fop.Lk(fd, Flock.SETLK, RANGE, XDATA);
            case READDIR -> new Fop.Readdir(fd, 4096, 0, XDATA);
            case FINODELK -> new Fop.Finodelk("domain", fd, Flock.SETLK, RANGE, XDATA);
            case FENTRYLK -> new Fop.Fentrylk("domain", fd, "name", false, 2, 1, XDATA);
            case FXATTROP -> new Fop.Fxattrop(fd, 0, XATTRS, XDATA);
            case FGETXATTR -> new Fop.Fgetxattr(fd, "user.sample", XDATA);
            case FSETXATTR -> new Fop.Fsetxattr(fd, XATTRS, 0, XDATA);
            case RCHECKSUM -> new Fop.Rchecksum(fd, 0, 4096, XDATA);
            case FSETATTR -> new Fop.Fsetattr(fd, FILE, 1, XDATA);
            case READDIRP -> new Fop.Readdirp(fd, 4096, 0, XDATA);
            case FREMOVEXATTR -> new Fop.Fremovexattr(fd, "user.sample", XDATA);
            case FALLOCATE -> new Fop.Fallocate(fd, 0, 0, 10, XDATA);
            case DISCARD -> new Fop.Discard(fd, 0, 10, XDATA);
            case ZEROFILL -> new Fop.Zerofill(fd, 0, 10, XDATA);
            case SEEK -> new Fop.Seek(fd, 0, 1, XDATA);
            case COPY_FILE_RANGE -> new Fop.CopyFileRange(fd, 0, fd, 100, 10, 0, XDATA);
            default -> throw new AssertionError("no sample of " + type);
        };
    }

    /** A successful reply to {@code type}; that to READ owns a new payload of five bytes. */
    public static Reply reply(FopType type) {
        return switch (type) {
            case STAT, FSTAT, ICREATE -> new Reply.Attr(FILE, XDATA);
            case READLINK -> new Reply.Readlink("target", FILE, XDATA);
            case MKNOD, MKDIR, SYMLINK, LINK, CREATE, PUT ->
                    new Reply.Entry(FILE, DIRECTORY, DIRECTORY, XDATA);
            case UNLINK, RMDIR, NAMELINK -> new Reply.Parent(DIRECTORY, DIRECTORY, XDATA);
            case RENAME ->
                    new Reply.Rename(FILE, DIRECTORY, DIRECTORY, DIRECTORY, DIRECTORY, XDATA);
            case TRUNCATE, FTRUNCATE, FSYNC, SETATTR, FSETATTR, FALLOCATE, DISCARD, ZEROFILL ->
                    new Reply.PrePost(FILE, FILE, XDATA);
            case READ ->
                    new Reply.Readv(Payload.copyOf(new byte[] {1, 2, 3, 4, 5}), FILE, true, XDATA);
            case WRITE -> new Reply.Writev(4, FILE, FILE, XDATA);
            case STATFS ->
                    new Reply.Statfs(new Statvfs(4096, 4096, 9, 8, 7, 6, 5, 4, 3, 2, 255), XDATA);
            case GETXATTR, FGETXATTR, XATTROP, FXATTROP -> new Reply.Xattrs(XATTRS, XDATA);
            case LOOKUP -> new Reply.Lookup(FILE, DIRECTORY, XDATA);
            case LK -> new Reply.Lk(RANGE, XDATA);
            case READDIR, READDIRP ->
                    new Reply.Readdir(
                            List.of(new DirEntry(5, 6, 8, "name", FILE, Xdata.EMPTY)), true, XDATA);
            case RCHECKSUM -> new Reply.Rchecksum(1, 2, new byte[32], XDATA);
            case SEEK -> new Reply.Seek(10, XDATA);
            case LEASE -> new Reply.Lease(new LeaseArgs(1, 1, new Gfid(1, 2), 0), XDATA);
            case GETACTIVELK ->
                    new Reply.ActiveLocks(List.of(new ActiveLock(RANGE, "client", 0)), XDATA);
            case COPY_FILE_RANGE -> new Reply.CopyFileRange(10, FILE, FILE, FILE, XDATA);
            case OPEN, FLUSH, SETXATTR, REMOVEXATTR, OPENDIR, FSYNCDIR, ACCESS, INODELK, FINODELK ->
                    new Reply.Ok(XDATA);
            case ENTRYLK, FENTRYLK, FSETXATTR, FREMOVEXATTR, IPC, SETACTIVELK ->
                    new Reply.Ok(XDATA);
        };
    }
}
