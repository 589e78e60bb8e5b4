package org.glusterj.gfapi.nio;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Globs as {@link java.nio.file.FileSystem#getPathMatcher} describes them: {@code *} and {@code ?} within a name,
 * {@code **} across names, {@code [a-z]}, {@code [!a-z]}, {@code {a,b}} without nesting, {@code \} before a special
 * character. Becomes a regular expression; used by one thread.
 */
final class Glob {
    private static final String REGEX_SPECIAL = ".^$+{[]|()*?\\";

    private final String glob;
    private final StringBuilder regex = new StringBuilder("^");
    private int at;
    private boolean inGroup;

    private Glob(String glob) {
        this.glob = glob;
    }

    static Pattern compile(String glob) {
        return Pattern.compile(new Glob(glob).translate(), Pattern.DOTALL);
    }

    private String translate() {
        while (at < glob.length()) {
            char c = glob.charAt(at++);
            switch (c) {
                case '\\' -> escaped();
                case '[' -> bracket();
                case '{' -> openGroup();
                case '}' -> closeGroup();
                case ',' -> regex.append(inGroup ? ")|(?:" : ",");
                case '*' -> star();
                case '?' -> regex.append("[^/]");
                default -> literal(c);
            }
        }
        if (inGroup) {
            throw failure("Missing '}'", at);
        }
        return regex.append('$').toString();
    }

    private void literal(char c) {
        if (REGEX_SPECIAL.indexOf(c) >= 0) {
            regex.append('\\');
        }
        regex.append(c);
    }

    private void escaped() {
        if (at == glob.length()) {
            throw failure("No character to escape", at - 1);
        }
        literal(glob.charAt(at++));
    }

    private void star() {
        if (at < glob.length() && glob.charAt(at) == '*') {
            at++;
            regex.append(".*");
        } else {
            regex.append("[^/]*");
        }
    }

    private void openGroup() {
        if (inGroup) {
            throw failure("Cannot nest groups", at - 1);
        }
        inGroup = true;
        regex.append("(?:(?:");
    }

    private void closeGroup() {
        if (inGroup) {
            inGroup = false;
            regex.append("))");
        } else {
            literal('}');
        }
    }

    /** A bracket never matches a slash; a leading "]" or "-" stands for itself. */
    private void bracket() {
        regex.append("[[^/]&&[");
        if (at < glob.length() && glob.charAt(at) == '!') {
            regex.append('^');
            at++;
        }
        int first = at;
        while (at < glob.length() && (glob.charAt(at) != ']' || at == first)) {
            char c = glob.charAt(at++);
            if (c == '/') {
                throw failure("Explicit 'name separator' in class", at - 1);
            }
            boolean range =
                    c == '-' && at - 1 > first && at < glob.length() && glob.charAt(at) != ']';
            if (range && glob.charAt(at) < glob.charAt(at - 2)) {
                throw failure("Invalid range", at);
            }
            boolean plain = Character.isLetterOrDigit(c) || range;
            regex.append(plain ? "" : "\\").append(c);
        }
        if (at == glob.length()) {
            throw failure("Missing ']'", at);
        }
        at++;
        regex.append("]]");
    }

    private PatternSyntaxException failure(String what, int index) {
        return new PatternSyntaxException(what, glob, index);
    }
}
