package org.glusterj.fuse;

import java.io.ByteArrayOutputStream;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Name;
import org.glusterj.core.Payload;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;

/**
 * Extended attributes. Names that belong to the volume's inner life are hidden as on a stock mount; the virtual names
 * glusterfs.gfid and glusterfs.gfid.string are answered here. Stateless beyond the {@link Mount}; runs on the request's
 * thread.
 */
final class XattrOps {
    /** The kernel's XATTR_LIST_MAX and XATTR_SIZE_MAX. */
    private static final int MAX_BYTES = 64 << 10;

    private static final int INLINE_BYTES = 4096;
    private static final String CAPABILITY = "security.capability";
    private static final String SELINUX = "security.selinux";
    private static final String GFID = "glusterfs.gfid";
    private static final String GFID_TEXT = "glusterfs.gfid.string";

    private final Mount mount;

    XattrOps(Mount mount) {
        this.mount = mount;
    }

    /** Whether GETXATTR of {@code name} is answered without asking anybody: the kernel asks before every write. */
    boolean isLocal(String name) {
        return isOff(name);
    }

    /**
     * Why a local attribute has no value. A program that hears EOPNOTSUPP, as for setting it, asks for no other file of
     * the mount: ls -l would ask for each one. Capabilities are asked for by the kernel, which knows ENODATA only.
     */
    static FopException missing(String name) {
        return new FopException(name.equals(SELINUX) ? Errno.EOPNOTSUPP : Errno.ENODATA);
    }

    /** The two attributes that exist only on request, as on a stock mount; others of security.* pass. */
    private boolean isOff(String name) {
        boolean selinux = mount.config().selinux();
        return switch (name) {
            case CAPABILITY -> !mount.config().capability() && !selinux;
            case SELINUX -> !selinux;
            default -> false;
        };
    }

    /** GETXATTR: u32 size 0 (0 = only the length is wanted); name 8. */
    void getxattr(FuseRequest request) throws FopException {
        var name = request.in().text(8);
        if (isLocal(name)) {
            throw missing(name);
        }
        refuseOff(name);
        var inode = mount.inode(request);
        reply(request, value(mount.frame(request), inode, name));
    }

    byte[] value(Frame frame, Inode inode, String name) throws FopException {
        return switch (name) {
            case GFID -> inode.gfid().toBytes();
            case GFID_TEXT -> Name.toBytes(inode.gfid().toString());
            default -> {
                yield valueOf(xattrs(frame, inode, name), name);
            }
        };
    }

    /** @param name "" for all of them */
    private Xdata xattrs(Frame frame, Inode inode, String name) throws FopException {
        try {
            return mount.call(frame, new Fop.Getxattr(Loc.of(inode), name, Xdata.NULL)).dict();
        } catch (FopException e) {
            var fd = mount.fdOfUnlinked(inode, e);
            return mount.call(frame, new Fop.Fgetxattr(fd, name, Xdata.NULL)).dict();
        }
    }

    private static byte[] valueOf(Xdata dict, String name) throws FopException {
        var value = dict.find(name).orElseThrow(() -> new FopException(Errno.ENODATA));
        return switch (value) {
            case XdataValue.Bytes v when v.tag() != XdataValue.TAG_PTR -> withoutNul(v.value());
            case XdataValue.Bytes v -> v.value();
            case XdataValue.GfidValue v -> v.value().toBytes();
            case XdataValue.Int v -> Name.toBytes(Long.toString(v.value()));
            case XdataValue.Uint v -> Name.toBytes(Long.toUnsignedString(v.value()));
            case XdataValue.Real v -> Name.toBytes(Double.toString(v.value()));
            case XdataValue.IattValue v -> throw new FopException(Errno.ENODATA);
            case XdataValue.MdataValue v -> throw new FopException(Errno.ENODATA);
        };
    }

    private static byte[] withoutNul(byte[] text) {
        int n = text.length;
        return n > 0 && text[n - 1] == 0 ? java.util.Arrays.copyOf(text, n - 1) : text;
    }

    /** LISTXATTR: u32 size 0; the reply's names end in NUL each. */
    void listxattr(FuseRequest request) throws FopException {
        var names = new ByteArrayOutputStream();
        list(mount.frame(request), mount.inode(request), names);
        reply(request, names.toByteArray());
    }

    /** Writes the names the caller may see, each ended by NUL. */
    void list(Frame frame, Inode inode, ByteArrayOutputStream names) throws FopException {
        try {
            var dict = xattrs(frame, inode, "");
            boolean trusted = frame.caller().isRoot();
            for (int i = 0; i < dict.size(); i++) {
                if (isListed(dict.key(i), trusted)) {
                    names.writeBytes(Name.toBytes(dict.key(i)));
                    names.write(0);
                }
            }
        } catch (FopException e) {
            if (e.errno() != Errno.ENODATA) {
                throw e;
            }
        }
    }

    /** What a stock mount lists; trusted.* only for root, as local file systems do. */
    boolean isListed(String name, boolean trusted) {
        if (name.startsWith("trusted.")) {
            return trusted
                    && !name.equals("trusted.gfid")
                    && !name.startsWith("trusted.gfid2path.")
                    && !name.startsWith("trusted.glusterfs.");
        }
        if (name.startsWith("security.")) {
            return !isOff(name);
        }
        if (name.startsWith("system.posix_acl_")) {
            return mount.config().acl();
        }
        return name.startsWith("user.") || name.startsWith("system.");
    }

    private static void reply(FuseRequest request, byte[] value) throws FopException {
        int room = request.in().u32(0);
        if (value.length > MAX_BYTES) {
            throw new FopException(Errno.E2BIG);
        }
        if (room == 0) {
            request.out().body(8).u32(0, value.length);
        } else if (value.length > room) {
            throw new FopException(Errno.ERANGE);
        } else if (value.length <= INLINE_BYTES) {
            request.out().body(value.length).bytes(0, value);
        } else {
            request.attach(Payload.copyOf(value));
        }
    }

    /** SETXATTR: u32 size 0, flags 4 (1 create, 2 replace); name 8, value. */
    void setxattr(FuseRequest request) throws FopException {
        var in = request.in();
        var name = in.text(8);
        refuseOff(name);
        refuseInner(name);
        int size = in.u32(0);
        if (size < 0 || size > MAX_BYTES) {
            throw new FopException(Errno.E2BIG);
        }
        var value = in.bytes(8 + name.length() + 1, size);
        set(mount.frame(request), mount.inode(request), name, value, in.u32(4));
        mount.changed();
    }

    private void set(Frame frame, Inode inode, String name, byte[] value, int flags)
            throws FopException {
        var dict = Xdata.EMPTY.withBytes(name, value);
        try {
            mount.call(frame, new Fop.Setxattr(Loc.of(inode), dict, flags, Xdata.NULL));
        } catch (FopException e) {
            var fd = mount.fdOfUnlinked(inode, e);
            mount.call(frame, new Fop.Fsetxattr(fd, dict, flags, Xdata.NULL));
        }
    }

    /** REMOVEXATTR: name. */
    void removexattr(FuseRequest request) throws FopException {
        var name = request.in().text(0);
        refuseOff(name);
        refuseInner(name);
        remove(mount.frame(request), mount.inode(request), name);
        mount.changed();
    }

    private void remove(Frame frame, Inode inode, String name) throws FopException {
        try {
            mount.call(frame, new Fop.Removexattr(Loc.of(inode), name, Xdata.NULL));
        } catch (FopException e) {
            var fd = mount.fdOfUnlinked(inode, e);
            mount.call(frame, new Fop.Fremovexattr(fd, name, Xdata.NULL));
        }
    }

    void refuseOff(String name) throws FopException {
        if (isOff(name) || name.startsWith("system.posix_acl_") && !mount.config().acl()) {
            throw new FopException(Errno.EOPNOTSUPP);
        }
    }

    static void refuseInner(String name) throws FopException {
        if (name.equals("trusted.gfid") || name.equals("trusted.glusterfs.volume-id")) {
            throw new FopException(Errno.EPERM);
        }
    }
}
