package org.glusterj.cluster.dht;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.glusterj.core.GraphException;

/**
 * How one volume hashes names: the temporary names of rsync and of other programs hash like the names they will be
 * renamed to, so that the rename stays on one subvolume (spec dht 1.1). Immutable.
 *
 * <p>The regular expressions are POSIX extended ones; those in use are written the same way for Java, apart from the
 * dot, which matches a newline, and the dollar, which matches the very end only. A name that is no UTF-8 for the C
 * library matches nothing.
 */
final class NameHashing {
    /** The word that switches the rsync expression off. */
    private static final String NONE = "none";

    /** What {@code rsync-hash-regex} is when nobody sets it; treated without a regex engine. */
    static final String RSYNC_DEFAULT = "^\\.(.+)\\.[^.]+$";

    private final Pattern extra;
    private final Pattern rsync;
    private final boolean rsyncDefault;

    /** An empty text stands for an option that is not set. */
    NameHashing(String rsyncRegex, String extraRegex) throws GraphException {
        rsyncDefault = rsyncRegex.isEmpty() || rsyncRegex.equals(RSYNC_DEFAULT);
        rsync = rsyncDefault ? null : compiled("rsync-hash-regex", rsyncRegex);
        extra = extraRegex.isEmpty() ? null : compiled("extra-hash-regex", extraRegex);
    }

    private static Pattern compiled(String option, String regex) throws GraphException {
        if (regex.equals(NONE)) {
            return null;
        }
        try {
            var atTheVeryEnd =
                    regex.endsWith("$") && !regex.endsWith("\\$")
                            ? regex.substring(0, regex.length() - 1) + "\\z"
                            : regex;
            return Pattern.compile(atTheVeryEnd, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new GraphException(option + " is no regular expression: " + regex, e);
        }
    }

    /** The hash that distribute uses for {@code name}, a byte string: an entry name, or a path for layouts. */
    int of(String name) {
        if (extra != null && isDecodable(name)) {
            var matcher = extra.matcher(name);
            if (shortens(matcher, name)) {
                return NameHash.of(name, matcher.start(1), matcher.end(1));
            }
        }
        if (rsyncDefault) {
            return ofRsync(name);
        }
        if (rsync != null && isDecodable(name)) {
            var matcher = rsync.matcher(name);
            if (shortens(matcher, name)) {
                return NameHash.of(name, matcher.start(1), matcher.end(1));
            }
        }
        return NameHash.of(name);
    }

    private static boolean shortens(Matcher matcher, String name) {
        return matcher.find()
                && matcher.groupCount() >= 1
                && matcher.start(1) >= 0
                && matcher.end(1) - matcher.start(1) <= name.length();
    }

    /** {@code .NAME.SUFFIX} hashes like {@code NAME}. */
    private static int ofRsync(String name) {
        if (name.isEmpty() || name.charAt(0) != '.') {
            return NameHash.of(name);
        }
        int dot = name.lastIndexOf('.');
        boolean matches = dot >= 2 && dot < name.length() - 1 && isDecodable(name);
        return matches ? NameHash.of(name, 1, dot) : NameHash.of(name);
    }

    /**
     * Whether the C library decodes all of it: sequences of up to five bytes, without overlong forms and surrogates;
     * beyond Unicode's end is fine (captured from 10.3 with glibc).
     */
    static boolean isDecodable(String name) {
        int at = 0;
        while (at < name.length()) {
            int length = sequence(name, at);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** Bytes of the sequence at {@code at}; 0 when it is malformed. */
    private static int sequence(String name, int at) {
        int first = name.charAt(at) & 0xff;
        if (first < 0x80) {
            return 1;
        }
        int length = Integer.numberOfLeadingZeros(~first << 24);
        if (length < 2 || length > 5 || at + length > name.length()) {
            return 0;
        }
        int code = first & 0x7f >> length;
        for (int i = 1; i < length; i++) {
            int next = name.charAt(at + i) & 0xff;
            if ((next & 0xc0) != 0x80) {
                return 0;
            }
            code = code << 6 | next & 0x3f;
        }
        int least = length == 2 ? 0x80 : 1 << 5 * length - 4;
        boolean surrogate = code >= 0xd800 && code <= 0xdfff;
        return code >= least && !surrogate ? length : 0;
    }
}
