package org.glusterj.management.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.glusterj.management.Json;
import org.glusterj.management.store.Deadline;
import org.glusterj.management.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolTest {
    @TempDir Path directory;
    private Nodes nodes;

    @BeforeEach
    void begin() {
        nodes = new Nodes(directory, 4096);
    }

    @AfterEach
    void end() {
        nodes.close();
    }

    @Test
    void aNodeAloneIsAPoolAndStaysIt() throws Exception {
        var node = nodes.start(1);
        Nodes.put(node, "a", "1");
        Nodes.await("census", () -> node.census().voters().contains(node.self()));
        Nodes.await("its own record", () -> !node.peers().isEmpty());
        assertThat(node.peers()).singleElement().matches(Pool.Status::voter);
        var self = node.self();
        var pool = node.id();

        nodes.stop(1);
        var again = nodes.start(1);

        assertThat(again.self()).isEqualTo(self);
        assertThat(again.id()).isEqualTo(pool);
        assertThat(Nodes.get(again, "a")).isEqualTo("1");
        assertThat(Files.readAllLines(nodes.home(1).resolve("glusterd.info")))
                .contains("UUID=" + self, "operating-version=100000");
    }

    @Test
    void theSecondLearnsAndTheThirdMakesThreeVoters() throws Exception {
        nodes.pool(2);
        var first = nodes.get(1);
        var second = nodes.get(2);
        assertThat(first.census().voters()).containsExactly(first.self());
        assertThat(first.census().learners()).containsExactly(second.self());
        assertThat(first.census().survives()).isZero();
        Nodes.put(second, "a", "from the learner");
        assertThat(Nodes.get(first, "a")).isEqualTo("from the learner");

        var third = nodes.start(3);
        second.probe(nodes.address(3));

        Nodes.await("three voters", () -> third.census().voters().size() == 3);
        assertThat(third.census().survives()).isEqualTo(1);
        assertThat(Nodes.get(third, "a")).isEqualTo("from the learner");
        assertThat(third.peers()).hasSize(3).allMatch(Pool.Status::connected);
        nodes.stop(1);
        Nodes.put(third, "a", "without the first");
        assertThat(Nodes.get(second, "a")).isEqualTo("without the first");
    }

    @Test
    void withoutAMajorityItSaysSoAndStillShowsWhatItKnows() throws Exception {
        nodes.pool(3);
        var first = nodes.get(1);
        Nodes.put(first, "a", "1");
        nodes.stop(2);
        nodes.stop(3);

        long began = System.nanoTime();
        assertThatThrownBy(() -> Nodes.put(first, "a", "2"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no majority")
                .hasMessageContaining("(1 of 3 voting nodes, not ")
                .hasMessageContaining(nodes.address(2))
                .hasMessageContaining(nodes.address(3));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
        assertThat(first.store().known("a")).hasSize(1);
        nodes.start(2);
        Nodes.await("a majority again", () -> isAnswered(first));
    }

    /** However many waits for the pool a command consists of. */
    @Test
    void aCommandWaitsNoLongerThanItsDeadline() throws Exception {
        nodes.pool(3);
        var first = nodes.get(1);
        Nodes.put(first, "a", "1");
        nodes.stop(2);
        nodes.stop(3);
        // Until its next heartbeats fail a leader takes a read for confirmed by those before.
        Nodes.await("the leader alone answers no more", () -> !isAnswered(first));

        long began = System.nanoTime();
        Deadline.within(
                Duration.ofSeconds(1),
                () -> {
                    for (int wait = 0; wait < 10; wait++) {
                        assertThatThrownBy(() -> Nodes.get(first, "a"))
                                .isInstanceOf(StoreException.class);
                    }
                    return null;
                });

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
    }

    private static boolean isAnswered(Pool pool) {
        try {
            return !Nodes.get(pool, "a").isEmpty();
        } catch (StoreException e) {
            return false;
        }
    }

    @Test
    void whoHasAPoolOrVolumesIsNotTakenIn() throws Exception {
        nodes.pool(2);
        var stranger = nodes.start(3);
        nodes.start(4);
        Nodes.put(nodes.get(4), "volumes/v", "{}");

        assertThatThrownBy(() -> stranger.probe(nodes.address(2)))
                .isInstanceOf(PoolException.class)
                .hasMessageContaining("part of another pool");
        assertThatThrownBy(() -> stranger.probe(nodes.address(1)))
                .hasMessageContaining("part of another pool");
        assertThatThrownBy(() -> nodes.get(1).probe(nodes.address(4)))
                .hasMessageContaining("volumes of its own");
        assertThatThrownBy(() -> nodes.get(1).probe(nodes.address(1)))
                .hasMessageContaining("is this node");
        assertThat(nodes.get(1).peers()).hasSize(2);
    }

    @Test
    void aStrangerCannotMakeANodeLeaveOrJoin() throws Exception {
        nodes.pool(2);
        var member = nodes.get(2);
        try (var stranger = nodes.start(3)) {
            nodes.running().remove(3);
            for (var type : List.of(Invitation.JOIN, Invitation.LEAVE)) {
                var forged =
                        new Invitation(
                                type, member.id(), "00".repeat(32), member.self(), 99, Map.of(), 0);
                assertThatThrownBy(
                                () ->
                                        Warden.ask(
                                                stranger.raft(),
                                                nodes.address(2),
                                                forged,
                                                Duration.ofSeconds(10)))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("secret is wrong");
            }
        }
        Nodes.put(member, "a", "still there");
    }

    @Test
    void whoLostItsDirectoryIsTakenInAgain() throws Exception {
        nodes.pool(3);
        var first = nodes.get(1);
        Nodes.put(first, "a", "1");
        var lost = nodes.get(3).self();
        nodes.stop(3);
        nodes.forget(nodes.home(3));

        var again = nodes.start(3);

        Nodes.await(
                "a voter again",
                () -> again.self().equals(lost) && again.census().voters().contains(lost));
        assertThat(Nodes.get(again, "a")).isEqualTo("1");
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(Files.readAllLines(nodes.home(3).resolve("glusterd.info")))
                .contains("UUID=" + lost);
    }

    @Test
    void aDirectoryThatIsTakenAwayIsNoticed() throws Exception {
        nodes.pool(3);

        nodes.forget(nodes.home(3));

        Nodes.await("begins anew", () -> nodes.begunAnew.contains(3));
        var lost = nodes.get(3).self();
        nodes.stop(3);
        var again = nodes.start(3);
        Nodes.await(
                "a voter again",
                () -> again.self().equals(lost) && again.census().voters().contains(lost));
    }

    /** Its vote may have been given to somebody already, and the log that said so is lost: the name is used up. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whoLostItsLogOnlyIsAnotherMember(int number) throws Exception {
        nodes.pool(3);
        var other = nodes.get(2);
        Nodes.put(other, "a", "1");
        var lost = nodes.get(number).self();
        assertThat(incarnation(other, lost)).isEqualTo(1);
        nodes.stop(number);
        nodes.forget(nodes.home(number).resolve("store"));

        var again = nodes.start(number);

        Nodes.await(
                "a voter under another name",
                () -> incarnation(other, lost) == 2 && isVoter(again, lost));
        assertThat(again.self()).isEqualTo(lost);
        assertThat(again.id()).isEqualTo(other.id());
        assertThat(Nodes.get(again, "a")).isEqualTo("1");
    }

    private static boolean isVoter(Pool pool, UUID node) {
        return pool.peers().size() == 3 && pool.census().voters().contains(node);
    }

    private static int incarnation(Pool pool, UUID node) {
        var known = pool.store().known(PeerRecord.key(node)).getFirst();
        return Json.read(known.value(), PeerRecord.class).incarnation();
    }

    @Test
    void aVoterThatIsGoneIsReplacedAndLearnsWhenItReturns() throws Exception {
        nodes.pool(4);
        var first = nodes.get(1);
        var learner = first.census().learners().first();
        int gone =
                number(
                        first.census().voters().stream()
                                .filter(voter -> !voter.equals(first.self()))
                                .findFirst()
                                .orElseThrow());
        var goneId = nodes.get(gone).self();
        nodes.stop(gone);

        Nodes.await("replaced", () -> first.census().voters().contains(learner));
        assertThat(first.census().voters()).hasSize(3).doesNotContain(goneId);

        nodes.start(gone);
        Nodes.await("learns", () -> first.census().learners().contains(goneId));
        Nodes.put(nodes.get(gone), "a", "1");
    }

    private int number(UUID id) {
        return nodes.running().entrySet().stream()
                .filter(entry -> entry.getValue().self().equals(id))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    @Test
    void theDetachedNodeIsAPoolOfItsOwn() throws Exception {
        nodes.pool(3);
        var first = nodes.get(1);
        var third = nodes.get(3);
        Nodes.put(first, "a", "1");
        var pool = first.id();

        first.detach(third.self(), false, List.of());

        Nodes.await(
                "one voter",
                () -> first.census().voters().size() == 1 && first.census().learners().size() == 1);
        Nodes.await("left", () -> !third.id().equals(pool) && third.peers().size() == 1);
        assertThat(Nodes.get(third, "a")).isEmpty();
        Nodes.put(third, "b", "its own");
        assertThat(first.peers()).hasSize(2);

        first.probe(nodes.address(3));
        Nodes.await("three voters", () -> third.census().voters().size() == 3);
        assertThat(Nodes.get(third, "b")).isEmpty();
    }

    @Test
    void theOnlyVoterCanBeDetachedByTheOther() throws Exception {
        nodes.pool(2);
        var first = nodes.get(1);
        var second = nodes.get(2);
        Nodes.put(first, "a", "1");

        second.detach(first.self(), false, List.of());

        Nodes.await(
                "leads alone",
                () ->
                        second.census()
                                .voters()
                                .equals(new java.util.TreeSet<>(List.of(second.self()))));
        Nodes.await("left", () -> !first.id().equals(second.id()));
        assertThat(Nodes.get(second, "a")).isEqualTo("1");
        assertThat(second.peers()).hasSize(1);
    }

    @Test
    void fiveOfSevenVote() throws Exception {
        nodes.pool(7);
        assertThat(nodes.get(1).census().voters()).hasSize(5);
        assertThat(nodes.get(1).census().learners()).hasSize(2);
        Nodes.put(nodes.get(7), "a", "1");
        assertThat(Nodes.get(nodes.get(4), "a")).isEqualTo("1");
    }
}
