package org.glusterj.management.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.glusterj.management.transaction.Village.A;
import static org.glusterj.management.transaction.Village.B;
import static org.glusterj.management.transaction.Village.C;
import static org.glusterj.management.transaction.Village.plan;
import static org.glusterj.management.transaction.Village.put;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.glusterj.management.Json;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.ClusterStore.Write;
import org.glusterj.management.store.Deadline;
import org.glusterj.management.transaction.MortalStore.Death;
import org.glusterj.management.transaction.Transactions.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoredTransactionsTest {
    /** Nobody is taken for away who is not, on any machine. */
    private static final Duration PATIENT = Duration.ofSeconds(30);

    /** Whoever is taken for away wrongly only makes a transaction fail. */
    private static final Duration HASTY = Duration.ofMillis(400);

    @Test
    void allNodesDoTheirPartAndTheResultIsCommitted() throws Exception {
        try (var village = new Village(PATIENT)) {
            var transactions = village.start(A);
            village.start(B);
            village.start(C);

            var done = transactions.run(plan(put("one", A, B), put("two", C)));

            assertThat(done.answers())
                    .isEqualTo(List.of(Map.of(A, "put one", B, "put one"), Map.of(C, "put two")));
            assertThat(village.marks(A)).containsExactly("one");
            assertThat(village.marks(B)).containsExactly("one");
            assertThat(village.marks(C)).containsExactly("two");
            assertThat(village.isCommitted()).isTrue();
            village.awaitPeace();
        }
    }

    @Test
    void aPlanWithoutStepsIsItsResult() throws Exception {
        try (var village = new Village(PATIENT)) {
            assertThat(village.start(A).run(plan()).answers()).isEmpty();
            assertThat(village.isCommitted()).isTrue();
            village.awaitPeace();
        }
    }

    @Test
    void whenOneFailsAllIsTakenBack() throws Exception {
        try (var village = new Village(PATIENT)) {
            var transactions = village.start(A, new Failing("the disk is full"));
            village.start(B);

            assertThatThrownBy(
                            () ->
                                    transactions.run(
                                            plan(
                                                    put("one", A, B),
                                                    new Step("fail", Set.of(A), ""),
                                                    put("three", B))))
                    .isInstanceOf(TransactionException.class)
                    .hasMessage("the disk is full");

            assertThat(village.marks(A)).isEmpty();
            assertThat(village.marks(B)).isEmpty();
            assertThat(village.isCommitted()).isFalse();
            village.awaitPeace();
        }
    }

    @Test
    void aNodeThatDoesNotKnowTheActionSaysSo() throws Exception {
        try (var village = new Village(PATIENT)) {
            var transactions = village.start(A, new Failing("not asked"));
            village.start(B);
            assertThatThrownBy(() -> transactions.run(plan(new Step("fail", Set.of(B), ""))))
                    .hasMessage("this node cannot do fail");
            village.awaitPeace();
        }
    }

    @Test
    void whenTheResultCannotBeCommittedAllIsTakenBack() throws Exception {
        try (var village = new Village(PATIENT)) {
            var transactions = village.start(A);
            var mine = "mine".getBytes(StandardCharsets.UTF_8);
            village.store.commit(new Commit(List.of(), List.of(new Write("volumes/v", mine))));

            assertThatThrownBy(() -> transactions.run(plan(put("one", A))))
                    .hasMessage("the pool was changed by somebody else");

            assertThat(village.marks(A)).isEmpty();
            village.awaitPeace();
        }
    }

    @Test
    void aLockIsHeldUntilTheEnd() throws Exception {
        try (var village = new Village(PATIENT);
                var pool = Executors.newSingleThreadExecutor()) {
            var slow = new Slow();
            var transactions = village.start(A, slow);
            var first = pool.submit(() -> transactions.run(plan(new Step("slow", Set.of(A), ""))));
            assertThat(slow.begun.await(1, TimeUnit.MINUTES)).isTrue();

            assertThatThrownBy(() -> transactions.run(plan(put("one", A))))
                    .hasMessage(
                            "Another transaction is in progress for v. Please try again after some time.");

            slow.go.countDown();
            first.get(1, TimeUnit.MINUTES);
            village.awaitPeace();
        }
    }

    @Test
    void aLongStepOfALivingNodeIsWaitedFor() throws Exception {
        try (var village = new Village(Duration.ofSeconds(3));
                var pool = Executors.newSingleThreadExecutor()) {
            var slow = new Slow();
            var transactions = village.start(A);
            village.start(B, slow);
            var done = pool.submit(() -> transactions.run(plan(new Step("slow", Set.of(B), ""))));
            var beats = new CountDownLatch(12);
            village.store.watch(Keys.RECORDS, (revision, changed) -> beats.countDown());
            assertThat(beats.await(2, TimeUnit.MINUTES)).isTrue();

            slow.go.countDown();

            assertThat(done.get(1, TimeUnit.MINUTES).answers().getFirst()).containsKey(B);
        }
    }

    @Test
    void withoutANodeThatIsNeededItIsRefused() throws Exception {
        try (var village = new Village(HASTY)) {
            var transactions = village.start(A);
            assertThatThrownBy(() -> transactions.run(plan(put("one", A, B))))
                    .hasMessage("node " + B + " does not answer");
            assertThat(village.marks(A)).isEmpty();

            village.start(B);

            village.awaitPeace();
            assertThat(village.marks(B)).isEmpty();
        }
    }

    @Test
    void aSilentNodeIsNamedBeforeTheCommandHasToBeAnswered() throws Exception {
        try (var village = new Village(Duration.ofSeconds(16))) {
            var transactions = village.start(A);
            long began = System.nanoTime();

            assertThatThrownBy(
                            () ->
                                    Deadline.within(
                                            Duration.ofSeconds(7),
                                            () -> transactions.run(plan(put("one", A, B)))))
                    .isInstanceOf(TransactionException.class)
                    .hasMessage("node " + B + " does not answer")
                    .matches(refused -> ((TransactionException) refused).isCertain());

            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(16));
        }
    }

    @Test
    void whoIsCutOffFromThePoolIsAnsweredThatTheEndIsNotKnown() throws Exception {
        try (var village = new Village(PATIENT)) {
            // Its first commit, which begins the transaction, is its last.
            var access = new MortalStore(village.store, 2, Death.BEFORE);
            var transactions = village.start(A, access);
            long began = System.nanoTime();

            assertThatThrownBy(
                            () ->
                                    Deadline.within(
                                            Duration.ofSeconds(1),
                                            () -> transactions.run(plan(put("one", A, B)))))
                    .isInstanceOf(TransactionException.class)
                    .hasMessageContaining("no answer yet from " + A)
                    .matches(late -> !((TransactionException) late).isCertain());

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENT);
        }
    }

    @Test
    void aNodeThatDiedAfterItsPartTakesItBackWhenItReturns() throws Exception {
        try (var village = new Village(HASTY)) {
            var slow = new Slow();
            var transactions = village.start(A, slow);
            var access = MortalStore.immortal(village.store);
            village.start(B, access);
            village.store.watch(
                    Keys.RECORDS,
                    (revision, changed) -> {
                        if (village.marks(B).contains("one") && isAt(changed, 1)) {
                            access.die();
                            slow.go.countDown();
                        }
                    });

            assertThatThrownBy(
                            () ->
                                    transactions.run(
                                            plan(
                                                    put("one", B),
                                                    new Step("slow", Set.of(A), ""),
                                                    put("three", B))))
                    .hasMessage("node " + B + " does not answer");
            assertThat(village.marks(B)).containsExactly("one");

            village.stop(B);
            village.start(B);

            village.awaitPeace();
            assertThat(village.marks(B)).isEmpty();
        }
    }

    private static boolean isAt(
            List<org.glusterj.management.store.ClusterStore.Entry> changed, int step) {
        return changed.stream()
                .filter(entry -> entry.value() != null)
                .filter(entry -> Keys.place(entry.key()).kind() == Keys.Place.Kind.RECORD)
                .map(entry -> Json.read(entry.value(), TransactionRecord.class))
                .anyMatch(record -> record.step() == step);
    }

    /**
     * Each commit of the coordinator's is its last, once before and once after it took effect. The others clear
     * up, also behind one that they only take for dead, as it is slow: then it has not made all of its commits.
     */
    @ParameterizedTest
    @EnumSource(Death.class)
    void whereverTheCoordinatorDiesAllIsOldOrAllIsNew(Death death) throws Exception {
        int deadly = 0;
        int taken = 0;
        boolean whole = false;
        while (!whole) {
            deadly++;
            try (var village = new Village(HASTY)) {
                var access = new MortalStore(village.store, deadly, death);
                var transactions = village.start(A, access);
                village.start(B);
                village.start(C);
                var ran = CompletableFuture.supplyAsync(() -> ran(transactions));
                CompletableFuture.anyOf(ran, access.death()).get(2, TimeUnit.MINUTES);
                if (access.isDead()) {
                    village.stop(A);
                    village.awaitUnlocked();
                    village.start(A);
                }
                boolean told = ran.get(2, TimeUnit.MINUTES);
                whole = told && !access.isDead();
                village.awaitPeace();

                boolean isNew = village.isCommitted();
                var one = isNew ? Set.of("one") : Set.of();
                assertThat(village.marks(A)).as("A, death %d", deadly).isEqualTo(one);
                assertThat(village.marks(B)).as("B, death %d", deadly).isEqualTo(one);
                assertThat(village.marks(C))
                        .as("C, death %d", deadly)
                        .isEqualTo(isNew ? Set.of("two") : Set.of());
                assertThat(told).as("what the user was told").isIn(isNew, false);
                taken += isNew ? 1 : 0;
            }
            assertThat(deadly).isLessThan(100);
        }
        assertThat(deadly).as("deaths").isGreaterThanOrEqualTo(5);
        assertThat(taken).as("deaths after the result was committed").isPositive();
    }

    @Test
    void whoeverDiesWhereverAllIsOldOrAllIsNew() throws Exception {
        for (int seed = 1; seed <= 20; seed++) {
            manyDie(seed);
        }
    }

    @Test
    @Tag("long")
    void whoeverDiesWhereverAllIsOldOrAllIsNewLong() throws Exception {
        for (int seed = 21; seed <= 600; seed++) {
            manyDie(seed);
        }
    }

    /** Each node dies once, at some commit of its own, and returns at once. */
    private static void manyDie(int seed) throws Exception {
        var random = new Random(seed);
        try (var village = new Village(HASTY)) {
            Transactions coordinator = null;
            for (var node : List.of(C, B, A)) {
                var death = random.nextBoolean() ? Death.BEFORE : Death.AFTER;
                var access = new MortalStore(village.store, 1 + random.nextInt(7), death);
                coordinator = village.start(node, access);
                access.death().thenRunAsync(() -> village.startAgain(node));
            }
            var transactions = coordinator;
            boolean told = ran(transactions);
            village.awaitPeace();

            boolean isNew = village.isCommitted();
            for (var node : List.of(A, B, C)) {
                var mark = node.equals(C) ? "two" : "one";
                assertThat(village.marks(node))
                        .as("node %s, seed %d", node, seed)
                        .isEqualTo(isNew ? Set.of(mark) : Set.of());
            }
            assertThat(told).as("what the user was told, seed %d", seed).isIn(isNew, false);
        }
    }

    private static boolean ran(Transactions transactions) {
        try {
            transactions.run(plan(put("one", A, B), put("two", C)));
            return true;
        } catch (TransactionException e) {
            return false;
        }
    }

    private record Failing(String why) implements Action {
        @Override
        public String name() {
            return "fail";
        }

        @Override
        public String perform(Call call) throws ActionException {
            throw new ActionException(why);
        }

        @Override
        public void undo(Call call) {}
    }

    private static final class Slow implements Action {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);

        @Override
        public String name() {
            return "slow";
        }

        @Override
        public String perform(Call call) throws ActionException {
            begun.countDown();
            try {
                if (go.await(2, TimeUnit.MINUTES)) {
                    return "";
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new ActionException("nobody let it go");
        }

        @Override
        public void undo(Call call) {}
    }
}
