package org.glusterj.management.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.management.store.ClusterStore;
import org.junit.jupiter.api.Test;

/** What the store tells while the hearer is busy waits, joined; a hearer that fails hears the next. */
class NewsTest {
    private final LinkedBlockingQueue<List<String>> heard = new LinkedBlockingQueue<>();
    private final Semaphore steps = new Semaphore(0);
    private boolean fails;
    private final News news = new News(SystemEnvironment.get(), this::hear);

    private void hear(List<ClusterStore.Entry> batch) {
        heard.add(batch.stream().map(entry -> entry.key() + entry.revision()).toList());
        steps.acquireUninterruptibly();
        if (fails) {
            throw new IllegalStateException("as wanted");
        }
    }

    private void tell(String key, long revision) {
        news.changed(revision, List.of(new ClusterStore.Entry(key, new byte[] {'1'}, revision)));
    }

    private List<String> next() throws InterruptedException {
        return heard.poll(60, TimeUnit.SECONDS);
    }

    @Test
    void aBusyHearerGetsTheLastWordOnEachKey() throws Exception {
        tell("a", 1);
        assertThat(next()).containsExactly("a1");
        tell("b", 2);
        tell("a", 3);
        tell("b", 4);
        assertThat(heard).isEmpty();
        steps.release();
        assertThat(next()).containsExactlyInAnyOrder("a3", "b4");
        steps.release();
    }

    @Test
    void aHearerThatFailsHearsTheNext() throws Exception {
        fails = true;
        tell("a", 1);
        assertThat(next()).containsExactly("a1");
        steps.release();
        tell("a", 2);
        assertThat(next()).containsExactly("a2");
        steps.release();
    }
}
