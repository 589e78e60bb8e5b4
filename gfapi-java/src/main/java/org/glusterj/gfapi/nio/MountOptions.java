package org.glusterj.gfapi.nio;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.glusterj.gfapi.GlusterException;
import org.glusterj.gfapi.Volume;

/**
 * What {@code FileSystems.newFileSystem(uri, env)} understands, every value as text or number: {@code timeout} (seconds
 * until mounting fails), {@code call-timeout} (seconds until a call fails), {@code uid}, {@code gid}, {@code groups}
 * (comma-separated; on whose behalf calls are made, default root), {@code umask} (octal text, default 022),
 * {@code backup-hosts} (comma-separated). Unknown keys are refused.
 */
final class MountOptions {
    private static final Set<String> KEYS =
            Set.of("timeout", "call-timeout", "uid", "gid", "groups", "umask", "backup-hosts");
    private static final int OCTAL = 8;

    private MountOptions() {}

    /** @throws IllegalArgumentException for a key or value that makes no sense */
    static Volume mount(GlusterUri location, Map<String, ?> env) throws IOException {
        for (var key : env.keySet()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException(
                        "unknown option '" + key + "', known are " + KEYS);
            }
        }
        var host =
                location.host().startsWith("[")
                        ? withoutBrackets(location.host())
                        : location.host();
        var builder = Volume.builder().host(host).volume(location.volume());
        if (location.port() >= 0) {
            builder.port(location.port());
        }
        if (env.containsKey("timeout")) {
            builder.timeout(Duration.ofSeconds(number(env, "timeout", 0)));
        }
        builder.callTimeout(Duration.ofSeconds(number(env, "call-timeout", 0)));
        builder.user(number(env, "uid", 0), number(env, "gid", 0), groups(env));
        builder.umask(umask(env));
        builder.backupHosts(list(env, "backup-hosts"));
        try {
            return builder.mount();
        } catch (GlusterException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String withoutBrackets(String host) {
        return host.substring(1, host.length() - 1);
    }

    private static String[] list(Map<String, ?> env, String key) {
        var value = env.get(key);
        return value == null || value.toString().isBlank()
                ? new String[0]
                : value.toString().trim().split("\\s*,\\s*");
    }

    private static int[] groups(Map<String, ?> env) {
        return Arrays.stream(list(env, "groups"))
                .mapToInt(text -> number("groups", text))
                .toArray();
    }

    private static int number(Map<String, ?> env, String key, int usual) {
        var value = env.get(key);
        return value == null ? usual : number(key, value.toString());
    }

    private static int number(String key, String text) {
        try {
            int number = Integer.parseInt(text.trim());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "option " + key + ": '" + text + "' is not a number", e);
        }
        throw new IllegalArgumentException("option " + key + " is negative: " + text);
    }

    private static int umask(Map<String, ?> env) {
        var value = env.get("umask");
        try {
            return value == null ? 022 : Integer.parseInt(value.toString().trim(), OCTAL);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "option umask: '" + value + "' is not an octal number", e);
        }
    }
}
