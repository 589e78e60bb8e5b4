package org.glusterj.management.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.management.event.EventLog.Logged;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.ClusterStore.Write;
import org.glusterj.management.store.MemoryStore;
import org.glusterj.management.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One order for all nodes, bounded, and what is missing is known. */
@Timeout(120)
class EventLogTest {
    private static final UUID NODE = UUID.fromString("6fbf8f0e-9c35-4a2c-8a6b-0a5c1f3c7d10");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1000));

    private final MemoryStore store = new MemoryStore();
    private final LinkedBlockingQueue<Boolean> stirred = new LinkedBlockingQueue<>();
    private Events events;
    private EventLog log;

    @BeforeEach
    void open() {
        events = new Events(store, NODE, CLOCK, SystemEnvironment.get());
        log = open(store);
    }

    private EventLog open(MemoryStore of) {
        var fresh = new EventLog(of, SystemEnvironment.get());
        fresh.listen(() -> stirred.add(true));
        fresh.start();
        return fresh;
    }

    @AfterEach
    void close() throws Exception {
        log.close();
        store.close();
    }

    private void await(BooleanSupplier holds) throws InterruptedException {
        while (!holds.getAsBoolean()) {
            assertThat(stirred.poll(60, TimeUnit.SECONDS)).as("news of the log").isNotNull();
        }
    }

    private void commit(Write... writes) throws StoreException {
        store.commit(new Commit(List.of(), List.of(writes)));
    }

    private Write started(String volume) {
        return events.write(EventType.VOLUME_START, Map.of("name", volume, "force", "0"));
    }

    private static List<Object> names(List<Logged> logged) {
        return logged.stream().map(l -> l.event().message().get("name")).toList();
    }

    @Test
    void eventsHaveTheOrderOfTheirCommitsAndTheSameNumbersEverywhere() throws Exception {
        commit(started("a"), new Write("volumes/a", new byte[0]));
        commit(new Write("volumes/b", new byte[0]));
        commit(started("b"));
        await(() -> log.after(0, 9).size() == 2);

        assertThat(names(log.after(0, 9))).containsExactly("a", "b");
        assertThat(log.after(0, 9)).extracting(Logged::sequence).containsExactly(1000L, 3000L);
        assertThat(names(log.after(1000, 9))).containsExactly("b");
        assertThat(log.newest()).isEqualTo(3000);
        assertThat(log.gone()).isZero();
        var event = log.after(0, 1).getFirst().event();
        assertThat(event.sorted().toString())
                .isEqualTo(
                        "{event=VOLUME_START, message={force=0, name=a}, nodeid="
                                + NODE
                                + ", ts=1000}");
        var other = open(store);
        await(() -> other.after(0, 9).size() == 2);
        assertThat(other.after(0, 9)).isEqualTo(log.after(0, 9));
        other.close();
    }

    @Test
    void reportedEventsComeInTheirOrderTogether() throws Exception {
        for (int i = 0; i < 250; i++) {
            events.report(EventType.CLIENT_CONNECT, Map.of("name", i));
        }
        await(() -> log.after(0, 999).size() == 250);

        assertThat(log.after(0, 999))
                .extracting(l -> l.event().message().get("name"))
                .isSorted()
                .endsWith(249);
        assertThat(log.after(0, 999))
                .extracting(Logged::sequence)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(store.known("events/log/").size()).isBetween(3, 250);
    }

    @Test
    void whatIsTooMuchIsRemovedAndKnownToBeGone() throws Exception {
        int many = EventLog.RECORDS_MAX + EventLog.SLACK + 1;
        for (int i = 0; i < many; i++) {
            commit(started("v" + i));
        }
        await(() -> log.gone() > 0);

        int left = log.after(0, many).size();
        assertThat(left).isBetween(EventLog.RECORDS_MAX, EventLog.RECORDS_MAX + EventLog.SLACK);
        assertThat(names(log.after(0, many)).getLast()).isEqualTo("v" + (many - 1));
        assertThat(log.after(0, 1).getFirst().sequence()).isGreaterThan(log.gone());
        assertThat(store.known("events/log/")).hasSize(left);
        var other = open(store);
        await(() -> other.gone() > 0);
        assertThat(other.gone()).isEqualTo(log.gone());
        other.close();
    }

    @Test
    void longEventsAreRemovedEarlier() throws Exception {
        var text = "x".repeat(Event.TEXT_MAX);
        int many = EventLog.BYTES_MAX / Event.TEXT_MAX + 1;
        for (int i = 0; i < many; i++) {
            commit(events.write(EventType.VOLUME_CREATE, Map.of("name", i, "bricks", text)));
        }
        await(() -> log.gone() > 0);

        long bytes = store.known("events/log/").stream().mapToLong(e -> e.value().length).sum();
        assertThat(bytes).isLessThan(EventLog.BYTES_MAX);
    }

    @Test
    void aTextThatIsTooLongIsNotTold() {
        var text = "x".repeat(Event.TEXT_MAX + 1);
        var event = Event.of(EventType.VOLUME_CREATE, NODE, 1, Map.of("name", "v", "bricks", text));
        assertThat(event.message()).containsEntry("bricks", "<unavailable>");
    }

    @Test
    void whoReportsTooMuchLosesEventsAndTime() throws Exception {
        // Nothing is written as long as the first commit cannot be: the store of a pool without a
        // majority.
        var stuck = new LinkedBlockingQueue<Boolean>();
        var held = new Events(new StuckStore(store, stuck), NODE, CLOCK, SystemEnvironment.get());
        for (int i = 0; i < Events.QUEUE_MAX + 1000; i++) {
            held.report(EventType.CLIENT_CONNECT, Map.of("name", i));
        }
        stuck.add(true);
        await(() -> log.after(0, 9999).size() >= Events.QUEUE_MAX);
        assertThat(log.after(0, 9999).size())
                .isBetween(Events.QUEUE_MAX, Events.QUEUE_MAX + EventLog.BATCH_MAX);
    }
}
