package org.glusterj.brick;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where to listen, as typed: {@code ADDR}, {@code ADDR:PORT}, {@code [V6]:PORT} or {@code :PORT}.
 *
 * @param host as typed, "" for all addresses
 */
record ListenAddress(String host, int port) {
    static ListenAddress parse(String text, int defaultPort) throws UsageException {
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[");
        if (bracketed) {
            int end = text.indexOf(']');
            if (end < 0 || (end + 1 < text.length() && text.charAt(end + 1) != ':')) {
                throw new UsageException("--listen " + text + ": expected [ADDRESS]:PORT");
            }
            var host = text.substring(1, end);
            return end + 1 == text.length()
                    ? new ListenAddress(host, defaultPort)
                    : new ListenAddress(host, port("--listen", text.substring(end + 2)));
        }
        if (colon < 0 || text.indexOf(':') != colon) {
            return new ListenAddress(text, defaultPort);
        }
        return new ListenAddress(
                text.substring(0, colon), port("--listen", text.substring(colon + 1)));
    }

    /** A port from 0 (any free one) to 65535. */
    static int port(String option, String text) throws UsageException {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 0xffff) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Falls through to the message below, which says all there is to say.
        }
        throw new UsageException(option + ": '" + text + "' is not a port from 0 to 65535");
    }

    boolean isWildcard() {
        return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::") || host.equals("*");
    }

    InetSocketAddress resolve() throws BrickException {
        return resolve(port);
    }

    InetSocketAddress resolve(int otherPort) throws BrickException {
        if (host.isEmpty() || host.equals("*")) {
            return new InetSocketAddress(otherPort);
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(host), otherPort);
        } catch (UnknownHostException e) {
            throw new BrickException("--listen: host " + host + " is not known", e);
        }
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
