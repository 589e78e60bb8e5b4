package org.glusterj.cli.gluster.grammar;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.glusterj.cli.gluster.grammar.Match.Bound;

/**
 * Holds the words of one command line against a syntax, trying every way: lines are short and choices few. When none
 * fits, what was expected at the word that no way got past is what the user is told. Used once, by one thread.
 */
public final class Matcher {
    private final List<String> words;
    private final Set<Syntax> expected = new LinkedHashSet<>();
    private int farthest;

    private Matcher(List<String> words) {
        this.words = words;
    }

    /** Goes on behind position {@code at}; null when it does not fit. */
    private interface Rest {
        Bound match(int at, Bound bound);
    }

    /** @throws MismatchException when the words do not fit */
    public static Match match(Syntax syntax, List<String> words) throws MismatchException {
        var matcher = new Matcher(words);
        var nothing = new Bound("", "", null);
        var found = matcher.match(syntax, 0, nothing, matcher::end);
        if (found == null) {
            throw matcher.mismatch();
        }
        return Bound.match(found);
    }

    /** Tests by class, not by a pattern switch: that costs 30 ms of a start when it is linked. */
    private Bound match(Syntax syntax, int at, Bound bound, Rest rest) {
        if (syntax instanceof Syntax.Word word) {
            return word(word, at, bound, rest);
        }
        if (syntax instanceof Syntax.Argument argument) {
            return argument(argument, at, bound, rest);
        }
        if (syntax instanceof Syntax.Sequence sequence) {
            return sequence(sequence.parts(), at, bound, rest);
        }
        if (syntax instanceof Syntax.Choice choice) {
            for (var one : choice.of()) {
                var found = match(one, at, bound, rest);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        if (syntax instanceof Syntax.Maybe maybe) {
            var found = match(maybe.what(), at, bound, rest);
            return found != null ? found : rest.match(at, bound);
        }
        return repeated((Syntax.Repeated) syntax, at, bound, rest);
    }

    private Bound word(Syntax.Word word, int at, Bound bound, Rest rest) {
        return at < words.size() && words.get(at).equals(word.word())
                ? rest.match(at + 1, new Bound(word.word(), word.word(), bound))
                : fail(word, at);
    }

    private Bound argument(Syntax.Argument argument, int at, Bound bound, Rest rest) {
        return at < words.size() && argument.kind().takes.test(words.get(at))
                ? rest.match(at + 1, new Bound(argument.name(), words.get(at), bound))
                : fail(argument, at);
    }

    private Bound repeated(Syntax.Repeated repeated, int at, Bound bound, Rest rest) {
        return match(
                repeated.what(),
                at,
                bound,
                (next, more) -> {
                    var again = next > at ? match(repeated, next, more, rest) : null;
                    return again != null ? again : rest.match(next, more);
                });
    }

    private Bound sequence(List<Syntax> parts, int at, Bound bound, Rest rest) {
        if (parts.isEmpty()) {
            return rest.match(at, bound);
        }
        var others = parts.subList(1, parts.size());
        return match(
                parts.getFirst(), at, bound, (next, more) -> sequence(others, next, more, rest));
    }

    private Bound end(int at, Bound bound) {
        if (at > farthest) {
            farthest = at;
            expected.clear();
        }
        return at == words.size() ? bound : null;
    }

    private Bound fail(Syntax syntax, int at) {
        if (at > farthest) {
            farthest = at;
            expected.clear();
        }
        if (at == farthest) {
            expected.add(syntax);
        }
        return null;
    }

    private MismatchException mismatch() {
        var shown = expected.stream().map(Matcher::show).distinct().toList();
        if (farthest == words.size()) {
            return new MismatchException("missing at the end: " + oneOf(shown), true);
        }
        var word = words.get(farthest);
        for (var syntax : expected) {
            if (syntax instanceof Syntax.Argument argument && argument.kind().complaint != null) {
                return new MismatchException(argument.kind().complaint.formatted(word), false);
            }
        }
        return new MismatchException(
                shown.isEmpty()
                        ? "'" + word + "' is one word too many"
                        : "'" + word + "' is not " + oneOf(shown),
                true);
    }

    private static String oneOf(List<String> shown) {
        return shown.size() == 1 ? shown.getFirst() : "one of " + String.join(", ", shown);
    }

    private static String show(Syntax leaf) {
        if (leaf instanceof Syntax.Word word) {
            return "'" + word.word() + "'";
        }
        var argument = (Syntax.Argument) leaf;
        var shown = argument.kind().shown;
        return shown != null ? shown : "<" + argument.name() + ">";
    }
}
