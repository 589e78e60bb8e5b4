package org.glusterj.gfapi.nio;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * What a {@code gluster:} URI names. {@code gluster://host[:port]/volume/path}, and for reading also the older
 * {@code gluster://host:volume/path}. Immutable.
 *
 * @param host name or address, IPv6 in brackets
 * @param port of the management server; -1 = the usual one
 * @param path absolute, "/" when the URI has none
 */
record GlusterUri(String host, int port, String volume, String path) {
    static final String SCHEME = "gluster";
    private static final int PORT_MAX = 65_535;

    static GlusterUri parse(URI uri) {
        if (!SCHEME.equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("the scheme is not gluster: " + uri);
        }
        var authority = uri.getAuthority();
        var path = uri.getPath() == null ? "" : uri.getPath();
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
        return checked(uri, host, -1, rest, path);
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
        return host + (port < 0 ? "" : ":" + port) + "/" + volume;
    }

    URI toUri() {
        try {
            var authority = port < 0 ? host : host + ":" + port;
            return new URI(SCHEME, authority, "/" + volume + path, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no URI for " + this, e);
        }
    }
}
