package org.glusterj.core;

/**
 * Shell patterns as fnmatch(3) without flags reads them: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a]} and
 * backslash. Pure. Linear in pattern × text: a star never makes more than the last one retry.
 */
public final class Fnmatch {
    private Fnmatch() {}

    public static boolean isPattern(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == '*' || c == '?' || c == '[' || c == '\\') {
                return true;
            }
        }
        return false;
    }

    public static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int retry = 0;
        while (t < text.length()) {
            int next = p < pattern.length() ? step(pattern, p, text.charAt(t)) : -1;
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                retry = t;
            } else if (next > 0) {
                p = next;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Where the pattern goes on when its item at {@code p} matches {@code c}; −1 when it does not. */
    private static int step(String pattern, int p, char c) {
        char first = pattern.charAt(p);
        switch (first) {
            case '?':
                return p + 1;
            case '[':
                int end = close(pattern, p);
                if (end > 0) {
                    return inBracket(pattern, p + 1, end, c) ? end + 1 : -1;
                }
                return c == '[' ? p + 1 : -1;
            case '\\':
                if (p + 1 < pattern.length()) {
                    return pattern.charAt(p + 1) == c ? p + 2 : -1;
                }
                return c == '\\' ? p + 1 : -1;
            default:
                return first == c ? p + 1 : -1;
        }
    }

    /** Index of the bracket's end, −1 when it never closes (then '[' is an ordinary character). */
    private static int close(String pattern, int open) {
        int from = open + 1;
        if (from < pattern.length() && isNegation(pattern.charAt(from))) {
            from++;
        }
        return pattern.indexOf(']', from + 1);
    }

    private static boolean inBracket(String pattern, int from, int end, char c) {
        boolean negated = isNegation(pattern.charAt(from));
        boolean found = false;
        for (int i = negated ? from + 1 : from; i < end; i++) {
            char low = pattern.charAt(i);
            char high = low;
            if (i + 2 < end && pattern.charAt(i + 1) == '-') {
                high = pattern.charAt(i + 2);
                i += 2;
            }
            found |= low <= c && c <= high;
        }
        return found != negated;
    }

    private static boolean isNegation(char c) {
        return c == '!' || c == '^';
    }
}
