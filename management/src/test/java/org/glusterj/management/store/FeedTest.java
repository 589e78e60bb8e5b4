package org.glusterj.management.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.ClusterStore.Entry;
import org.glusterj.management.store.ClusterStore.Write;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static void put(Feed feed, String key) {
        var write = new Write(key, key.getBytes(StandardCharsets.UTF_8));
        feed.apply(new Commands.Request(UUID.randomUUID(), new Commit(List.of(), List.of(write))));
    }

    private static List<String> visible(Feed feed) {
        return feed.known("").stream().map(Entry::key).toList();
    }

    @Test
    void whatIsHeldIsShownAtOnceWhenItIsNewEnough() {
        try (var feed = new Feed()) {
            put(feed, "before");
            long hold = feed.hold();
            put(feed, "a");
            feed.releaseAt(hold, 2);
            assertThat(visible(feed)).containsExactly("before");
            put(feed, "b");
            assertThat(visible(feed)).containsExactly("a", "b");
            assertThat(feed.isHeld(hold)).isFalse();
        }
    }

    /** A node became a member of another pool while it waited for the answer of the one before. */
    @Test
    void whoHeldItBeforeDoesNotShowWhatIsHeldNow() {
        try (var feed = new Feed()) {
            put(feed, "before");
            long late = feed.hold();
            long hold = feed.hold();
            put(feed, "of the past");

            feed.releaseAt(late, 0);

            assertThat(visible(feed)).containsExactly("before");
            assertThat(feed.isHeld(late)).isFalse();
            assertThat(feed.isHeld(hold)).isTrue();
        }
    }
}
