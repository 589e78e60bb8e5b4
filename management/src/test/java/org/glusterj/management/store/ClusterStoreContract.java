package org.glusterj.management.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.ClusterStore.Condition;
import org.glusterj.management.store.ClusterStore.Entry;
import org.glusterj.management.store.ClusterStore.Write;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link ClusterStore} promises, of a store that is alone. */
abstract class ClusterStoreContract {
    private ClusterStore store;

    abstract ClusterStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Commit write(String key, String value) {
        return new Commit(List.of(), List.of(new Write(key, value == null ? null : bytes(value))));
    }

    static Commit writeIf(String key, long revision, String value) {
        return new Commit(
                List.of(new Condition(key, revision)), List.of(new Write(key, bytes(value))));
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        long revision = store.commit(write("volumes/v", "1")).orElseThrow();

        var entry = store.get("volumes/v").orElseThrow();

        assertThat(entry.value()).isEqualTo(bytes("1"));
        assertThat(entry.revision()).isEqualTo(revision);
        assertThat(store.get("volumes/w")).isEmpty();
    }

    @Test
    void everyChangeHasTheNextRevision() throws Exception {
        long first = store.commit(write("a", "1")).orElseThrow();
        assertThat(store.commit(writeIf("a", first + 7, "no"))).isEmpty();
        assertThat(store.commit(write("b", "2"))).contains(first + 1);
        assertThat(store.commit(new Commit(List.of(), List.of()))).contains(first + 2);
    }

    @Test
    void conditionsDecide() throws Exception {
        long first = store.commit(writeIf("a", 0, "1")).orElseThrow();

        assertThat(store.commit(writeIf("a", 0, "2"))).isEmpty();
        long second = store.commit(writeIf("a", first, "3")).orElseThrow();
        assertThat(store.commit(writeIf("a", first, "4"))).isEmpty();

        assertThat(store.get("a").orElseThrow().value()).isEqualTo(bytes("3"));
        assertThat(store.get("a").orElseThrow().revision()).isEqualTo(second);
    }

    @Test
    void aCommitIsAllOrNothing() throws Exception {
        store.commit(write("a", "1"));

        var failed =
                store.commit(
                        new Commit(
                                List.of(new Condition("b", 9)),
                                List.of(new Write("a", bytes("2")), new Write("c", bytes("3")))));
        assertThat(failed).isEmpty();
        assertThat(store.list("")).extracting(Entry::key).containsExactly("a");

        store.commit(
                new Commit(
                        List.of(new Condition("b", 0)),
                        List.of(new Write("a", null), new Write("c", bytes("3")))));
        assertThat(store.list("")).extracting(Entry::key).containsExactly("c");
    }

    @Test
    void aRemovedKeyIsThereForNobody() throws Exception {
        long written = store.commit(write("a", "1")).orElseThrow();
        store.commit(write("a", null));

        assertThat(store.get("a")).isEmpty();
        assertThat(store.commit(writeIf("a", written, "2"))).isEmpty();
        assertThat(store.commit(writeIf("a", 0, "2"))).isPresent();
    }

    @Test
    void aListIsSortedAndOfItsPrefix() throws Exception {
        for (var key : List.of("b/2", "b", "a/1", "b/10", "b/1", "c")) {
            store.commit(write(key, key));
        }
        assertThat(store.list("b/")).extracting(Entry::key).containsExactly("b/1", "b/10", "b/2");
        assertThat(store.known("b/")).extracting(Entry::key).containsExactly("b/1", "b/10", "b/2");
        assertThat(store.list("d")).isEmpty();
    }

    @Test
    void tooMuchIsRefusedBeforeItIsSent() {
        var large = new byte[Table.VALUE_BYTES_MAX + 1];
        for (var commit :
                List.of(
                        new Commit(List.of(), List.of(new Write("a", large))),
                        write("", "no key"),
                        write("k".repeat(Table.KEY_BYTES_MAX + 1), "long"),
                        new Commit(
                                List.of(),
                                List.of(new Write("a", bytes("1")), new Write("a", null))))) {
            assertThatThrownBy(() -> store.commit(commit))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theLargestValueIsTaken() throws Exception {
        var large = new byte[Table.VALUE_BYTES_MAX];
        large[large.length - 1] = 7;
        store.commit(new Commit(List.of(), List.of(new Write("a", large))));
        assertThat(store.get("a").orElseThrow().value()).isEqualTo(large);
    }

    @Test
    void aWatchTellsWhatIsThereAndThenEachChange() throws Exception {
        store.commit(write("a/1", "old"));
        store.commit(write("b", "not watched"));
        var told = new LinkedBlockingQueue<Entry>();
        var watch = store.watch("a/", (revision, changed) -> told.addAll(changed));
        assertThat(next(told).value()).isEqualTo(bytes("old"));

        store.commit(write("a/2", "new"));
        store.commit(write("b", "again"));
        store.commit(write("a/1", null));

        assertThat(next(told).key()).isEqualTo("a/2");
        var removed = next(told);
        assertThat(removed.key()).isEqualTo("a/1");
        assertThat(removed.value()).isNull();
        watch.close();
    }

    @Test
    void aWatchThatFailsHearsOn() throws Exception {
        var told = new LinkedBlockingQueue<Entry>();
        store.watch(
                "",
                (revision, changed) -> {
                    told.addAll(changed);
                    if (changed.getFirst().key().equals("bad")) {
                        throw new IllegalStateException("a watcher's bug");
                    }
                });
        store.commit(write("bad", "1"));
        store.commit(write("good", "2"));
        assertThat(next(told).key()).isEqualTo("bad");
        assertThat(next(told).key()).isEqualTo("good");
    }

    @Test
    void aClosedWatchHearsNothing() throws Exception {
        var told = new LinkedBlockingQueue<Entry>();
        var open = new LinkedBlockingQueue<Entry>();
        var watch = store.watch("", (revision, changed) -> told.addAll(changed));
        watch.close();
        store.watch("", (revision, changed) -> open.addAll(changed));
        store.commit(write("a", "1"));
        next(open);
        assertThat(told).isEmpty();
    }

    @Test
    void aSlowWatcherHearsTheLastOfEachKeyInOrder() throws Exception {
        var go = new CountDownLatch(1);
        var told = new LinkedBlockingQueue<Entry>();
        var revisions = new ArrayList<Long>();
        store.watch(
                "",
                (revision, changed) -> {
                    await(go);
                    revisions.add(revision);
                    told.addAll(changed);
                });
        long last = 0;
        for (int i = 0; i < Feed.PENDING_MAX + 50; i++) {
            last = store.commit(write("k" + i % 3, "v" + i)).orElseThrow();
        }
        go.countDown();

        var entry = next(told);
        while (entry.revision() != last) {
            entry = next(told);
        }
        assertThat(revisions).isSorted();
        assertThat(revisions.size()).isLessThanOrEqualTo(Feed.PENDING_MAX + 1);
    }

    @Test
    void manyAtOnceLoseNothing() throws Exception {
        store.commit(write("counter", "0"));
        try (var pool = Executors.newFixedThreadPool(8)) {
            var done = new ArrayList<Future<?>>();
            for (int i = 0; i < 8; i++) {
                done.add(pool.submit((Callable<Void>) () -> increment(10)));
            }
            for (var each : done) {
                each.get(2, TimeUnit.MINUTES);
            }
        }
        assertThat(store.get("counter").orElseThrow().value()).isEqualTo(bytes("80"));
    }

    private Void increment(int times) throws Exception {
        for (int done = 0; done < times; ) {
            var entry = store.get("counter").orElseThrow();
            int value = Integer.parseInt(new String(entry.value(), StandardCharsets.UTF_8));
            if (store.commit(writeIf("counter", entry.revision(), "" + (value + 1))).isPresent()) {
                done++;
            }
        }
        return null;
    }

    private static Entry next(LinkedBlockingQueue<Entry> told) throws InterruptedException {
        var entry = told.poll(1, TimeUnit.MINUTES);
        assertThat(entry).as("told within a minute").isNotNull();
        return entry;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(2, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
