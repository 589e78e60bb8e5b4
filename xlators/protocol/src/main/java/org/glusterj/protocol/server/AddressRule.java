package org.glusterj.protocol.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * One item of {@code auth.addr.<brick>.allow} or {@code .reject}: a shell pattern on the address text, a CIDR
 * network or
 * a host name. Host names are resolved when asked, so this runs where blocking is fine.
 */
record AddressRule(String text) {
    boolean matches(InetAddress peer) {
        if (text.indexOf('/') > 0) {
            return inNetwork(peer);
        }
        return glob(text, peer.getHostAddress()) || (looksLikeHostName() && resolvesTo(peer));
    }

    private boolean looksLikeHostName() {
        return text.chars().anyMatch(Character::isLetter)
                && text.indexOf(':') < 0
                && text.indexOf('*') < 0
                && text.indexOf('?') < 0;
    }

    private boolean resolvesTo(InetAddress peer) {
        try {
            return Arrays.asList(InetAddress.getAllByName(text)).contains(peer);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private boolean inNetwork(InetAddress peer) {
        int slash = text.indexOf('/');
        byte[] network;
        int bits;
        try {
            network = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
            bits = Integer.parseInt(text.substring(slash + 1));
        } catch (IllegalArgumentException e) {
            return false;
        }
        var address = peer.getAddress();
        return network.length == address.length
                && bits >= 0
                && bits <= network.length * 8
                && samePrefix(network, address, bits);
    }

    private static boolean samePrefix(byte[] a, byte[] b, int bits) {
        for (int i = 0; i < bits / 8; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || ((a[bits / 8] ^ b[bits / 8]) & 0xff) >>> (8 - rest) == 0;
    }

    /** Shell matching with {@code *} and {@code ?}; linear but for one backtrack point. */
    static boolean glob(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (p < pattern.length()
                    && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
