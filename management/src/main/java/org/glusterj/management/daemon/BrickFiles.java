package org.glusterj.management.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Volume;

/**
 * Where what belongs to processes lies, for bricks under stock's names. Immutable.
 *
 * @param state the manager's working directory; volfiles are {@code vols/V/V.HOST.PATH.vol} in it, of tasks {@code
 *     vols/V/rebalance/ID.vol}
 * @param run pid files are {@code vols/V/HOST-PATH.pid} in it, sockets {@code <16 hex digits>.socket}
 * @param log one file per process
 */
record BrickFiles(Path state, Path run, Path log) {
    /** The process of all bricks. */
    static final String SHARED = "bricks";

    /** In the directory of a volume. */
    private static final String TASKS = "rebalance";

    private static final String VOLFILE = ".vol";

    /** {@code V.HOST.PATH}, as GETSPEC and volfiles name a brick; slashes are dashes. */
    static String id(Volume volume, Brick brick) {
        return volume.name() + "." + brick.host() + "." + dashed(brick);
    }

    private static String dashed(Brick brick) {
        return brick.path().substring(1).replace('/', '-');
    }

    Path volfile(Volume volume, Brick brick) {
        return state.resolve("vols").resolve(volume.name()).resolve(id(volume, brick) + ".vol");
    }

    Path pidFile(Volume volume, Brick brick) {
        var name = brick.host() + "-" + dashed(brick) + ".pid";
        return run.resolve("vols").resolve(volume.name()).resolve(name);
    }

    /** Removes the volfiles of a volume that is no more, and its directories. */
    void forget(String volume) throws IOException {
        for (var place : List.of(state, run)) {
            var directory = place.resolve("vols").resolve(volume);
            forget(directory.resolve(TASKS));
            forget(directory);
        }
    }

    private static void forget(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (var files = Files.newDirectoryStream(directory, "*.{vol,pid}")) {
                for (var file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }

    /** Of a volume's task; the log has stock's name. */
    TaskFiles task(String volume, UUID task) {
        var name = "rebalance/" + volume + "/" + task;
        var plain = host(name);
        var host =
                new HostFiles(
                        name,
                        plain.pidFile(),
                        plain.socket(),
                        log.resolve(volume + "-rebalance.log"));
        var volfile = state.resolve("vols").resolve(volume).resolve(TASKS).resolve(task + VOLFILE);
        return new TaskFiles(volume, task, volfile, host);
    }

    /** Those of tasks whose process may be there: it was started with a volfile that is removed after its end. */
    List<TaskFiles> tasks() throws IOException {
        var all = new ArrayList<TaskFiles>();
        var volumes = state.resolve("vols");
        if (Files.isDirectory(volumes)) {
            try (var directories = Files.newDirectoryStream(volumes)) {
                for (var directory : directories) {
                    addTasks(directory, all);
                }
            }
        }
        return all;
    }

    private void addTasks(Path volume, List<TaskFiles> all) throws IOException {
        if (Files.isDirectory(volume.resolve(TASKS))) {
            try (var files = Files.newDirectoryStream(volume.resolve(TASKS), "*" + VOLFILE)) {
                for (var file : files) {
                    var name = file.getFileName().toString();
                    var id = name.substring(0, name.length() - VOLFILE.length());
                    all.add(task(volume.getFileName().toString(), UUID.fromString(id)));
                }
            }
        }
    }

    /** The processes that may be there, as {@link #register} noted them. */
    List<HostFiles> registered() throws IOException {
        var all = new ArrayList<HostFiles>();
        if (Files.isDirectory(registry())) {
            try (var files = Files.newDirectoryStream(registry())) {
                for (var file : files) {
                    all.add(host(Files.readString(file)));
                }
            }
        }
        return all;
    }

    /** Notes that there may be such a process, so that the next manager looks for it. */
    void register(String name) throws IOException {
        Files.createDirectories(registry());
        Files.writeString(registry().resolve(hash(name)), name);
    }

    void unregister(String name) throws IOException {
        Files.deleteIfExists(registry().resolve(hash(name)));
    }

    private Path registry() {
        return state.resolve("processes");
    }

    /** @param name {@link #SHARED}, or the brick's own */
    HostFiles host(String name) {
        return new HostFiles(
                name,
                run.resolve("glusterj-" + hash(name) + ".pid"),
                run.resolve(hash(name) + ".socket"),
                log.resolve(name.replace('/', '-') + ".log"));
    }

    /** Of the working directory too: managers in one place, as tests have them, do not meet. */
    private String hash(String name) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(state.toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            var sum = digest.digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
