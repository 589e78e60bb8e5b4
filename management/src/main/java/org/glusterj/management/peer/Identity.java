package org.glusterj.management.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.glusterj.core.Log;
import org.glusterj.management.WholeFile;
import org.glusterj.management.store.Membership;

/**
 * Who this node is, on its disk: {@code glusterd.info} with the same lines as stock's ({@code UUID=}, {@code
 * operating-version=}), and {@code pool.info}, readable by its owner only, with the pool's id and secret and what
 * this node is in it. Both are replaced as a whole. Not thread-safe.
 *
 * <p>The directory of a member's log is made before {@code pool.info} names the member. So if it is not there, it
 * was lost.
 */
final class Identity {
    /** Of 10.3 (its glusterd.info after a first start). */
    static final int OPERATING_VERSION = 100000;

    private static final Log LOG = Log.of(Identity.class);
    private static final String OTHER = "MEMBER.";

    private final Path info;
    private final Path pool;
    private final Path store;

    Identity(Path directory) {
        info = directory.resolve("glusterd.info");
        pool = directory.resolve("pool.info");
        store = directory.resolve("store");
    }

    /** The store's directory. */
    Path store() {
        return store;
    }

    Optional<UUID> node() throws IOException {
        var uuid = read(info).get("UUID");
        try {
            return Optional.ofNullable(uuid).map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            throw new IOException(info + " has no UUID but " + uuid, e);
        }
    }

    void write(UUID node) throws IOException {
        var lines = read(info);
        lines.put("UUID", node.toString());
        lines.putIfAbsent("operating-version", Integer.toString(OPERATING_VERSION));
        write(info, lines);
    }

    /** Empty also when that member's log is lost: nobody knows what it has promised, so its name is used up. */
    Optional<Membership> membership(UUID node) throws IOException {
        var lines = read(pool);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        var written = membership(node, lines);
        if (!Files.isDirectory(written.home(store))) {
            LOG.say(PeerMessage.LOG_LOST, written.home(store), written.name(), written.pool());
            return Optional.empty();
        }
        return Optional.of(written);
    }

    /** Whether what {@code now} remembers is no longer on the disk. */
    boolean isLost(Membership now) {
        return !Files.exists(pool) || !Files.isDirectory(now.home(store));
    }

    private Membership membership(UUID node, Map<String, String> lines) throws IOException {
        try {
            var others = new TreeMap<String, String>();
            lines.forEach(
                    (key, value) -> {
                        if (key.startsWith(OTHER)) {
                            others.put(key.substring(OTHER.length()), value);
                        }
                    });
            return new Membership(
                    UUID.fromString(lines.get("POOL")),
                    HexFormat.of().parseHex(lines.get("SECRET")),
                    node,
                    Integer.parseInt(lines.get("INCARNATION")),
                    Boolean.parseBoolean(lines.get("FOUNDER")),
                    others);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new IOException(pool + " is not whole: " + e.getMessage(), e);
        }
    }

    void write(Membership membership) throws IOException {
        var lines = new LinkedHashMap<String, String>();
        lines.put("POOL", membership.pool().toString());
        lines.put("SECRET", HexFormat.of().formatHex(membership.secret()));
        lines.put("INCARNATION", Integer.toString(membership.incarnation()));
        lines.put("FOUNDER", Boolean.toString(membership.founder()));
        membership.others().forEach((name, address) -> lines.put(OTHER + name, address));
        Files.createDirectories(membership.home(store));
        write(pool, lines);
    }

    private static Map<String, String> read(Path file) throws IOException {
        var lines = new LinkedHashMap<String, String>();
        if (Files.exists(file)) {
            for (var line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    lines.put(line.substring(0, equals), line.substring(equals + 1));
                }
            }
        }
        return lines;
    }

    private static void write(Path file, Map<String, String> lines) throws IOException {
        var text = new StringBuilder();
        lines.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        WholeFile.replace(file, out -> out.write(bytes));
    }
}
