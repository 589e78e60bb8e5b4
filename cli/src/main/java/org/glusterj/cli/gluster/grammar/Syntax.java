package org.glusterj.cli.gluster.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * The syntax of words as a tree. Its notation, in which blanks separate what follows each other:
 *
 * <table>
 * <caption>notation</caption>
 * <tr><td>{@code force}</td><td>that word</td></tr>
 * <tr><td>{@code <brick>}, {@code <source:brick>}</td><td>an argument of kind {@link Kind brick}, called brick or
 * source</td></tr>
 * <tr><td>{@code {a | b c}}</td><td>one of them</td></tr>
 * <tr><td>{@code [a]}</td><td>nothing or that</td></tr>
 * <tr><td>{@code <brick>...}, {@code [a | b]...}</td><td>once (or not at all) and again</td></tr>
 * </table>
 */
public sealed interface Syntax {
    /** The word itself; matching it binds its own name to it. */
    record Word(String word) implements Syntax {}

    record Argument(String name, Kind kind) implements Syntax {}

    record Sequence(List<Syntax> parts) implements Syntax {}

    record Choice(List<Syntax> of) implements Syntax {}

    record Maybe(Syntax what) implements Syntax {}

    /** Once or more often. */
    record Repeated(Syntax what) implements Syntax {}

    /** @throws IllegalArgumentException when the notation is wrong: a mistake of the program */
    static Syntax of(String notation) {
        var reader = new Reader(notation);
        var syntax = reader.alternatives();
        if (!reader.atEnd()) {
            throw reader.wrong("the end");
        }
        return syntax;
    }

    /** Reads the notation from left to right. Confined to one call. */
    final class Reader {
        private static final String SPECIAL = "{}[]|<";

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        boolean atEnd() {
            blanks();
            return at == text.length();
        }

        Syntax alternatives() {
            var of = new ArrayList<Syntax>();
            of.add(sequence());
            while (take("|")) {
                of.add(sequence());
            }
            return of.size() == 1 ? of.getFirst() : new Choice(List.copyOf(of));
        }

        private Syntax sequence() {
            var parts = new ArrayList<Syntax>();
            while (!atEnd() && "}]|".indexOf(text.charAt(at)) < 0) {
                var part = one();
                if (take("...")) {
                    part =
                            part instanceof Maybe maybe
                                    ? new Maybe(new Repeated(maybe.what()))
                                    : new Repeated(part);
                }
                parts.add(part);
            }
            return parts.size() == 1 ? parts.getFirst() : new Sequence(List.copyOf(parts));
        }

        private Syntax one() {
            if (take("{")) {
                var of = alternatives();
                expect("}");
                return of;
            }
            if (take("[")) {
                var what = alternatives();
                expect("]");
                return new Maybe(what);
            }
            if (take("<")) {
                int end = text.indexOf('>', at);
                if (end < 0) {
                    throw wrong(">");
                }
                var name = text.substring(at, end);
                at = end + 1;
                int colon = name.indexOf(':');
                var kind = Kind.of(name.substring(colon + 1));
                return new Argument(colon < 0 ? name : name.substring(0, colon), kind);
            }
            int start = at;
            while (at < text.length()
                    && !Character.isWhitespace(text.charAt(at))
                    && SPECIAL.indexOf(text.charAt(at)) < 0
                    && !text.startsWith("...", at)) {
                at++;
            }
            if (start == at) {
                throw wrong("a word");
            }
            return new Word(text.substring(start, at));
        }

        private boolean take(String token) {
            blanks();
            if (!text.startsWith(token, at)) {
                return false;
            }
            at += token.length();
            return true;
        }

        private void expect(String token) {
            if (!take(token)) {
                throw wrong(token);
            }
        }

        private void blanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private IllegalArgumentException wrong(String expected) {
            return new IllegalArgumentException(
                    "syntax \"" + text + "\": expected " + expected + " at " + at);
        }
    }
}
