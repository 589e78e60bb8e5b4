package org.glusterj.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * What is done to a volume and what happens to it, read from a file of this module such as {@code fast/writes}: lines
 * {@code key = value}.
 *
 * @param workload {@code writes}: blocks of a few files; {@code names}: names in a few directories
 * @param operations of each client
 * @param faults which may happen: {@code kill} and {@code power} of bricks, {@code break} and {@code part} of
 *     connections, {@code client} and {@code healer} crashes
 * @param away bricks that may be down at a time
 * @param tolerated all faults meet one brick until everything is healed; then another one's turn may come
 * @param fresh reads must be fresh always, not only where no counter says that a copy may be behind
 * @param calm a fault waits until everything is there and healed after the one before
 */
public record Scenario(
        String name,
        String workload,
        int bricks,
        int clients,
        int files,
        int blocks,
        int operations,
        Set<String> faults,
        int away,
        boolean calm,
        boolean tolerated,
        boolean fresh) {
    private static final Set<String> KNOWN =
            Set.of("kill", "power", "break", "part", "client", "healer");

    public static Scenario load(String name) {
        var values = new Properties();
        try (var in = Scenario.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no scenario " + name);
            }
            values.load(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var faults = Set.copyOf(List.of(values.getProperty("faults").split("[ ,]+")));
        if (!KNOWN.containsAll(faults)) {
            throw new IllegalArgumentException(name + " has faults " + faults);
        }
        return new Scenario(
                name,
                values.getProperty("workload"),
                number(values, "bricks"),
                number(values, "clients"),
                number(values, "files"),
                number(values, "blocks"),
                number(values, "operations"),
                faults,
                number(values, "away"),
                Boolean.parseBoolean(values.getProperty("calm")),
                Boolean.parseBoolean(values.getProperty("tolerated")),
                Boolean.parseBoolean(values.getProperty("fresh")));
    }

    private static int number(Properties values, String key) {
        return Integer.parseInt(values.getProperty(key).strip());
    }
}
