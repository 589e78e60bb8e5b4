package org.glusterj.storage.posix;

import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Log;
import org.glusterj.core.Name;
import org.glusterj.linux.At;
import org.glusterj.linux.DeviceSyscalls;
import org.glusterj.linux.LinkTarget;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;
import org.glusterj.storage.layout.HandlePaths;

/**
 * Opens a brick's directory at start: checks that it belongs to the volume, gives the root its gfid, makes the skeleton
 * of {@code .glusterfs} (spec brick-format 1). Runs once, on the thread that builds the graph. What it makes is there
 * already on every later start.
 *
 * <p>Sets the umask of the process to 0: the mode of a new object is what the client sent, which has applied its own.
 */
final class BrickSetup {
    private static final String VOLUME_ID = "trusted.glusterfs.volume-id";
    private static final int DIRECTORY =
            OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    private static final int HIDDEN_MODE = 0600;
    private static final Log LOG = Log.of(BrickSetup.class);

    private final Syscalls sys;
    private final PosixOptions options;
    private final String node;
    private int root = -1;
    private int handles = -1;
    private long hiddenIno;
    private RunMarker marker;
    private long since;

    BrickSetup(Syscalls sys, String node, PosixOptions options) {
        this.sys = sys;
        this.node = node;
        this.options = options;
    }

    /** On failure nothing stays open. */
    BrickSetup open() throws GraphException {
        try {
            sys.umask(0);
            openRoot();
            checkVolume();
            identifyRoot();
            makeSkeleton();
            chownRoot();
        } catch (GraphException e) {
            close(handles);
            close(root);
            throw e;
        }
        return this;
    }

    int root() {
        return root;
    }

    int handles() {
        return handles;
    }

    long hiddenIno() {
        return hiddenIno;
    }

    RunMarker marker() {
        return marker;
    }

    /** {@link RunMarker#begin}. */
    long since() {
        return since;
    }

    private void close(int fd) {
        if (fd >= 0) {
            sys.close(fd);
        }
    }

    private void openRoot() throws GraphException {
        if (options.directory().isEmpty()) {
            throw refusal("option directory is missing");
        }
        root = sys.openat(At.AT_FDCWD, Name.ofText(options.directory()), DIRECTORY, 0);
        if (root < 0) {
            throw refusal("the directory cannot be opened: " + LinuxErrno.text(root));
        }
    }

    private void checkVolume() throws GraphException {
        if (options.volumeId().isEmpty()) {
            return;
        }
        Gfid wanted;
        try {
            wanted = Gfid.parse(options.volumeId());
        } catch (IllegalArgumentException e) {
            throw refusal("option volume-id is no uuid: " + options.volumeId());
        }
        var value = new byte[Gfid.BYTES];
        int size = sys.fgetxattr(root, VOLUME_ID, value);
        if (size == -LinuxErrno.ENODATA) {
            throw refusal(
                    "the directory carries no "
                            + VOLUME_ID
                            + ": is the disk mounted? It would belong to volume "
                            + wanted);
        }
        if (size == -LinuxErrno.EOPNOTSUPP || size == -LinuxErrno.EPERM) {
            throw refusal(
                    "trusted xattrs cannot be used: "
                            + LinuxErrno.text(size)
                            + " (root is needed)");
        }
        if (size != Gfid.BYTES) {
            throw refusal(VOLUME_ID + " cannot be read: " + LinuxErrno.text(Math.min(size, 0)));
        }
        var found = Gfid.of(value);
        if (!found.equals(wanted)) {
            throw refusal("the directory belongs to volume " + found + ", not to " + wanted);
        }
    }

    private void identifyRoot() throws GraphException {
        var value = new byte[Gfid.BYTES];
        int size = sys.fgetxattr(root, Attributes.GFID, value);
        if (size == -LinuxErrno.ENODATA) {
            require(
                    sys.fsetxattr(root, Attributes.GFID, Gfid.ROOT.toBytes(), 1),
                    "trusted.gfid of the root cannot be set");
        } else if (size < 0) {
            require(size, "trusted.gfid of the root cannot be read");
        } else if (size != Gfid.BYTES || !Gfid.of(value).isRoot()) {
            throw refusal("the directory is not the root of a brick: its trusted.gfid is another");
        }
    }

    private void makeSkeleton() throws GraphException {
        boolean young = sys.mkdirat(root, HandlePaths.HIDDEN, HIDDEN_MODE) == 0;
        handles = sys.openat(root, HandlePaths.HIDDEN, DIRECTORY | OpenFlags.O_NOFOLLOW, 0);
        require(handles, ".glusterfs cannot be opened");
        var st = new StatBuf();
        require(sys.fstatx(handles, st), ".glusterfs cannot be examined");
        hiddenIno = st.ino();
        lock();
        marker = new RunMarker(sys, handles, node);
        since = marker.begin(young);
        for (int i = 0; i < 256; i++) {
            mkdir(handles, String.format("%02x", i), 0700);
        }
        mkdir(handles, "00/00", 0700);
        linkRoot();
        mkdir(handles, "indices", HIDDEN_MODE);
        for (var index : new String[] {"xattrop", "dirty", "entry-changes"}) {
            mkdir(handles, "indices/" + index, HIDDEN_MODE);
        }
        mkdir(handles, "changelogs", HIDDEN_MODE);
        mkdir(handles, "changelogs/htime", HIDDEN_MODE);
        mkdir(handles, "changelogs/csnap", HIDDEN_MODE);
        mkdir(handles, HandlePaths.LANDFILL, 0755);
        mkdir(handles, HandlePaths.UNLINK, HIDDEN_MODE);
        moveOldLandfill();
        emptyUnlink();
    }

    /** Held until the descriptor is closed; two bricks on one directory would mislead each other. */
    private void lock() throws GraphException {
        int result = sys.flock(handles, DeviceSyscalls.LOCK_EX | DeviceSyscalls.LOCK_NB);
        if (result == -LinuxErrno.EAGAIN) {
            throw refusal("the directory is being served or checked by another process");
        }
    }

    private void linkRoot() throws GraphException {
        var path = HandlePaths.of(Gfid.ROOT);
        int result = sys.symlinkat(HandlePaths.ROOT_TARGET, handles, path);
        if (result == -LinuxErrno.EEXIST) {
            var target = new LinkTarget();
            require(sys.readlinkat(handles, path, target), "the root's handle cannot be read");
            if (!target.text().equals(HandlePaths.ROOT_TARGET)) {
                throw refusal("the root's handle leads to " + Name.toText(target.text()));
            }
            return;
        }
        require(result, "the root's handle cannot be made");
    }

    /** Directories that a brick of 3.x had thrown away wait for the janitor as well. */
    private void moveOldLandfill() {
        sys.renameat2(
                root,
                ".landfill",
                handles,
                HandlePaths.LANDFILL + "/landfill-" + Long.toHexString(hiddenIno),
                0);
    }

    /** Nobody has a file open that was waiting when the brick ended. */
    private void emptyUnlink() {
        var janitor = new TreeRemover(sys, name -> {});
        int fd = sys.openat(handles, HandlePaths.UNLINK, DIRECTORY | OpenFlags.O_NOFOLLOW, 0);
        if (fd >= 0) {
            janitor.empty(fd);
            sys.close(fd);
            if (janitor.removed() > 0) {
                LOG.say(PosixMessage.LEFTOVERS_REMOVED, node, janitor.removed());
            }
        }
    }

    private void chownRoot() throws GraphException {
        if (options.brickUid() != -1 || options.brickGid() != -1) {
            require(
                    sys.fchown(root, options.brickUid(), options.brickGid()),
                    "the root's owner cannot be set");
        }
    }

    private void mkdir(int dirfd, String path, int mode) throws GraphException {
        int result = sys.mkdirat(dirfd, path, mode);
        if (result == -LinuxErrno.EEXIST) {
            return;
        }
        require(result, path + " cannot be made");
    }

    private void require(int result, String what) throws GraphException {
        if (result < 0) {
            throw refusal(what + ": " + LinuxErrno.text(result));
        }
    }

    private GraphException refusal(String why) {
        return new GraphException(node + ": brick " + options.directory() + ": " + why);
    }
}
