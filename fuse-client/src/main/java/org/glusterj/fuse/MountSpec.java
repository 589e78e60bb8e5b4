package org.glusterj.fuse;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What to mount: {@code HOST:/VOLUME[/DIRECTORY]}, as mount(8) hands it on. Several hosts, separated by commas, are
 * tried
 * in order; an IPv6 address stands in brackets.
 *
 * @param directory the part of the volume to show, "/" for all of it, a byte string
 */
public record MountSpec(List<String> hosts, String volume, String directory) {
    private static final Pattern HOST_PORT = Pattern.compile("(?:[^:\\[\\]]+|\\[.*]):([0-9]+)");

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
        refusePort(text, text.substring(0, colon));
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

    private static void refusePort(String text, String hosts) throws MountOptions.UsageException {
        var port = HOST_PORT.matcher(hosts);
        if (port.matches()) {
            throw new MountOptions.UsageException(
                    "expected HOST:/VOLUME, not '"
                            + text
                            + "': a port is given by -o volfile-server-port="
                            + port.group(1));
        }
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
