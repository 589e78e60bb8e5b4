package org.glusterj.tests.repo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds method bodies in formatted source by indentation: a line that opens a parameter list at member level, up to the
 * closing brace of the same indentation.
 */
final class Methods {
    /** A method and how many lines it spans, signature and closing brace included. */
    record Method(int firstLine, int lines) {}

    private static final Pattern START =
            Pattern.compile(
                    "^( {4,12})(?:(?:public|protected|private|static|final|synchronized|abstract|default|<[^(]*>) ?)*"
                            + "[A-Za-z][\\w.<>\\[\\], ?]* \\w+\\(.*"
                            + "|^( {4,12})(?:public |private |protected )?[A-Z]\\w*\\(.*");

    private static final Pattern NOT_A_METHOD =
            Pattern.compile(
                    "^\\s*((?:\\w+ )*record|return|throw|new|else|if|for|while|switch|try"
                            + "|case|assert|yield)\\b.*|.*;$");

    private Methods() {}

    static List<Method> of(List<String> lines) {
        var methods = new ArrayList<Method>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (!START.matcher(line).matches() || NOT_A_METHOD.matcher(line).matches()) {
                continue;
            }
            int indent = line.indexOf(line.strip());
            int end = endOf(lines, i, indent);
            if (end > i) {
                methods.add(new Method(i + 1, end - i + 1));
                i = end;
            }
        }
        return methods;
    }

    private static int endOf(List<String> lines, int start, int indent) {
        var close = " ".repeat(indent) + "}";
        for (int i = start; i < lines.size(); i++) {
            var line = lines.get(i);
            if (line.equals(close)) {
                return i;
            }
            boolean dedented = !line.isBlank() && line.indexOf(line.strip()) < indent;
            if (i > start && dedented) {
                return -1;
            }
        }
        return -1;
    }
}
