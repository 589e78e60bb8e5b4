package org.glusterj.management.peer;

import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which members of the store should vote: one of two (two voters survive nothing that one does not), three of three
 * and four, five of five and more. The others learn, and take the place of a voter that is gone for good. Pure.
 */
final class Voters {
    private Voters() {}

    /**
     * What is. Names of members.
     *
     * @param self the leader
     * @param wanted who should be a member, voter or not, in the pool's records
     * @param answering who answers now, the leader among them
     * @param lost who has not answered for so long that it is replaced
     */
    record Situation(
            String self,
            SortedSet<String> voters,
            SortedSet<String> learners,
            Set<String> wanted,
            Set<String> answering,
            Set<String> lost) {}

    /** What should be done next. */
    sealed interface Next {
        /** Change who votes and who learns. One member's part changes at a time, or one takes another's place. */
        record Change(String why, SortedSet<String> voters, SortedSet<String> learners)
                implements Next {}

        /** {@code member} should give up its vote, and join anew. */
        record Renew(String why, String member) implements Next {}
    }

    static int target(int members) {
        return members >= 5 ? 5 : members >= 3 ? 3 : 1;
    }

    static Optional<Next> plan(Situation now) {
        for (var learner : now.learners()) {
            if (!now.wanted().contains(learner)) {
                return change("a learner left", now, learner, null);
            }
        }
        var substitute = first(now.learners(), now.answering());
        var unwanted = new TreeSet<>(now.voters());
        unwanted.removeAll(now.wanted());
        if (!unwanted.isEmpty()) {
            return withoutVoter(now, unwanted, substitute);
        }
        int target = target(now.voters().size() + now.learners().size());
        if (now.voters().size() < target) {
            return substitute.flatMap(learner -> change("a voter more", now, null, learner));
        }
        if (now.voters().size() > target) {
            return tooMany(now);
        }
        for (var voter : now.voters()) {
            if (now.lost().contains(voter) && substitute.isPresent()) {
                return Optional.of(new Next.Renew("it has been away for long", voter));
            }
        }
        return Optional.empty();
    }

    private static Optional<Next> withoutVoter(
            Situation now, SortedSet<String> unwanted, Optional<String> substitute) {
        var others = new TreeSet<>(unwanted);
        others.remove(now.self());
        var leaving = others.isEmpty() ? now.self() : others.getFirst();
        int after = now.voters().size() + now.learners().size() - 1;
        boolean tooFew = now.voters().size() - 1 < target(after);
        if (now.voters().size() == 1) {
            // The only voter leaves: another one has to vote before.
            return substitute.flatMap(learner -> change("a voter more", now, null, learner));
        }
        return change("a voter left", now, leaving, tooFew ? substitute.orElse(null) : null);
    }

    private static Optional<Next> tooMany(Situation now) {
        var candidates = new TreeSet<>(now.voters());
        candidates.remove(now.self());
        var silent = new TreeSet<>(candidates);
        silent.removeAll(now.answering());
        var chosen = silent.isEmpty() ? candidates.getLast() : silent.getFirst();
        return Optional.of(new Next.Renew("fewer voters are needed", chosen));
    }

    private static Optional<String> first(SortedSet<String> of, Set<String> in) {
        return of.stream().filter(in::contains).findFirst();
    }

    /**
     * @param leaving the pool, or null
     * @param promoted from learner to voter, or null
     */
    private static Optional<Next> change(
            String why, Situation now, String leaving, String promoted) {
        var voters = new TreeSet<>(now.voters());
        var learners = new TreeSet<>(now.learners());
        if (leaving != null) {
            voters.remove(leaving);
            learners.remove(leaving);
        }
        if (promoted != null) {
            learners.remove(promoted);
            voters.add(promoted);
        }
        return Optional.of(new Next.Change(why, voters, learners));
    }
}
