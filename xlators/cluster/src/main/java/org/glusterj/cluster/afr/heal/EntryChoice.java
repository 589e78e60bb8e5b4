package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.cluster.afr.Copies;

/**
 * Which copies of a directory know its names. Whoever is not accused does, and the others follow: what these have and
 * the former do not is removed. Only when nobody is right, or nobody is accused, all names of all are kept (spec afr
 * 6, 7).
 *
 * <p>Stock merges also when <em>any</em> copy has a change under way that never ended, the accused one included. A
 * brick that dies within a change keeps such a mark; names that were removed while it was away came back through it.
 * What an accused copy knows of its past says nothing about what it has missed, so here the marks of those who
 * follow do not count, and where the right ones have a mark they agree among themselves, name by name ({@link
 * NameChoice}). Pure.
 */
final class EntryChoice {
    private EntryChoice() {}

    /** @param sight complete */
    static Plan of(Sight sight, Copies locked, HealSettings settings) {
        var matrix = sight.matrix(ChangeType.ENTRY);
        var direction = matrix.direction(ChangeType.ENTRY, locked, settings.quorum());
        var sources = direction.sources();
        var sinks = direction.sinks().and(locked);
        if (sources.isEmpty() || sinks.hasAll(locked)) {
            return new Plan(-1, Copies.NONE, locked, false);
        }
        if (sinks.isEmpty()) {
            boolean merge = matrix.anyDirty() || matrix.anyPending();
            return new Plan(-1, Copies.NONE, merge ? locked : Copies.NONE, false);
        }
        return new Plan(settings.choose(sources), sources, locked.minus(sources), false);
    }
}
