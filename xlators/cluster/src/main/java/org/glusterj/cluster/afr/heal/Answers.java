package org.glusterj.cluster.afr.heal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Outcome;
import org.glusterj.core.Reply;

/**
 * What some copies answered to one question, by the index of the copy. Immutable.
 *
 * @param replies null where there is none
 * @param failures null where there is none
 * @param ok who answered
 */
record Answers<R extends Reply>(List<R> replies, List<FopException> failures, Copies ok) {
    /**
     * @param asked whom the outcomes are of, in their order
     */
    static <R extends Reply> Answers<R> of(int size, Copies asked, List<Outcome<R>> outcomes) {
        var replies = new ArrayList<R>(Collections.nCopies(size, null));
        var failures = new ArrayList<FopException>(Collections.nCopies(size, null));
        var ok = Copies.NONE;
        int at = 0;
        for (int i = asked.lowest(); i >= 0; i = asked.next(i)) {
            switch (outcomes.get(at++)) {
                case Outcome.Ok<R>(var child, var reply) -> {
                    replies.set(i, reply);
                    ok = ok.with(i);
                }
                case Outcome.Failed<R>(var child, var why) -> failures.set(i, why);
            }
        }
        return new Answers<>(replies, failures, ok);
    }

    R of(int copy) {
        return replies.get(copy);
    }

    boolean failed(int copy, Errno errno) {
        var why = failures.get(copy);
        return why != null && why.errno() == errno;
    }

    /** Who said that there is no such thing. */
    Copies gone() {
        var gone = Copies.NONE;
        for (int i = 0; i < failures.size(); i++) {
            if (isGone(failures.get(i))) {
                gone = gone.with(i);
            }
        }
        return gone;
    }

    static boolean isGone(FopException why) {
        return why != null && (why.errno() == Errno.ENOENT || why.errno() == Errno.ESTALE);
    }

    /** @throws FopException the first failure that is not "no such thing" */
    void requireKnown() throws FopException {
        for (var why : failures) {
            if (why != null && !isGone(why)) {
                throw why;
            }
        }
    }

    /** @throws FopException the first failure */
    void requireAll() throws FopException {
        for (var why : failures) {
            if (why != null) {
                throw why;
            }
        }
    }
}
