package org.glusterj.management.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreTest extends ClusterStoreContract {
    @TempDir private Path directory;

    @Override
    LocalStore open() throws IOException {
        return LocalStore.open(directory.resolve("store.json"));
    }

    @Test
    void whatIsWrittenIsThereAfterARestart() throws Exception {
        long second;
        try (var store = open()) {
            store.commit(write("volumes/b", "{\"x\":\"\u00e4\"}"));
            second = store.commit(write("volumes/a", "1")).orElseThrow();
            store.commit(write("peers/p", "2"));
            store.commit(write("peers/p", null));
        }
        try (var again = open()) {
            assertThat(again.known("volumes/"))
                    .extracting(ClusterStore.Entry::key)
                    .containsExactly("volumes/a", "volumes/b");
            assertThat(again.get("volumes/a").orElseThrow().revision()).isEqualTo(second);
            assertThat(again.get("volumes/b").orElseThrow().value())
                    .isEqualTo(bytes("{\"x\":\"\u00e4\"}"));
            assertThat(again.get("peers/p")).isEmpty();
            assertThat(again.commit(write("c", "3"))).contains(5L);
        }
    }

    @Test
    void whatCannotBeWrittenDidNotHappen(@TempDir Path other) throws Exception {
        var home = Files.createDirectory(other.resolve("home"));
        try (var store = LocalStore.open(home.resolve("store.json"))) {
            Files.delete(home);
            assertThatThrownBy(() -> store.commit(write("a", "1")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("cannot be written");
            assertThat(store.get("a")).isEmpty();
            Files.createDirectory(home);
            assertThat(store.commit(write("a", "1"))).contains(1L);
        }
    }

    @Test
    void afterTheEndTheFileStaysAsItIs() throws Exception {
        var store = open();
        store.commit(write("a", "1"));
        store.close();
        assertThatThrownBy(() -> store.commit(write("a", "2"))).isInstanceOf(StoreException.class);
        try (var again = open()) {
            assertThat(again.get("a").orElseThrow().value()).isEqualTo(bytes("1"));
        }
    }

    @Test
    void aDamagedFileIsNoEmptyStore() throws Exception {
        var file = Files.writeString(directory.resolve("damaged"), "{\"revision\":1,\"entr");
        assertThatThrownBy(() -> LocalStore.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is damaged");
    }
}
