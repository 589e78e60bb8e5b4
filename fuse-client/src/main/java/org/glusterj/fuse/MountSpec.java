package org.glusterj.fuse;

import java.util.Arrays;
import java.util.List;

/**
 * What to mount: {@code HOST:/VOLUME[/DIRECTORY]}, as mount(8) hands it on. Several hosts, separated by commas, are
 * tried
 * in order; an IPv6 address stands in brackets.
 *
 * @param directory the part of the volume to show, "/" for all of it, a byte string
 */
public record MountSpec(List<String> hosts, String volume, String directory) {
    public MountSpec {
        hosts = List.copyOf(hosts);
    }

    /** @throws MountOptions.UsageException saying what is missing */
    public static MountSpec parse(String text) throws MountOptions.UsageException {
        int colon = text.lastIndexOf(":/");
        if (colon < 0) {
            colon = text.lastIndexOf(':');
        }
        if (colon <= 0 || text.startsWith("[") && colon < text.lastIndexOf(']')) {
            throw new MountOptions.UsageException(
                    "expected HOST:/VOLUME, not '" + text + "': the host is missing");
        }
        var hosts =
                Arrays.stream(text.substring(0, colon).split(","))
                        .map(MountSpec::withoutBrackets)
                        .filter(host -> !host.isEmpty())
                        .toList();
        var path = text.substring(colon + 1);
        while (path.startsWith("/")) {
            path = path.substring(1);
        }
        int slash = path.indexOf('/');
        var volume = slash < 0 ? path : path.substring(0, slash);
        if (volume.isEmpty() || hosts.isEmpty()) {
            throw new MountOptions.UsageException(
                    "expected HOST:/VOLUME, not '" + text + "': the volume is missing");
        }
        var rest = slash < 0 ? "" : path.substring(slash).replaceAll("/+$", "");
        return new MountSpec(hosts, volume, rest.isEmpty() ? "/" : rest);
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    /** What /proc/mounts shows: host:/volume. */
    public String source() {
        var host = hosts.getFirst();
        var shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return shown + ":/" + volume + (directory.equals("/") ? "" : directory);
    }
}
