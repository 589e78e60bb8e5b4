package org.glusterj.brick;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Splits a command line into options with their values: {@code --name value} or {@code --name=value}. Pure. */
final class OptionWords {
    /** Options that stand alone. */
    private static final Set<String> FLAGS = Set.of("--force");

    private OptionWords() {}

    /** @param value "" for an option that stands alone */
    record Word(String name, String value) {}

    static boolean askForHelp(String[] args) {
        return args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"));
    }

    static List<Word> of(String[] args) throws UsageException {
        var words = new ArrayList<Word>();
        for (int i = 0; i < args.length; i++) {
            var arg = args[i];
            int equals = arg.indexOf('=');
            if (!arg.startsWith("-")) {
                throw new UsageException("unexpected argument " + arg);
            } else if (FLAGS.contains(arg)) {
                words.add(new Word(arg, ""));
            } else if (arg.startsWith("--") && equals > 0) {
                words.add(new Word(arg.substring(0, equals), arg.substring(equals + 1)));
            } else if (i + 1 < args.length) {
                words.add(new Word(arg, args[++i]));
            } else {
                throw new UsageException(arg + " needs a value");
            }
        }
        return words;
    }
}
