package org.glusterj.cli.gluster.grammar;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** What an argument is: which words it takes, and what is said of a word that it does not take. */
public enum Kind {
    VOLUME("<VOLNAME>", word -> true, null),
    HOST("<HOSTNAME>", word -> true, null),
    /** Shown by its own name. */
    WORD(null, word -> true, null),
    KEY("<KEY>", word -> true, null),
    VALUE("<VALUE>", word -> true, null),
    PATH("<path>", word -> true, null),
    /** {@code HOST:/PATH}; a host may be an IPv6 address, so the colon that counts is the one before the path. */
    BRICK(
            "<HOSTNAME>:<export-dir-abs-path>",
            word -> word.indexOf(":/") > 0,
            "Wrong brick type: %s, use <HOSTNAME>:<export-dir-abs-path>"),
    /** A number that its command checks, in stock's words. */
    COUNT("<COUNT>", word -> true, null),
    NUMBER("<COUNT>", word -> isNumber(word), null),
    STATUS(
            "detail|clients|mem|inode|fd|callpool|tasks|client-list",
            Set.of("detail", "clients", "mem", "inode", "fd", "callpool", "tasks", "client-list")
                    ::contains,
            "%s is not a valid status option");

    private static final int DIGITS_MAX = 9;

    /** Null: by its own name. */
    final String shown;

    final Predicate<String> takes;

    /** With {@code %s} for the word; null: nothing of its own. In stock's words, which scripts know. */
    final String complaint;

    Kind(String shown, Predicate<String> takes, String complaint) {
        this.shown = shown;
        this.takes = takes;
        this.complaint = complaint;
    }

    static Kind of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static boolean isNumber(String word) {
        return !word.isEmpty()
                && word.length() <= DIGITS_MAX
                && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
