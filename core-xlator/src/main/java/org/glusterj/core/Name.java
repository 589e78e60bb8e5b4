package org.glusterj.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Names are bytes. Inside the stack a name is a {@link String} with one char (0..255) per byte; this class converts
 * where names meet people or Java programs, who think in Unicode.
 */
public final class Name {
    /** Longest name of one entry in bytes; longer ones fail with ENAMETOOLONG. */
    public static final int MAX_BYTES = 255;

    private Name() {}

    /** Unicode text to byte string (UTF-8). */
    public static String ofText(String text) {
        return isAscii(text) ? text : new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    /** Byte string to Unicode text; bytes that are not UTF-8 become U+FFFD. */
    public static String toText(String name) {
        return isAscii(name) ? name : new String(name.getBytes(ISO_8859_1), UTF_8);
    }

    public static String ofBytes(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    public static byte[] toBytes(String name) {
        return name.getBytes(ISO_8859_1);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }
}
