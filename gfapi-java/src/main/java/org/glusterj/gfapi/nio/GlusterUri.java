package org.glusterj.gfapi.nio;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.glusterj.core.Name;
import org.glusterj.protocol.mgmt.Endpoint;

/**
 * What a {@code gluster:} URI names. {@code gluster://host[:port]/volume/path}, and for reading also the older
 * {@code gluster://host:volume/path}. Bytes of volume and path that a URI cannot hold are percent-encoded, so that also
 * names that are not UTF-8 come back. Immutable.
 *
 * @param host name or address, IPv6 in brackets
 * @param port of the management server; -1 = the usual one
 * @param volume a byte string
 * @param path a byte string, absolute; "/" when the URI has none
 */
record GlusterUri(String host, int port, String volume, String path) {
    static final String SCHEME = "gluster";
    private static final int PORT_MAX = 65_535;
    private static final String UNESCAPED = "-_.!~*'():@&=+$,;/";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    static GlusterUri parse(URI uri) {
        if (!SCHEME.equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("the scheme is not gluster: " + uri);
        }
        var authority = uri.getAuthority();
        var path = uri.getRawPath() == null ? "" : decoded(uri);
        if (authority == null
                || authority.isEmpty()
                || uri.getQuery() != null
                || uri.getFragment() != null) {
            throw new IllegalArgumentException(
                    "expected gluster://host[:port]/volume/path, got " + uri);
        }
        int colon = authority.lastIndexOf(':');
        if (colon < 0 || authority.endsWith("]")) {
            return inPath(uri, authority, -1, path);
        }
        var host = authority.substring(0, colon);
        var rest = authority.substring(colon + 1);
        if (rest.chars().allMatch(c -> c >= '0' && c <= '9') && rest.length() <= 5) {
            int port = rest.isEmpty() ? -1 : Integer.parseInt(rest);
            if (port == 0 || port > PORT_MAX) {
                throw new IllegalArgumentException("no such port: " + uri);
            }
            return inPath(uri, host, port, path);
        }
        return checked(uri, host, -1, Name.ofText(rest), path);
    }

    private static GlusterUri inPath(URI uri, String host, int port, String path) {
        int start = path.startsWith("/") ? 1 : 0;
        int slash = path.indexOf('/', start);
        var volume = slash < 0 ? path.substring(start) : path.substring(start, slash);
        return checked(uri, host, port, volume, slash < 0 ? "" : path.substring(slash));
    }

    private static GlusterUri checked(URI uri, String host, int port, String volume, String path) {
        if (host.isEmpty() || volume.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected gluster://host[:port]/volume/path, got " + uri);
        }
        return new GlusterUri(host, port, volume, path.isEmpty() ? "/" : path);
    }

    /** The same volume with another path. */
    GlusterUri withPath(String other) {
        return new GlusterUri(host, port, volume, other);
    }

    /** Equal for URIs of one volume. */
    String key() {
        int at = port < 0 ? Endpoint.DEFAULT_PORT : port;
        return host.toLowerCase(Locale.ROOT) + ":" + at + "/" + volume;
    }

    URI toUri() {
        var authority = port < 0 ? host : host + ":" + port;
        return URI.create(SCHEME + "://" + authority + "/" + encoded(volume + path));
    }

    private static String encoded(String bytes) {
        var text = new StringBuilder();
        for (char c : bytes.toCharArray()) {
            boolean plain =
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || UNESCAPED.indexOf(c) >= 0;
            if (plain) {
                text.append(c);
            } else {
                text.append('%').append(HEX.toHexDigits((byte) c));
            }
        }
        return text.toString();
    }

    private static String decoded(URI uri) {
        var raw = uri.getRawPath().getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            int b = raw[i];
            if (b == '%') {
                b = HexFormat.fromHexDigits(new String(raw, i + 1, 2, StandardCharsets.US_ASCII));
                i += 2;
            }
            if (b == 0) {
                throw new IllegalArgumentException("Nul character not allowed: " + uri);
            }
            bytes.write(b);
        }
        return Name.ofBytes(bytes.toByteArray());
    }
}
