package org.glusterj.program;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.glusterj.core.ActiveLock;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Fd;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopType;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.LeaseArgs;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.Mdata;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Statvfs;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;

/** Random fops and replies, component by component of their records. One seed, one value. */
final class AnyValue {
    private final Random random;
    private final TestResolver resolver;

    AnyValue(Random random, TestResolver resolver) {
        this.random = random;
        this.resolver = resolver;
    }

    /** A random fop of {@code type}. */
    Fop<?> fop(FopType type) throws ReflectiveOperationException {
        return (Fop<?>) record(fopClass(type), type);
    }

    /** A random success of {@code type}. */
    Reply reply(FopType type) throws ReflectiveOperationException {
        for (var method : fopClass(type).getDeclaredMethods()) {
            if (method.getName().equals("applyTo") && !method.isBridge()) {
                return (Reply) record(method.getReturnType(), type);
            }
        }
        throw new IllegalStateException("no reply of " + type);
    }

    private static Class<?> fopClass(FopType type) throws ClassNotFoundException {
        var name =
                switch (type) {
                    case READ -> "Readv";
                    case WRITE -> "Writev";
                    case COPY_FILE_RANGE -> "CopyFileRange";
                    default -> type.name().charAt(0) + type.lowerName().substring(1);
                };
        return Class.forName(Fop.class.getName() + "$" + name);
    }

    private Object record(Class<?> type, FopType fop) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        var types = new Class<?>[components.length];
        var values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = component(components[i], fop);
        }
        return type.getDeclaredConstructor(types).newInstance(values);
    }

    private Object component(RecordComponent component, FopType fop) {
        var type = component.getType();
        if (type == int.class) {
            boolean count = component.getName().equals("count");
            return count ? random.nextInt(1 << 20) : random.nextInt();
        } else if (type == long.class) {
            return random.nextLong();
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == String.class) {
            return bytes(random.nextInt(40));
        } else if (type == byte[].class) {
            return raw(random.nextInt(33));
        } else if (type == Xdata.class) {
            return xdata();
        } else if (type == Iatt.class) {
            return iatt();
        } else if (type == Payload.class) {
            return random.nextInt(5) == 0
                    ? Payload.EMPTY
                    : Payload.copyOf(raw(1 + random.nextInt(200)));
        } else if (type == Loc.class) {
            return loc(fop, component.getName());
        } else if (type == Fd.class) {
            return resolver.fd(random.nextInt(9) - 2, gfid(), random.nextInt());
        } else if (type == Flock.class) {
            return flock();
        } else if (type == LeaseArgs.class) {
            return new LeaseArgs(random.nextInt(), random.nextInt(), gfid(), random.nextInt());
        } else if (type == Statvfs.class) {
            return statvfs();
        } else if (type == List.class) {
            return component.getName().equals("locks") ? locks() : entries(fop);
        }
        throw new IllegalStateException("no random " + component);
    }

    private Loc loc(FopType fop, String component) {
        boolean entry =
                switch (fop) {
                    case MKNOD, MKDIR, UNLINK, RMDIR, SYMLINK, RENAME, CREATE, NAMELINK, PUT ->
                            true;
                    case LOOKUP -> random.nextBoolean();
                    case LINK -> component.equals("newLoc");
                    default -> false;
                };
        var gfid = gfid();
        if (!entry) {
            return new Loc(null, "", resolver.inode(gfid), gfid);
        }
        var name = 'n' + bytes(random.nextInt(30)).replace('/', '_').replace('\0', '_');
        var parent = resolver.inode(gfid());
        return fop == FopType.LOOKUP && random.nextBoolean()
                ? new Loc(parent, name, resolver.inode(gfid), gfid)
                : new Loc(parent, name, resolver.blank(), Gfid.NULL);
    }

    private List<ActiveLock> locks() {
        var locks = new ArrayList<ActiveLock>();
        for (int i = random.nextInt(4); i > 0; i--) {
            locks.add(new ActiveLock(flock(), bytes(random.nextInt(20)), random.nextInt()));
        }
        return locks;
    }

    private List<DirEntry> entries(FopType fop) {
        boolean plus = fop == FopType.READDIRP;
        var entries = new ArrayList<DirEntry>();
        for (int i = random.nextInt(5); i > 0; i--) {
            entries.add(
                    new DirEntry(
                            random.nextLong(),
                            random.nextLong(),
                            random.nextInt(16),
                            bytes(random.nextInt(20)),
                            plus ? iatt() : Iatt.NONE,
                            plus ? xdata() : Xdata.NULL));
        }
        return entries;
    }

    private Flock flock() {
        var owner = LkOwner.of(raw(random.nextInt(12)));
        return new Flock(
                random.nextInt(3),
                0,
                random.nextLong(),
                random.nextLong(),
                random.nextInt(),
                owner);
    }

    private Statvfs statvfs() {
        var r = random;
        return new Statvfs(
                r.nextLong(),
                r.nextLong(),
                r.nextLong(),
                r.nextLong(),
                r.nextLong(),
                r.nextLong(),
                r.nextLong(),
                r.nextLong(),
                r.nextLong(),
                r.nextLong(),
                r.nextLong());
    }

    Iatt iatt() {
        if (random.nextInt(4) == 0) {
            return Iatt.NONE;
        }
        var r = random;
        var builder = new Iatt.Builder().gfid(gfid()).ino(r.nextLong()).flags(r.nextLong());
        builder.dev(r.nextLong()).rdev(r.nextLong()).size(r.nextLong()).blocks(r.nextLong());
        builder.attributes(r.nextLong(), r.nextLong()).atime(r.nextLong(), r.nextInt());
        builder.mtime(r.nextLong(), r.nextInt()).ctime(r.nextLong(), r.nextInt());
        builder.btime(r.nextLong(), r.nextInt()).nlink(r.nextInt()).uid(r.nextInt());
        return builder.gid(r.nextInt()).blksize(r.nextInt()).mode(r.nextInt()).build();
    }

    Xdata xdata() {
        if (random.nextInt(3) == 0) {
            return Xdata.NULL;
        }
        var builder = new Xdata.Builder();
        for (int i = random.nextInt(6); i > 0; i--) {
            builder.put(bytes(random.nextInt(20)).replace('\0', '0'), value());
        }
        return builder.build();
    }

    private XdataValue value() {
        return switch (1 + random.nextInt(9)) {
            case XdataValue.TAG_INT -> new XdataValue.Int(random.nextLong());
            case XdataValue.TAG_UINT -> new XdataValue.Uint(random.nextLong());
            case XdataValue.TAG_DOUBLE -> new XdataValue.Real(random.nextDouble());
            case XdataValue.TAG_STR_OLD -> bytesValue(XdataValue.TAG_STR_OLD);
            case XdataValue.TAG_STR -> bytesValue(XdataValue.TAG_STR);
            case XdataValue.TAG_PTR -> bytesValue(XdataValue.TAG_PTR);
            case XdataValue.TAG_GFUUID -> new XdataValue.GfidValue(gfid());
            case XdataValue.TAG_IATT -> new XdataValue.IattValue(iatt());
            default ->
                    new XdataValue.MdataValue(
                            new Mdata(
                                    random.nextLong(),
                                    random.nextInt(),
                                    random.nextLong(),
                                    random.nextInt(),
                                    random.nextLong(),
                                    random.nextInt()));
        };
    }

    private XdataValue bytesValue(int tag) {
        return new XdataValue.Bytes(tag, raw(random.nextInt(50)));
    }

    private Gfid gfid() {
        return random.nextInt(6) == 0 ? Gfid.ROOT : Gfid.random(random);
    }

    private byte[] raw(int n) {
        var bytes = new byte[n];
        random.nextBytes(bytes);
        return bytes;
    }

    private String bytes(int n) {
        var text = new StringBuilder(n);
        for (int i = 0; i < n; i++) {
            text.append((char) random.nextInt(256));
        }
        return text.toString();
    }
}
