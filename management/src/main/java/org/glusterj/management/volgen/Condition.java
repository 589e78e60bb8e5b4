package org.glusterj.management.volgen;

import java.util.List;

/**
 * All of some terms; a term is the name of an option or fact that must be on, {@code !NAME} off, {@code A|B} one of
 * them on.
 */
record Condition(List<String> terms) {
    static final Condition ALWAYS = new Condition(List.of());

    Condition {
        terms = List.copyOf(terms);
    }

    boolean holds(Scope scope) throws VolgenException {
        for (var term : terms) {
            if (!holds(term, scope)) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(String term, Scope scope) throws VolgenException {
        if (term.startsWith("!")) {
            return !scope.isOn(term.substring(1));
        }
        for (var name : term.split("\\|")) {
            if (scope.isOn(name)) {
                return true;
            }
        }
        return false;
    }
}
