package org.glusterj.management.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreTest {
    @TempDir private Path directory;
    private LocalStore store;

    @BeforeEach
    void open() throws IOException {
        store = LocalStore.open(directory.resolve("store.json"));
    }

    private static ClusterStore.Write write(String key, String value) {
        return new ClusterStore.Write(key, value == null ? null : value.getBytes(UTF_8));
    }

    private long put(String key, String value) throws StoreException {
        var commit = new ClusterStore.Commit(List.of(), List.of(write(key, value)));
        return store.commit(commit).orElseThrow();
    }

    @Test
    void whatIsWrittenIsThereAfterARestart() throws Exception {
        put("volumes/b", "{\"x\":\"\u00e4\"}");
        long second = put("volumes/a", "1");
        put("peers/p", "2");
        put("peers/p", null);
        try (var again = LocalStore.open(directory.resolve("store.json"))) {
            assertThat(again.known("volumes/"))
                    .extracting(ClusterStore.Entry::key)
                    .containsExactly("volumes/a", "volumes/b");
            assertThat(again.get("volumes/a").orElseThrow().revision()).isEqualTo(second);
            assertThat(new String(again.get("volumes/b").orElseThrow().value(), UTF_8))
                    .isEqualTo("{\"x\":\"\u00e4\"}");
            assertThat(again.get("peers/p")).isEmpty();
        }
    }

    @Test
    void aCommitWhoseConditionFailsChangesNothing() throws Exception {
        long first = put("a", "1");
        var late =
                new ClusterStore.Commit(
                        List.of(new ClusterStore.Condition("a", first + 7)),
                        List.of(write("a", "2"), write("b", "2")));
        assertThat(store.commit(late)).isEmpty();
        var missing =
                new ClusterStore.Commit(
                        List.of(new ClusterStore.Condition("a", 0)), List.of(write("a", "2")));
        assertThat(store.commit(missing)).isEmpty();
        assertThat(store.known("")).hasSize(1);
        var right =
                new ClusterStore.Commit(
                        List.of(
                                new ClusterStore.Condition("a", first),
                                new ClusterStore.Condition("b", 0)),
                        List.of(write("b", "2")));
        assertThat(store.commit(right)).hasValue(first + 1);
    }

    @Test
    void watchersHearWhatIsThereAndThenChangesInOrder() throws Exception {
        put("v/a", "1");
        put("w/x", "1");
        var heard = new LinkedBlockingQueue<String>();
        try (var watch =
                store.watch(
                        "v/",
                        (revision, changed) ->
                                changed.forEach(
                                        e ->
                                                heard.add(
                                                        e.key()
                                                                + (e.value() == null
                                                                        ? "-"
                                                                        : ""))))) {
            put("v/b", "1");
            put("w/y", "1");
            put("v/a", null);
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("v/a");
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("v/b");
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("v/a-");
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void aDamagedFileIsNoEmptyStore() throws Exception {
        var file = Files.writeString(directory.resolve("damaged"), "{\"revision\":1,\"entr");
        assertThatThrownBy(() -> LocalStore.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is damaged");
    }
}
