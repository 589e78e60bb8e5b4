package org.glusterj.management.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FirstAnswerTest {
    private static final ClusterStore.Entry NEW =
            new ClusterStore.Entry("volumes/v", new byte[0], 7);
    private static final ClusterStore.Entry OLD =
            new ClusterStore.Entry("volumes/v", new byte[0], 3);

    /** Answers at the third question, and has caught up itself at the fifth. */
    private static final class Slow implements ClusterStore {
        final AtomicInteger asked = new AtomicInteger();

        @Override
        public List<Entry> list(String prefix) throws StoreException {
            if (asked.incrementAndGet() < 3) {
                throw new StoreException("no majority", null, true);
            }
            return List.of(NEW);
        }

        @Override
        public List<Entry> known(String prefix) {
            return asked.get() < 4 ? List.of() : List.of(asked.get() < 5 ? OLD : NEW);
        }

        @Override
        public Optional<Entry> get(String key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Long> commit(Commit commit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AutoCloseable watch(String prefix, Watcher watcher) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    @Test
    void itIsToldWhenTheNodeHasWhatTheMajorityHas() throws Exception {
        var store = new Slow();
        var told = new CountDownLatch(1);
        var askedThen = new AtomicInteger();
        try (var first =
                new FirstAnswer(
                        store,
                        SystemEnvironment.get(),
                        () -> {
                            askedThen.set(store.asked.get());
                            told.countDown();
                        })) {
            first.begin();
            assertThat(told.await(50, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(askedThen).hasValue(5);
    }
}
