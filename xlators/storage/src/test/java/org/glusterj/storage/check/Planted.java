package org.glusterj.storage.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.glusterj.core.Gfid;
import org.glusterj.core.Name;
import org.glusterj.linux.At;
import org.glusterj.linux.FileMode;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;
import org.glusterj.storage.layout.GoldenBrick;
import org.glusterj.storage.layout.HandlePaths;

/** A captured stock brick made again in a temporary directory, and short words for damaging it. */
final class Planted implements AutoCloseable {
    static final Gfid FRESH = Gfid.parse("0123abcd-1111-4222-8333-444455556666");

    final Syscalls sys = Syscalls.system();
    final Path directory;
    final GoldenBrick golden;
    private final Map<Long, String> firstNames = new HashMap<>();
    private final int root;

    Planted(String step) throws IOException {
        assumeThat(sys.geteuid()).as("NOT RUN: needs root for trusted xattrs").isZero();
        directory = Files.createTempDirectory("check-brick");
        root = sys.openat(At.AT_FDCWD, directory.toString(), OpenFlags.O_DIRECTORY, 0);
        sys.umask(0);
        golden = GoldenBrick.read(step);
        make(".", golden.get("."));
        golden.objects().keySet().stream()
                .filter(path -> !path.equals("."))
                .sorted(Comparator.comparing(Planted::isHidden).thenComparing(path -> path))
                .forEach(path -> make(path, golden.get(path)));
        for (int i = 0; i < 256; i++) {
            sys.mkdirat(root, String.format(".glusterfs/%02x", i), 0700);
        }
    }

    private static boolean isHidden(String path) {
        return path.startsWith(".glusterfs");
    }

    private void make(String path, Map<String, Object> object) {
        int mode = Integer.parseInt((String) object.get("mode"), 8);
        var type = (String) object.get("type");
        for (int at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
            sys.mkdirat(root, path.substring(0, at), 0700);
        }
        var first = firstNames.get((Long) object.get("ino"));
        if (first != null && !type.equals("dir")) {
            ok(sys.linkat(root, first, root, path, 0));
            return;
        }
        switch (type) {
            case "dir" -> {
                sys.mkdirat(root, path, mode);
                sys.fchmodat(root, path, mode, 0);
            }
            case "symlink" -> ok(sys.symlinkat((String) object.get("target"), root, path));
            case "file" -> file(path, mode, (Long) object.get("size"));
            case "fifo" -> ok(sys.mknodat(root, path, FileMode.S_IFIFO | mode, 0));
            case "sock" -> ok(sys.mknodat(root, path, FileMode.S_IFSOCK | mode, 0));
            default -> ok(sys.mknodat(root, path, FileMode.S_IFCHR | mode, StatBuf.makedev(5, 1)));
        }
        firstNames.put((Long) object.get("ino"), path);
        GoldenBrick.xattrs(object)
                .forEach((key, hex) -> set(path, key, HexFormat.of().parseHex(hex)));
    }

    void file(String path, int mode, long size) {
        int fd = ok(sys.openat(root, path, OpenFlags.O_CREAT | OpenFlags.O_RDWR, mode));
        ok(sys.ftruncate(fd, size));
        sys.close(fd);
    }

    static int ok(int result) {
        assertThat(result).as("system call").isNotNegative();
        return result;
    }

    void set(String path, String key, byte[] value) {
        ok(sys.setxattrat(root, path, key, value, 0));
    }

    void set(String path, String key, String value) {
        set(path, key, Name.toBytes(value));
    }

    void remove(String path, String key) {
        ok(sys.removexattrat(root, path, key));
    }

    void unlink(String path) {
        ok(sys.unlinkat(root, path, 0));
    }

    void rmdir(String path) {
        ok(sys.unlinkat(root, path, At.AT_REMOVEDIR));
    }

    void mkdir(String path) {
        ok(sys.mkdirat(root, path, 0700));
    }

    void chmod(String path, int mode) {
        ok(sys.fchmodat(root, path, mode, 0));
    }

    void link(String from, String to) {
        ok(sys.linkat(root, from, root, to, 0));
    }

    void rename(String from, String to) {
        ok(sys.renameat2(root, from, root, to, 0));
    }

    void symlink(String target, String path) {
        ok(sys.symlinkat(target, root, path));
    }

    /** The path of the handle of what stands at {@code path}. */
    String handle(String path) {
        return handle(golden.gfid(path));
    }

    static String handle(Gfid gfid) {
        return ".glusterfs/" + HandlePaths.of(gfid);
    }

    /** Makes the directories of a handle. */
    String roomFor(Gfid gfid) {
        sys.mkdirat(root, ".glusterfs/" + HandlePaths.firstLevel(gfid), 0700);
        sys.mkdirat(root, ".glusterfs/" + HandlePaths.secondLevel(gfid), 0700);
        return handle(gfid);
    }

    /** Everything that is wrong and not harmless. */
    List<Finding> check() throws CheckException {
        return check(false, Severity.MENDABLE);
    }

    List<Finding> check(boolean fix, Severity least) throws CheckException {
        var found = new ArrayList<Finding>();
        new BrickCheck(sys, directory.toString())
                .run(
                        fix,
                        finding -> {
                            if (finding.kind().severity().compareTo(least) >= 0) {
                                found.add(finding);
                            }
                        });
        return found;
    }

    @Override
    public void close() throws IOException {
        sys.close(root);
        try (var all = Files.walk(directory)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
