package org.glusterj.management.options;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the table of options: lines of blank-separated columns
 *
 * <pre>
 *   KEY DEFAULT TYPE FLAGS OP-VERSION TRANSLATOR WHERE ; HELP
 * </pre>
 *
 * {@code +KEY} adds a target to a key of an earlier line; a default is {@code -} when there is none, {@code =VALUE}
 * when graphs have it written, in quotes when it is empty or has blanks; FLAGS are comma-separated, one with {@code
 * @} is the rule; {@code ;} and HELP may be missing; {@code #} starts a comment line. The order of lines is that of
 * options within a node, and of {@code volume get all}.
 */
final class OptionTable {
    private static final int COLUMNS = 7;

    private OptionTable() {}

    static List<VolumeOption> load() {
        try (var in = OptionTable.class.getResourceAsStream("options.txt");
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            var rows = new ArrayList<VolumeOption>(400);
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty() && line.charAt(0) != '#') {
                    rows.add(row(line));
                }
            }
            return List.copyOf(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static VolumeOption row(String line) {
        int help = line.indexOf(" ; ");
        var columns = columns(help < 0 ? line : line.substring(0, help));
        if (columns.size() != COLUMNS) {
            throw new IllegalArgumentException(columns.size() + " columns: " + line);
        }
        var key = columns.get(0);
        boolean further = key.startsWith("+");
        var initial = columns.get(1);
        boolean written = initial.startsWith("=");
        var flags = EnumSet.noneOf(VolumeOption.Flag.class);
        String rule = null;
        for (var flag : columns.get(3).split(",")) {
            if (flag.startsWith("@")) {
                rule = flag.substring(1);
            } else if (!flag.equals("-")) {
                flags.add(VolumeOption.Flag.valueOf(flag.toUpperCase(Locale.ROOT)));
            }
        }
        return new VolumeOption(
                further ? key.substring(1) : key,
                further,
                initial.equals("-")
                        ? Optional.empty()
                        : Optional.of(written ? initial.substring(1) : initial),
                written,
                ValueType.parse(columns.get(2)),
                flags,
                rule,
                Integer.parseInt(columns.get(4)),
                columns.get(5),
                columns.get(6),
                help < 0 ? "" : line.substring(help + 3));
    }

    /** Words between blanks; what is in quotes is one word. */
    private static List<String> columns(String line) {
        var words = new ArrayList<String>(COLUMNS);
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == ' ') {
                at++;
                continue;
            }
            int end = c == '"' ? line.indexOf('"', at + 1) : line.indexOf(' ', at);
            if (end < 0) {
                end = line.length();
            }
            words.add(line.substring(c == '"' ? at + 1 : at, end));
            at = end + 1;
        }
        return words;
    }
}
