package org.glusterj.management.options;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Options that are taken, kept and written into graphs, but of which no translator of ours knows anything yet; the
 * manager says so to whoever sets one. The list is {@code no-effect.txt}: a key a line.
 */
public final class NoEffect {
    private static final Set<String> KEYS = load();

    private NoEffect() {}

    public static boolean has(VolumeOption option) {
        return KEYS.contains(option.key());
    }

    static Set<String> keys() {
        return KEYS;
    }

    /** Whether it is the manager's own to obey, not a translator's. */
    static boolean isOfManager(VolumeOption option) {
        return option.translator().startsWith("mgmt/")
                || option.translator().equals("rpc-transport/socket");
    }

    private static Set<String> load() {
        try (var in = NoEffect.class.getResourceAsStream("no-effect.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
