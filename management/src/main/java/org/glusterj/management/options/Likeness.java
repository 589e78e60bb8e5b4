package org.glusterj.management.options;

import java.util.TreeSet;

/**
 * Which keys a mistyped one may have meant. Like stock's answer: of a key with a domain first the domain nearest to
 * it, then the one or two nearest names within; of a key without, the nearest names of any domain. Nearest is the
 * least number of letters to change, add or leave out; of equals the first in the alphabet.
 */
final class Likeness {
    private static final int HINTS_MAX = 2;

    private Likeness() {}

    /** {@code cluster.quorum-type}, or {@code cluster.quorum-type or ...quorum-count}. */
    static String hint(String key) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            var names = new TreeSet<String>();
            Options.all().forEach(option -> names.add(segment(option.shortKey())));
            return nearest(names, key, HINTS_MAX, "");
        }
        var domains = new TreeSet<String>();
        Options.all().forEach(option -> domains.add(segment(option.key())));
        var domain = nearest(domains, key.substring(0, dot), 1, "");
        var names = new TreeSet<String>();
        for (var option : Options.all()) {
            if (option.key().startsWith(domain + ".")) {
                names.add(segment(option.shortKey()));
            }
        }
        return domain + "." + nearest(names, key.substring(dot + 1), HINTS_MAX, "...");
    }

    private static String segment(String text) {
        int dot = text.indexOf('.');
        return dot < 0 ? text : text.substring(0, dot);
    }

    private static String nearest(TreeSet<String> words, String word, int most, String infix) {
        int best = Integer.MAX_VALUE;
        int found = 0;
        var hint = "";
        for (var candidate : words) {
            int distance = distance(candidate, word);
            if (distance < best) {
                best = distance;
                found = 1;
                hint = candidate;
            } else if (distance == best && found < most) {
                found++;
                hint += " or " + infix + candidate;
            }
        }
        return hint;
    }

    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                row[j] =
                        one.charAt(i - 1) == other.charAt(j - 1)
                                ? corner
                                : 1 + Math.min(corner, Math.min(above, row[j - 1]));
                corner = above;
            }
        }
        return row[other.length()];
    }
}
