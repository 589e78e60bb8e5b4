package org.glusterj.cli.gluster.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/** The words of a command line by the names that the syntax gives them. Immutable. */
public final class Match {
    private final Map<String, List<String>> values;

    Match(Map<String, List<String>> values) {
        this.values = values;
    }

    /** Whether the word, or the argument of that name, was given. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Null when it was not given. */
    public String get(String name) {
        var all = values.get(name);
        return all == null ? null : all.getFirst();
    }

    /** In order of the command line; empty when none was given. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /**
     * The first of the words that was given.
     *
     * @throws NoSuchElementException when none was: the syntax must want one
     */
    public String oneOf(String... of) {
        return Stream.of(of).filter(this::has).findFirst().orElseThrow();
    }

    /** How often the word was given. */
    public int count(String name) {
        return all(name).size();
    }

    /** What is bound along a path of the search: linked from the last to the first. */
    record Bound(String name, String value, Bound before) {
        static Match match(Bound last) {
            var inOrder = new ArrayList<Bound>();
            for (var bound = last; bound != null; bound = bound.before) {
                inOrder.addFirst(bound);
            }
            var values = new LinkedHashMap<String, List<String>>();
            for (var bound : inOrder) {
                values.computeIfAbsent(bound.name, name -> new ArrayList<>()).add(bound.value);
            }
            return new Match(values);
        }
    }
}
