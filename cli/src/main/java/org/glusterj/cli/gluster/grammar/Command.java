package org.glusterj.cli.gluster.grammar;

import java.util.List;

/**
 * One command: everything that parsing, usage, help and completion need.
 *
 * @param words that select it, such as {@code volume start}
 * @param notation the {@link Syntax} of what follows them, read when it is needed
 * @param usage the lines that stock 10.3 prints as its usage, without their indentation
 * @param group under which help lists it
 * @param help one line, shown behind {@code usage}; null: help does not list it
 * @param action what it does
 */
public record Command<S>(
        List<String> words,
        String notation,
        List<String> usage,
        Group group,
        String help,
        Action<S> action) {

    /** The headings of help, in their order. */
    public enum Group {
        PEER("peer", 22),
        VOLUME("volume", 24),
        BITROT("bitrot", 24),
        QUOTA("quota", 23),
        SNAPSHOT("snapshot", 25),
        GLOBAL("global", 24),
        SYSTEM("system", 0);

        /** As in {@code gluster peer commands}. */
        public final String title;

        /** How many {@code =} stock underlines the title with. */
        public final int underline;

        Group(String title, int underline) {
            this.title = title;
            this.underline = underline;
        }
    }

    /** What a command does with its words, and the exit code. */
    @FunctionalInterface
    public interface Action<S> {
        int run(S session, Match words) throws CommandException;
    }

    public Syntax syntax() {
        return Syntax.of(notation);
    }

    /** A command of which help shows the one usage line that there is. */
    public static <S> Command<S> of(
            Group group, String words, String syntax, String usage, String help, Action<S> action) {
        return new Command<>(
                List.of(words.split(" ")), syntax, usage.lines().toList(), group, help, action);
    }
}
