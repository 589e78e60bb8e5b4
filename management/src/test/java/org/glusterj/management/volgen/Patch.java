package org.glusterj.management.volgen;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Applies the output of diff(1) to the text it was made of. */
final class Patch {
    private static final Pattern COMMAND =
            Pattern.compile("(\\d+)(?:,(\\d+))?([acd])(\\d+)(?:,(\\d+))?");

    private Patch() {}

    static List<String> apply(List<String> lines, List<String> patch) {
        var changed = new ArrayList<String>();
        int taken = 0;
        for (var line : patch) {
            var command = COMMAND.matcher(line);
            if (command.matches()) {
                int first = Integer.parseInt(command.group(1));
                int last = command.group(2) == null ? first : Integer.parseInt(command.group(2));
                boolean add = command.group(3).equals("a");
                while (taken < (add ? first : first - 1)) {
                    changed.add(lines.get(taken++));
                }
                taken = add ? taken : last;
            } else if (line.startsWith("> ")) {
                changed.add(line.substring(2));
            }
        }
        changed.addAll(lines.subList(taken, lines.size()));
        return changed;
    }
}
