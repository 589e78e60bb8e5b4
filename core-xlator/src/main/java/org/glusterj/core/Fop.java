package org.glusterj.core;

import java.util.List;

/**
 * The catalogue of file operations as values, in wire order; GlusterFS's names and arguments. A fop is immutable;
 * {@code with...} makes a changed copy. {@code xdata} is never null: {@link Xdata#NULL} is "none".
 *
 * @param <R> what a success returns
 */
public sealed interface Fop<R extends Reply> {
    /** Calls the method of {@code target} that carries this kind of fop out. */
    R applyTo(Fops target, Frame frame) throws FopException;

    FopType type();

    Xdata xdata();

    Fop<R> withXdata(Xdata other);

    /**
     * The inode the fop is about: of its loc or fd, of the old name for RENAME and LINK, of the target for
     * COPY_FILE_RANGE. Blank where the object is not known yet; null for IPC, which concerns none.
     */
    Inode inode();

    /** A fop that addresses an inode or a name. */
    sealed interface OnLoc<R extends Reply> extends Fop<R> {
        Loc loc();

        @Override
        default Inode inode() {
            return loc().inode();
        }
    }

    /** A fop on an open file or directory. */
    sealed interface OnFd<R extends Reply> extends Fop<R> {
        Fd fd();

        @Override
        default Inode inode() {
            return fd().inode();
        }
    }

    /**
     * Attributes of an inode. Fails with ESTALE for an unknown gfid.
     */
    record Stat(Loc loc, Xdata xdata) implements OnLoc<Reply.Attr> {
        @Override
        public Reply.Attr applyTo(Fops target, Frame frame) throws FopException {
            return target.stat(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.STAT;
        }

        @Override
        public Stat withXdata(Xdata other) {
            return new Stat(loc, other);
        }

        public Stat withLoc(Loc other) {
            return new Stat(other, xdata);
        }
    }

    /**
     * Target of a symlink.
     *
     *
     * @param sizeBytes most bytes wanted
     */
    record Readlink(Loc loc, int sizeBytes, Xdata xdata) implements OnLoc<Reply.Readlink> {
        @Override
        public Reply.Readlink applyTo(Fops target, Frame frame) throws FopException {
            return target.readlink(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.READLINK;
        }

        @Override
        public Readlink withXdata(Xdata other) {
            return new Readlink(loc, sizeBytes, other);
        }

        public Readlink withLoc(Loc other) {
            return new Readlink(other, sizeBytes, xdata);
        }
    }

    /**
     * Makes a file, device, fifo or socket. Needs {@code gfid-req} in xdata.
     *
     *
     * @param rdev device in the host's dev_t encoding
     * @param mode with type bits
     */
    record Mknod(Loc loc, int mode, long rdev, int umask, Xdata xdata)
            implements OnLoc<Reply.Entry> {
        @Override
        public Reply.Entry applyTo(Fops target, Frame frame) throws FopException {
            return target.mknod(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.MKNOD;
        }

        @Override
        public Mknod withXdata(Xdata other) {
            return new Mknod(loc, mode, rdev, umask, other);
        }

        public Mknod withLoc(Loc other) {
            return new Mknod(other, mode, rdev, umask, xdata);
        }
    }

    /**
     * Makes a directory. Needs {@code gfid-req} in xdata.
     */
    record Mkdir(Loc loc, int mode, int umask, Xdata xdata) implements OnLoc<Reply.Entry> {
        @Override
        public Reply.Entry applyTo(Fops target, Frame frame) throws FopException {
            return target.mkdir(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.MKDIR;
        }

        @Override
        public Mkdir withXdata(Xdata other) {
            return new Mkdir(loc, mode, umask, other);
        }

        public Mkdir withLoc(Loc other) {
            return new Mkdir(other, mode, umask, xdata);
        }
    }

    /**
     * Removes a name of a non-directory.
     *
     *
     * @param xflags 0
     */
    record Unlink(Loc loc, int xflags, Xdata xdata) implements OnLoc<Reply.Parent> {
        @Override
        public Reply.Parent applyTo(Fops target, Frame frame) throws FopException {
            return target.unlink(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.UNLINK;
        }

        @Override
        public Unlink withXdata(Xdata other) {
            return new Unlink(loc, xflags, other);
        }

        public Unlink withLoc(Loc other) {
            return new Unlink(other, xflags, xdata);
        }
    }

    /**
     * Removes a directory.
     *
     *
     * @param xflags 0, or 1 = with its content (internal)
     */
    record Rmdir(Loc loc, int xflags, Xdata xdata) implements OnLoc<Reply.Parent> {
        @Override
        public Reply.Parent applyTo(Fops target, Frame frame) throws FopException {
            return target.rmdir(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.RMDIR;
        }

        @Override
        public Rmdir withXdata(Xdata other) {
            return new Rmdir(loc, xflags, other);
        }

        public Rmdir withLoc(Loc other) {
            return new Rmdir(other, xflags, xdata);
        }
    }

    /**
     * Makes a symlink. Needs {@code gfid-req} in xdata.
     */
    record Symlink(Loc loc, String target, int umask, Xdata xdata) implements OnLoc<Reply.Entry> {
        @Override
        public Reply.Entry applyTo(Fops target, Frame frame) throws FopException {
            return target.symlink(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.SYMLINK;
        }

        @Override
        public Symlink withXdata(Xdata other) {
            return new Symlink(loc, target, umask, other);
        }

        public Symlink withLoc(Loc other) {
            return new Symlink(other, target, umask, xdata);
        }
    }

    /**
     * Moves a name over another one or a free one.
     */
    record Rename(Loc oldLoc, Loc newLoc, Xdata xdata) implements Fop<Reply.Rename> {
        @Override
        public Reply.Rename applyTo(Fops target, Frame frame) throws FopException {
            return target.rename(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.RENAME;
        }

        @Override
        public Inode inode() {
            return oldLoc.inode();
        }

        @Override
        public Rename withXdata(Xdata other) {
            return new Rename(oldLoc, newLoc, other);
        }
    }

    /**
     * Adds a name to an inode.
     *
     *
     * @param oldLoc the inode, nameless
     */
    record Link(Loc oldLoc, Loc newLoc, Xdata xdata) implements Fop<Reply.Entry> {
        @Override
        public Reply.Entry applyTo(Fops target, Frame frame) throws FopException {
            return target.link(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.LINK;
        }

        @Override
        public Inode inode() {
            return oldLoc.inode();
        }

        @Override
        public Link withXdata(Xdata other) {
            return new Link(oldLoc, newLoc, other);
        }
    }

    /**
     * Sets the size.
     *
     *
     * @param offset new size in bytes
     */
    record Truncate(Loc loc, long offset, Xdata xdata) implements OnLoc<Reply.PrePost> {
        @Override
        public Reply.PrePost applyTo(Fops target, Frame frame) throws FopException {
            return target.truncate(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.TRUNCATE;
        }

        @Override
        public Truncate withXdata(Xdata other) {
            return new Truncate(loc, offset, other);
        }

        public Truncate withLoc(Loc other) {
            return new Truncate(other, offset, xdata);
        }
    }

    /**
     * Opens a file into {@code fd}.
     *
     *
     * @param flags Linux x86-64 numbers
     */
    record Open(Loc loc, int flags, Fd fd, Xdata xdata) implements OnLoc<Reply.Ok> {
        @Override
        public Reply.Ok applyTo(Fops target, Frame frame) throws FopException {
            return target.open(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.OPEN;
        }

        @Override
        public Open withXdata(Xdata other) {
            return new Open(loc, flags, fd, other);
        }

        public Open withLoc(Loc other) {
            return new Open(other, flags, fd, xdata);
        }
    }

    /**
     * Reads. The reply owns its payload.
     */
    record Readv(Fd fd, long offset, int sizeBytes, int flags, Xdata xdata)
            implements OnFd<Reply.Readv> {
        @Override
        public Reply.Readv applyTo(Fops target, Frame frame) throws FopException {
            return target.readv(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.READ;
        }

        @Override
        public Readv withXdata(Xdata other) {
            return new Readv(fd, offset, sizeBytes, flags, other);
        }
    }

    /**
     * Writes; borrows {@code data}.
     */
    record Writev(Fd fd, long offset, Payload data, int flags, Xdata xdata)
            implements OnFd<Reply.Writev> {
        @Override
        public Reply.Writev applyTo(Fops target, Frame frame) throws FopException {
            return target.writev(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.WRITE;
        }

        @Override
        public Writev withXdata(Xdata other) {
            return new Writev(fd, offset, data, flags, other);
        }
    }

    /**
     * Figures of the file system.
     */
    record Statfs(Loc loc, Xdata xdata) implements OnLoc<Reply.Statfs> {
        @Override
        public Reply.Statfs applyTo(Fops target, Frame frame) throws FopException {
            return target.statfs(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.STATFS;
        }

        @Override
        public Statfs withXdata(Xdata other) {
            return new Statfs(loc, other);
        }

        public Statfs withLoc(Loc other) {
            return new Statfs(other, xdata);
        }
    }

    /**
     * Sent at each close(2): drops the caller's posix locks.
     */
    record Flush(Fd fd, Xdata xdata) implements OnFd<Reply.Ok> {
        @Override
        public Reply.Ok applyTo(Fops target, Frame frame) throws FopException {
            return target.flush(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.FLUSH;
        }

        @Override
        public Flush withXdata(Xdata other) {
            return new Flush(fd, other);
        }
    }

    /**
     * Makes content durable.
     */
    record Fsync(Fd fd, boolean dataOnly, Xdata xdata) implements OnFd<Reply.PrePost> {
        @Override
        public Reply.PrePost applyTo(Fops target, Frame frame) throws FopException {
            return target.fsync(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.FSYNC;
        }

        @Override
        public Fsync withXdata(Xdata other) {
            return new Fsync(fd, dataOnly, other);
        }
    }

    /**
     * Sets attributes.
     *
     *
     * @param flags 0, 1 create only, 2 replace only
     */
    record Setxattr(Loc loc, Xdata dict, int flags, Xdata xdata) implements OnLoc<Reply.Ok> {
        @Override
        public Reply.Ok applyTo(Fops target, Frame frame) throws FopException {
            return target.setxattr(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.SETXATTR;
        }

        @Override
        public Setxattr withXdata(Xdata other) {
            return new Setxattr(loc, dict, flags, other);
        }

        public Setxattr withLoc(Loc other) {
            return new Setxattr(other, dict, flags, xdata);
        }
    }

    /**
     * One attribute, or all with values when {@code name} is empty. ENODATA when missing.
     */
    record Getxattr(Loc loc, String name, Xdata xdata) implements OnLoc<Reply.Xattrs> {
        @Override
        public Reply.Xattrs applyTo(Fops target, Frame frame) throws FopException {
            return target.getxattr(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.GETXATTR;
        }

        @Override
        public Getxattr withXdata(Xdata other) {
            return new Getxattr(loc, name, other);
        }

        public Getxattr withLoc(Loc other) {
            return new Getxattr(other, name, xdata);
        }
    }

    /**
     * Removes an attribute. ENODATA when missing.
     */
    record Removexattr(Loc loc, String name, Xdata xdata) implements OnLoc<Reply.Ok> {
        @Override
        public Reply.Ok applyTo(Fops target, Frame frame) throws FopException {
            return target.removexattr(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.REMOVEXATTR;
        }

        @Override
        public Removexattr withXdata(Xdata other) {
            return new Removexattr(loc, name, other);
        }

        public Removexattr withLoc(Loc other) {
            return new Removexattr(other, name, xdata);
        }
    }

    /**
     * Opens a directory into {@code fd}.
     */
    record Opendir(Loc loc, Fd fd, Xdata xdata) implements OnLoc<Reply.Ok> {
        @Override
        public Reply.Ok applyTo(Fops target, Frame frame) throws FopException {
            return target.opendir(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.OPENDIR;
        }

        @Override
        public Opendir withXdata(Xdata other) {
            return new Opendir(loc, fd, other);
        }

        public Opendir withLoc(Loc other) {
            return new Opendir(other, fd, xdata);
        }
    }

    /**
     * Makes a directory's entries durable.
     */
    record Fsyncdir(Fd fd, boolean dataOnly, Xdata xdata) implements OnFd<Reply.Ok> {
        @Override
        public Reply.Ok applyTo(Fops target, Frame frame) throws FopException {
            return target.fsyncdir(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.FSYNCDIR;
        }

        @Override
        public Fsyncdir withXdata(Xdata other) {
            return new Fsyncdir(fd, dataOnly, other);
        }
    }

    /**
     * Checks permission.
     *
     *
     * @param mask 4 read, 2 write, 1 execute, 0 exists
     */
    record Access(Loc loc, int mask, Xdata xdata) implements OnLoc<Reply.Ok> {
        @Override
        public Reply.Ok applyTo(Fops target, Frame frame) throws FopException {
            return target.access(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.ACCESS;
        }

        @Override
        public Access withXdata(Xdata other) {
            return new Access(loc, mask, other);
        }

        public Access withLoc(Loc other) {
            return new Access(other, mask, xdata);
        }
    }

    /**
     * Makes (unless it exists) and opens a regular file. Needs {@code gfid-req} in xdata.
     */
    record Create(Loc loc, int flags, int mode, int umask, Fd fd, Xdata xdata)
            implements OnLoc<Reply.Entry> {
        @Override
        public Reply.Entry applyTo(Fops target, Frame frame) throws FopException {
            return target.create(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.CREATE;
        }

        @Override
        public Create withXdata(Xdata other) {
            return new Create(loc, flags, mode, umask, fd, other);
        }

        public Create withLoc(Loc other) {
            return new Create(other, flags, mode, umask, fd, xdata);
        }
    }

    /**
     * Sets the size.
     *
     *
     * @param offset new size in bytes
     */
    record Ftruncate(Fd fd, long offset, Xdata xdata) implements OnFd<Reply.PrePost> {
        @Override
        public Reply.PrePost applyTo(Fops target, Frame frame) throws FopException {
            return target.ftruncate(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.FTRUNCATE;
        }

        @Override
        public Ftruncate withXdata(Xdata other) {
            return new Ftruncate(fd, offset, other);
        }
    }

    /**
     * Attributes of an open file.
     */
    record Fstat(Fd fd, Xdata xdata) implements OnFd<Reply.Attr> {
        @Override
        public Reply.Attr applyTo(Fops target, Frame frame) throws FopException {
            return target.fstat(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.FSTAT;
        }

        @Override
        public Fstat withXdata(Xdata other) {
            return new Fstat(fd, other);
        }
    }

    /**
     * A posix lock; the owner is the caller's.
     *
     *
     * @param cmd GETLK, SETLK or SETLKW
     */
    record Lk(Fd fd, int cmd, Flock flock, Xdata xdata) implements OnFd<Reply.Lk> {
        @Override
        public Reply.Lk applyTo(Fops target, Frame frame) throws FopException {
            return target.lk(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.LK;
        }

        @Override
        public Lk withXdata(Xdata other) {
            return new Lk(fd, cmd, flock, other);
        }
    }

    /**
     * Finds a name (ENOENT) or a gfid (ESTALE). xdata asks for xattrs and content to come along.
     */
    record Lookup(Loc loc, Xdata xdata) implements OnLoc<Reply.Lookup> {
        @Override
        public Reply.Lookup applyTo(Fops target, Frame frame) throws FopException {
            return target.lookup(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.LOOKUP;
        }

        @Override
        public Lookup withXdata(Xdata other) {
            return new Lookup(loc, other);
        }

        public Lookup withLoc(Loc other) {
            return new Lookup(other, xdata);
        }
    }

    /**
     * Names of a directory.
     *
     *
     * @param offset cookie, 0 = start
     * @param sizeBytes budget of the reply
     */
    record Readdir(Fd fd, int sizeBytes, long offset, Xdata xdata) implements OnFd<Reply.Readdir> {
        @Override
        public Reply.Readdir applyTo(Fops target, Frame frame) throws FopException {
            return target.readdir(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.READDIR;
        }

        @Override
        public Readdir withXdata(Xdata other) {
            return new Readdir(fd, sizeBytes, offset, other);
        }
    }

    /**
     * An internal range lock.
     *
     *
     * @param volume lock domain
     */
    record Inodelk(String volume, Loc loc, int cmd, Flock flock, Xdata xdata)
            implements OnLoc<Reply.Ok> {
        @Override
        public Reply.Ok applyTo(Fops target, Frame frame) throws FopException {
            return target.inodelk(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.INODELK;
        }

        @Override
        public Inodelk withXdata(Xdata other) {
            return new Inodelk(volume, loc, cmd, flock, other);
        }
    }

    /**
     * An internal range lock on an fd.
     */
    record Finodelk(String volume, Fd fd, int cmd, Flock flock, Xdata xdata)
            implements OnFd<Reply.Ok> {
        @Override
        public Reply.Ok applyTo(Fops target, Frame frame) throws FopException {
            return target.finodelk(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.FINODELK;
        }

        @Override
        public Finodelk withXdata(Xdata other) {
            return new Finodelk(volume, fd, cmd, flock, other);
        }
    }

    /**
     * An internal name lock.
     *
     *
     * @param cmd 0 lock, 1 unlock, 2 lock without waiting
     * @param lockType 0 read, 1 write
     * @param wholeDirectory no name was given
     */
    record Entrylk(
            String volume,
            Loc loc,
            String basename,
            boolean wholeDirectory,
            int cmd,
            int lockType,
            Xdata xdata)
            implements OnLoc<Reply.Ok> {
        @Override
        public Reply.Ok applyTo(Fops target, Frame frame) throws FopException {
            return target.entrylk(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.ENTRYLK;
        }

        @Override
        public Entrylk withXdata(Xdata other) {
            return new Entrylk(volume, loc, basename, wholeDirectory, cmd, lockType, other);
        }
    }

    /**
     * As ENTRYLK, on an fd.
     */
    record Fentrylk(
            String volume,
            Fd fd,
            String basename,
            boolean wholeDirectory,
            int cmd,
            int lockType,
            Xdata xdata)
            implements OnFd<Reply.Ok> {
        @Override
        public Reply.Ok applyTo(Fops target, Frame frame) throws FopException {
            return target.fentrylk(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.FENTRYLK;
        }

        @Override
        public Fentrylk withXdata(Xdata other) {
            return new Fentrylk(volume, fd, basename, wholeDirectory, cmd, lockType, other);
        }
    }

    /**
     * Arithmetic on xattr arrays (spec wire-protocol 8.7).
     *
     *
     * @param flags the operation
     */
    record Xattrop(Loc loc, int flags, Xdata dict, Xdata xdata) implements OnLoc<Reply.Xattrs> {
        @Override
        public Reply.Xattrs applyTo(Fops target, Frame frame) throws FopException {
            return target.xattrop(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.XATTROP;
        }

        @Override
        public Xattrop withXdata(Xdata other) {
            return new Xattrop(loc, flags, dict, other);
        }

        public Xattrop withLoc(Loc other) {
            return new Xattrop(other, flags, dict, xdata);
        }
    }

    /**
     * As XATTROP, on an fd.
     */
    record Fxattrop(Fd fd, int flags, Xdata dict, Xdata xdata) implements OnFd<Reply.Xattrs> {
        @Override
        public Reply.Xattrs applyTo(Fops target, Frame frame) throws FopException {
            return target.fxattrop(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.FXATTROP;
        }

        @Override
        public Fxattrop withXdata(Xdata other) {
            return new Fxattrop(fd, flags, dict, other);
        }
    }

    /**
     * As GETXATTR, on an fd.
     */
    record Fgetxattr(Fd fd, String name, Xdata xdata) implements OnFd<Reply.Xattrs> {
        @Override
        public Reply.Xattrs applyTo(Fops target, Frame frame) throws FopException {
            return target.fgetxattr(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.FGETXATTR;
        }

        @Override
        public Fgetxattr withXdata(Xdata other) {
            return new Fgetxattr(fd, name, other);
        }
    }

    /**
     * As SETXATTR, on an fd.
     */
    record Fsetxattr(Fd fd, Xdata dict, int flags, Xdata xdata) implements OnFd<Reply.Ok> {
        @Override
        public Reply.Ok applyTo(Fops target, Frame frame) throws FopException {
            return target.fsetxattr(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.FSETXATTR;
        }

        @Override
        public Fsetxattr withXdata(Xdata other) {
            return new Fsetxattr(fd, dict, flags, other);
        }
    }

    /**
     * Checksums of a range.
     */
    record Rchecksum(Fd fd, long offset, int lengthBytes, Xdata xdata)
            implements OnFd<Reply.Rchecksum> {
        @Override
        public Reply.Rchecksum applyTo(Fops target, Frame frame) throws FopException {
            return target.rchecksum(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.RCHECKSUM;
        }

        @Override
        public Rchecksum withXdata(Xdata other) {
            return new Rchecksum(fd, offset, lengthBytes, other);
        }
    }

    /**
     * Sets the attributes {@code valid} names (see {@link SetattrMask}).
     */
    record Setattr(Loc loc, Iatt iatt, int valid, Xdata xdata) implements OnLoc<Reply.PrePost> {
        @Override
        public Reply.PrePost applyTo(Fops target, Frame frame) throws FopException {
            return target.setattr(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.SETATTR;
        }

        @Override
        public Setattr withXdata(Xdata other) {
            return new Setattr(loc, iatt, valid, other);
        }

        public Setattr withLoc(Loc other) {
            return new Setattr(other, iatt, valid, xdata);
        }
    }

    /**
     * As SETATTR, on an fd.
     */
    record Fsetattr(Fd fd, Iatt iatt, int valid, Xdata xdata) implements OnFd<Reply.PrePost> {
        @Override
        public Reply.PrePost applyTo(Fops target, Frame frame) throws FopException {
            return target.fsetattr(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.FSETATTR;
        }

        @Override
        public Fsetattr withXdata(Xdata other) {
            return new Fsetattr(fd, iatt, valid, other);
        }
    }

    /**
     * As READDIR with attributes; xdata names xattrs wanted per entry.
     */
    record Readdirp(Fd fd, int sizeBytes, long offset, Xdata xdata) implements OnFd<Reply.Readdir> {
        @Override
        public Reply.Readdir applyTo(Fops target, Frame frame) throws FopException {
            return target.readdirp(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.READDIRP;
        }

        @Override
        public Readdirp withXdata(Xdata other) {
            return new Readdirp(fd, sizeBytes, offset, other);
        }
    }

    /**
     * As REMOVEXATTR, on an fd.
     */
    record Fremovexattr(Fd fd, String name, Xdata xdata) implements OnFd<Reply.Ok> {
        @Override
        public Reply.Ok applyTo(Fops target, Frame frame) throws FopException {
            return target.fremovexattr(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.FREMOVEXATTR;
        }

        @Override
        public Fremovexattr withXdata(Xdata other) {
            return new Fremovexattr(fd, name, other);
        }
    }

    /**
     * Reserves space.
     *
     *
     * @param mode 0 extend, 1 keep size
     */
    record Fallocate(Fd fd, int mode, long offset, long lengthBytes, Xdata xdata)
            implements OnFd<Reply.PrePost> {
        @Override
        public Reply.PrePost applyTo(Fops target, Frame frame) throws FopException {
            return target.fallocate(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.FALLOCATE;
        }

        @Override
        public Fallocate withXdata(Xdata other) {
            return new Fallocate(fd, mode, offset, lengthBytes, other);
        }
    }

    /**
     * Punches a hole.
     */
    record Discard(Fd fd, long offset, long lengthBytes, Xdata xdata)
            implements OnFd<Reply.PrePost> {
        @Override
        public Reply.PrePost applyTo(Fops target, Frame frame) throws FopException {
            return target.discard(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.DISCARD;
        }

        @Override
        public Discard withXdata(Xdata other) {
            return new Discard(fd, offset, lengthBytes, other);
        }
    }

    /**
     * Writes zeros.
     */
    record Zerofill(Fd fd, long offset, long lengthBytes, Xdata xdata)
            implements OnFd<Reply.PrePost> {
        @Override
        public Reply.PrePost applyTo(Fops target, Frame frame) throws FopException {
            return target.zerofill(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.ZEROFILL;
        }

        @Override
        public Zerofill withXdata(Xdata other) {
            return new Zerofill(fd, offset, lengthBytes, other);
        }
    }

    /**
     * A message to a translator.
     *
     *
     * @param op 0 changelog, 2 upcall registration
     */
    record Ipc(int op, Xdata xdata) implements Fop<Reply.Ok> {
        @Override
        public Reply.Ok applyTo(Fops target, Frame frame) throws FopException {
            return target.ipc(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.IPC;
        }

        @Override
        public Inode inode() {
            return null;
        }

        @Override
        public Ipc withXdata(Xdata other) {
            return new Ipc(op, other);
        }
    }

    /**
     * Next data or hole.
     *
     *
     * @param what 0 data, 1 hole. ENXIO past the end
     */
    record Seek(Fd fd, long offset, int what, Xdata xdata) implements OnFd<Reply.Seek> {
        @Override
        public Reply.Seek applyTo(Fops target, Frame frame) throws FopException {
            return target.seek(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.SEEK;
        }

        @Override
        public Seek withXdata(Xdata other) {
            return new Seek(fd, offset, what, other);
        }
    }

    /**
     * Takes, asks for or gives back a lease.
     */
    record Lease(Loc loc, LeaseArgs lease, Xdata xdata) implements OnLoc<Reply.Lease> {
        @Override
        public Reply.Lease applyTo(Fops target, Frame frame) throws FopException {
            return target.lease(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.LEASE;
        }

        @Override
        public Lease withXdata(Xdata other) {
            return new Lease(loc, lease, other);
        }

        public Lease withLoc(Loc other) {
            return new Lease(other, lease, xdata);
        }
    }

    /**
     * The posix locks held on an inode.
     */
    record Getactivelk(Loc loc, Xdata xdata) implements OnLoc<Reply.ActiveLocks> {
        @Override
        public Reply.ActiveLocks applyTo(Fops target, Frame frame) throws FopException {
            return target.getactivelk(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.GETACTIVELK;
        }

        @Override
        public Getactivelk withXdata(Xdata other) {
            return new Getactivelk(loc, other);
        }

        public Getactivelk withLoc(Loc other) {
            return new Getactivelk(other, xdata);
        }
    }

    /**
     * Installs posix locks (lock migration).
     */
    record Setactivelk(Loc loc, List<ActiveLock> locks, Xdata xdata) implements OnLoc<Reply.Ok> {
        @Override
        public Reply.Ok applyTo(Fops target, Frame frame) throws FopException {
            return target.setactivelk(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.SETACTIVELK;
        }

        @Override
        public Setactivelk withXdata(Xdata other) {
            return new Setactivelk(loc, locks, other);
        }

        public Setactivelk withLoc(Loc other) {
            return new Setactivelk(other, locks, xdata);
        }
    }

    /**
     * Makes an inode without a name (internal).
     */
    record Icreate(Loc loc, int mode, Xdata xdata) implements OnLoc<Reply.Attr> {
        @Override
        public Reply.Attr applyTo(Fops target, Frame frame) throws FopException {
            return target.icreate(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.ICREATE;
        }

        @Override
        public Icreate withXdata(Xdata other) {
            return new Icreate(loc, mode, other);
        }

        public Icreate withLoc(Loc other) {
            return new Icreate(other, mode, xdata);
        }
    }

    /**
     * Gives a name to an inode made by ICREATE (internal).
     */
    record Namelink(Loc loc, Xdata xdata) implements OnLoc<Reply.Parent> {
        @Override
        public Reply.Parent applyTo(Fops target, Frame frame) throws FopException {
            return target.namelink(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.NAMELINK;
        }

        @Override
        public Namelink withXdata(Xdata other) {
            return new Namelink(loc, other);
        }

        public Namelink withLoc(Loc other) {
            return new Namelink(other, xdata);
        }
    }

    /**
     * Create, write, set xattrs and close in one; borrows {@code data}.
     */
    record Put(
            Loc loc,
            int mode,
            int umask,
            int flags,
            long offset,
            Payload data,
            Xdata xattr,
            Xdata xdata)
            implements OnLoc<Reply.Entry> {
        @Override
        public Reply.Entry applyTo(Fops target, Frame frame) throws FopException {
            return target.put(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.PUT;
        }

        @Override
        public Put withXdata(Xdata other) {
            return new Put(loc, mode, umask, flags, offset, data, xattr, other);
        }

        public Put withLoc(Loc other) {
            return new Put(other, mode, umask, flags, offset, data, xattr, xdata);
        }
    }

    /**
     * Copies between files on the brick.
     */
    record CopyFileRange(
            Fd fdIn,
            long offsetIn,
            Fd fdOut,
            long offsetOut,
            int lengthBytes,
            int flags,
            Xdata xdata)
            implements Fop<Reply.CopyFileRange> {
        @Override
        public Reply.CopyFileRange applyTo(Fops target, Frame frame) throws FopException {
            return target.copyFileRange(frame, this);
        }

        @Override
        public FopType type() {
            return FopType.COPY_FILE_RANGE;
        }

        @Override
        public Inode inode() {
            return fdOut.inode();
        }

        @Override
        public CopyFileRange withXdata(Xdata other) {
            return new CopyFileRange(fdIn, offsetIn, fdOut, offsetOut, lengthBytes, flags, other);
        }
    }
}
