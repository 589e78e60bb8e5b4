package org.glusterj.brick;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** By which a manager that begins knows whether a brick runs with the volfile that is wanted of it. Pure. */
public final class VolfileSum {
    private VolfileSum() {}

    /**
     * @param volfile its text, a byte string
     * @return SHA-256 in hex
     */
    public static String of(String volfile) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(volfile.getBytes(ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
