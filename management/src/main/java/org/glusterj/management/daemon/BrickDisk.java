package org.glusterj.management.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.glusterj.core.Name;
import org.glusterj.linux.StatvfsBuf;
import org.glusterj.linux.Syscalls;
import org.glusterj.management.volume.Bricks;

/** Looks at the file system under a brick: statvfs(2) and /proc/self/mountinfo. Stateless. */
final class BrickDisk {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    private BrickDisk() {}

    static Bricks.Disk of(Path brick) {
        var into = new StatvfsBuf();
        if (Syscalls.system().statvfs(Name.ofText(brick.toString()), into) < 0) {
            return Bricks.Disk.UNKNOWN;
        }
        var mount = mountOf(brick);
        return new Bricks.Disk(
                mount.type(),
                mount.device(),
                mount.options(),
                into.blocks() * into.frsize(),
                into.bavail() * into.frsize(),
                into.bsize(),
                0,
                into.files(),
                into.ffree());
    }

    private record Mount(Path point, String type, String device, String options) {
        static final Mount UNKNOWN = new Mount(Path.of("/"), "", "", "");
    }

    /** The last one mounted on the longest path that leads to the brick. */
    private static Mount mountOf(Path brick) {
        var best = Mount.UNKNOWN;
        try {
            var real = brick.toRealPath();
            for (var line : Files.readAllLines(MOUNTS)) {
                var mount = parse(line);
                if (real.startsWith(mount.point())
                        && mount.point().getNameCount() >= best.point().getNameCount()) {
                    best = mount;
                }
            }
        } catch (IOException e) {
            return Mount.UNKNOWN;
        }
        return best;
    }

    /** {@code ID PARENT MAJOR:MINOR ROOT POINT OPTIONS TAGS... - TYPE DEVICE SUPER-OPTIONS}. */
    private static Mount parse(String line) {
        var halves = line.split(" - ", 2);
        var left = halves[0].split(" ");
        var right = halves.length == 2 ? halves[1].split(" ") : new String[0];
        if (left.length < 6 || right.length < 3) {
            return Mount.UNKNOWN;
        }
        var options = left[5] + extra(left[5], right[2]);
        return new Mount(Path.of(left[4].replace("\\040", " ")), right[0], right[1], options);
    }

    /** Options of the file system that are not among those of the mount. */
    private static String extra(String own, String all) {
        var more = new StringBuilder();
        for (var option : all.split(",")) {
            if (!("," + own + ",").contains("," + option + ",") && !option.equals("rw")) {
                more.append(',').append(option);
            }
        }
        return more.toString();
    }
}
