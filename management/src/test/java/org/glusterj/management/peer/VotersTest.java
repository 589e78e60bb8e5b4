package org.glusterj.management.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.glusterj.management.peer.Voters.Next;
import org.glusterj.management.peer.Voters.Situation;
import org.junit.jupiter.api.Test;

class VotersTest {
    private static SortedSet<String> set(String... members) {
        return new TreeSet<>(List.of(members));
    }

    private static Optional<Next> plan(
            Set<String> voters, Set<String> learners, Set<String> wanted, Set<String> silent) {
        var answering = new HashSet<>(voters);
        answering.addAll(learners);
        answering.removeAll(silent);
        return Voters.plan(
                new Situation(
                        "a",
                        new TreeSet<>(voters),
                        new TreeSet<>(learners),
                        wanted,
                        answering,
                        silent));
    }

    @Test
    void theNumberOfVotersIsOddAndAtMostFive() {
        var targets = new int[] {1, 1, 1, 3, 3, 5, 5, 5};
        for (int members = 0; members < targets.length; members++) {
            assertThat(Voters.target(members)).isEqualTo(targets[members]);
        }
    }

    @Test
    void theThirdMakesVotersOneByOne() {
        assertThat(plan(set("a"), set("b"), set("a", "b"), set())).isEmpty();
        assertThat(plan(set("a"), set("b", "c"), set("a", "b", "c"), set()))
                .contains(new Next.Change("a voter more", set("a", "b"), set("c")));
        assertThat(plan(set("a", "b"), set("c"), set("a", "b", "c"), set()))
                .contains(new Next.Change("a voter more", set("a", "b", "c"), set()));
    }

    @Test
    void whoDoesNotAnswerIsNotMadeAVoter() {
        assertThat(plan(set("a"), set("b", "c"), set("a", "b", "c"), set("b")))
                .contains(new Next.Change("a voter more", set("a", "c"), set("b")));
        assertThat(plan(set("a"), set("b", "c"), set("a", "b", "c"), set("b", "c"))).isEmpty();
    }

    @Test
    void aLostVoterIsReplacedOnlyIfThereIsSomebody() {
        var all = set("a", "b", "c", "d");
        assertThat(plan(set("a", "b", "c"), set("d"), all, set("c")))
                .contains(new Next.Renew("it has been away for long", "c"));
        // Its record names another incarnation now.
        assertThat(plan(set("a", "b", "c"), set("d"), set("a", "b", "c2", "d"), set("c")))
                .contains(new Next.Change("a voter left", set("a", "b", "d"), set()));
        assertThat(plan(set("a", "b", "c"), set(), set("a", "b", "c"), set("c"))).isEmpty();
    }

    @Test
    void theOnlyVoterLeavesAfterAnotherVotes() {
        assertThat(plan(set("a"), set("b"), set("b"), set()))
                .contains(new Next.Change("a voter more", set("a", "b"), set()));
        assertThat(plan(set("a", "b"), set(), set("b"), set()))
                .contains(new Next.Change("a voter left", set("b"), set()));
        assertThat(plan(set("a"), set("b"), set("b"), set("b"))).isEmpty();
    }

    /** Whatever comes and goes, each plan changes little, and following plans ends where it should. */
    @Test
    void followingPlansLeadsToTheRightNumber() {
        for (int seed = 0; seed < 2000; seed++) {
            var world = new World(new Random(seed));
            for (int event = 0; event < 6; event++) {
                world.change();
                int steps = 0;
                while (world.step()) {
                    assertThat(++steps).as("steps, seed %d", seed).isLessThan(60);
                }
                assertThat(world.voters.size())
                        .as("voters of %s, seed %d", world.wanted, seed)
                        .isEqualTo(Voters.target(world.wanted.size()));
            }
        }
    }

    /** All answer; the leader stays unless it is removed, then the first voter leads. */
    private static final class World {
        private final Random random;
        private final TreeSet<String> wanted = new TreeSet<>(List.of("n0.1"));
        private TreeSet<String> voters = new TreeSet<>(wanted);
        private TreeSet<String> learners = new TreeSet<>();
        private String leader = "n0.1";
        private int names = 1;

        World(Random random) {
            this.random = random;
        }

        void change() {
            if (wanted.size() > 1 && random.nextBoolean()) {
                wanted.remove(wanted.toArray(String[]::new)[random.nextInt(wanted.size())]);
            } else {
                wanted.add("n" + names++ + ".1");
            }
        }

        boolean step() {
            var answering = new TreeSet<>(voters);
            answering.addAll(learners);
            var next =
                    Voters.plan(
                            new Situation(leader, voters, learners, wanted, answering, Set.of()));
            if (next.isPresent()) {
                follow(next.get());
                return true;
            }
            var missing = new TreeSet<>(wanted);
            missing.removeAll(voters);
            missing.removeAll(learners);
            return !missing.isEmpty() && learners.add(missing.getFirst());
        }

        private void follow(Next next) {
            switch (next) {
                case Next.Change change -> {
                    assertThat(change.voters()).isNotEmpty();
                    var added = new TreeSet<>(change.voters());
                    added.removeAll(voters);
                    var left = new TreeSet<>(voters);
                    left.removeAll(change.voters());
                    assertThat(added).hasSizeLessThanOrEqualTo(1);
                    assertThat(left).hasSizeLessThanOrEqualTo(1);
                    assertThat(learners).containsAll(added);
                    voters = new TreeSet<>(change.voters());
                    learners = new TreeSet<>(change.learners());
                    if (!voters.contains(leader)) {
                        leader = voters.getFirst();
                    }
                }
                case Next.Renew renew -> {
                    assertThat(voters).contains(renew.member());
                    assertThat(renew.member()).isNotEqualTo(leader);
                    assertThat(wanted.remove(renew.member())).isTrue();
                    wanted.add(renew.member() + "+");
                }
            }
        }
    }
}
