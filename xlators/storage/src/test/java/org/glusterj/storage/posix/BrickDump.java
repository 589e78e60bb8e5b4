package org.glusterj.storage.posix;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.glusterj.core.FileType;
import org.glusterj.core.Payload;
import org.glusterj.linux.At;
import org.glusterj.linux.DirentCursor;
import org.glusterj.linux.LinkTarget;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;
import org.glusterj.linux.XattrBuf;
import org.glusterj.storage.layout.GoldenBrick;
import org.glusterj.storage.layout.MdataCodec;

/** Describes a brick, object by object, in the words of the golden dumps; what differs by nature is left out. */
final class BrickDump {
    /** Set by DHT on the client, not by the brick. */
    private static final String LAYOUT = "trusted.glusterfs.dht";

    private final Syscalls sys = Syscalls.system();
    private final StatBuf st = new StatBuf();
    private final XattrBuf xattrs = new XattrBuf();
    private final XattrBuf names = new XattrBuf();
    private final Map<String, String> lines = new TreeMap<>();

    /** Path → description. */
    static Map<String, String> of(String directory) {
        var dump = new BrickDump();
        int root = dump.sys.openat(At.AT_FDCWD, directory, OpenFlags.O_DIRECTORY, 0);
        dump.describe(root, ".");
        dump.walk(root, "");
        dump.sys.close(root);
        return dump.lines;
    }

    static Map<String, String> of(GoldenBrick golden) {
        var lines = new TreeMap<String, String>();
        golden.objects()
                .forEach(
                        (path, object) -> {
                            if (!path.endsWith("/health_check")) {
                                lines.put(path, describe(path, object));
                            }
                        });
        return lines;
    }

    private static String describe(String path, Map<String, Object> o) {
        var line = new StringBuilder();
        line.append(o.get("type")).append(' ').append(o.get("mode"));
        line.append(" links ").append(o.get("nlink"));
        if (!"dir".equals(o.get("type"))) {
            line.append(" size ").append(o.get("size"));
        }
        if (o.get("target") != null) {
            line.append(" -> ").append(o.get("target"));
        }
        if (!isHandle(path)) {
            line.append(" owner ").append(o.get("uid")).append(':').append(o.get("gid"));
            line.append(o.get("rdev") == null ? "" : " device " + o.get("rdev"));
            line.append(' ').append(comparable(new TreeMap<>(GoldenBrick.xattrs(o))));
        }
        return line.toString();
    }

    private static Map<String, String> comparable(TreeMap<String, String> xattrs) {
        xattrs.remove(LAYOUT);
        xattrs.computeIfPresent(MdataCodec.KEY, (k, v) -> v.length() / 2 + " bytes");
        return xattrs;
    }

    private static boolean isHandle(String path) {
        return path.startsWith(".glusterfs/") && path.length() == 11 + 6 + 36;
    }

    private static boolean isHashDirectory(String path) {
        return path.matches("\\.glusterfs/[0-9a-f]{2}(/[0-9a-f]{2})?");
    }

    private void walk(int root, String directory) {
        for (var name : list(root, directory.isEmpty() ? "." : directory)) {
            var path = directory.isEmpty() ? name : directory + "/" + name;
            if (path.equals(".glusterfs/health_check")
                    || path.equals(".glusterfs/" + RunMarker.SERVING)
                    || path.equals(".glusterfs/" + RunMarker.STOPPED)) {
                continue;
            }
            boolean isDirectory = describe(root, path);
            if (isDirectory) {
                walk(root, path);
            }
        }
    }

    /** True for directories. */
    private boolean describe(int root, String path) {
        sys.statx(root, path, At.AT_SYMLINK_NOFOLLOW, Spot.STAT_MASK, st);
        var o = new TreeMap<String, Object>();
        var type = FileType.ofMode(st.mode());
        o.put("type", word(type));
        o.put("mode", String.format("%04o", st.mode() & 07777));
        o.put("nlink", (long) st.nlink());
        o.put("size", st.size());
        o.put("uid", (long) st.uid());
        o.put("gid", (long) st.gid());
        if (type == FileType.BLOCK || type == FileType.CHARACTER) {
            o.put("rdev", st.rdevMajor() + ":" + st.rdevMinor());
        }
        if (type == FileType.SYMLINK) {
            var target = new LinkTarget();
            sys.readlinkat(root, path, target);
            o.put("target", target.text());
        }
        o.put("xattr", xattrs(root, path));
        if (!isHashDirectory(path)) {
            lines.put(path, describe(path, o));
        }
        return type == FileType.DIRECTORY;
    }

    private Map<String, String> xattrs(int root, String path) {
        var all = new TreeMap<String, String>();
        var spot = Spot.at(root, path);
        spot.listxattr(sys, names);
        for (var name : names.names()) {
            spot.getxattr(sys, name, xattrs);
            all.put(name, HexFormat.of().formatHex(xattrs.bytes()));
        }
        return all;
    }

    private static String word(FileType type) {
        return switch (type) {
            case REGULAR -> "file";
            case DIRECTORY -> "dir";
            case SYMLINK -> "symlink";
            case BLOCK -> "blk";
            case CHARACTER -> "chr";
            case FIFO -> "fifo";
            case SOCKET -> "sock";
            case INVALID -> "?";
        };
    }

    private List<String> list(int root, String path) {
        var found = new ArrayList<String>();
        int fd = sys.openat(root, path, OpenFlags.O_DIRECTORY, 0);
        try (var memory = Payload.of(Payload.allocateBuffer(1 << 16).writerIndex(1 << 16))) {
            var cursor = new DirentCursor();
            int got;
            while ((got = sys.getdents64(fd, memory.segments()[0])) > 0) {
                cursor.wrap(memory.segments()[0], got);
                while (cursor.next()) {
                    if (!cursor.isDot()) {
                        found.add(cursor.name());
                    }
                }
            }
        }
        sys.close(fd);
        return found;
    }
}
