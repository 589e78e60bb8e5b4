package org.glusterj.management.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.ClusterStore.Condition;
import org.glusterj.management.store.ClusterStore.Write;
import org.junit.jupiter.api.Test;

class TableTest {
    private static Commit write(String key, long revision, String value) {
        return new Commit(
                List.of(new Condition(key, revision)),
                List.of(new Write(key, value.getBytes(StandardCharsets.UTF_8))));
    }

    private static Table copy(Table table) throws IOException {
        var bytes = new ByteArrayOutputStream();
        table.write(new DataOutputStream(bytes));
        return Table.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }

    @Test
    void aRequestThatIsInTheLogTwiceIsDoneOnce() throws IOException {
        try (var feed = new Feed()) {
            var request = new Commands.Request(UUID.randomUUID(), write("a", 0, "1"));
            var answer = feed.apply(request);
            feed.apply(new Commands.Request(UUID.randomUUID(), write("a", 1, "2")));

            assertThat(feed.apply(request)).isEqualTo(answer);
            feed.replace(feed.read(TableTest::copied));
            assertThat(feed.apply(request)).isEqualTo(answer);

            assertThat(feed.known("a").getFirst().value()).isEqualTo("2".getBytes());
            assertThat(answer).isEqualTo(new Commands.Answer(Table.Outcome.DONE, 1));
        }
    }

    private static Table copied(Table table) {
        try {
            return copy(table);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSnapshotIsTheTable() throws IOException {
        var table = new Table();
        table.apply(write("a", 0, "1"));
        table.apply(write("b", 0, "2"));
        table.apply(new Commit(List.of(), List.of(new Write("a", null))));

        var copy = copy(table);

        assertThat(copy.revision()).isEqualTo(3);
        assertThat(copy.difference(table)).isEmpty();
        assertThat(table.difference(copy)).isEmpty();
        assertThat(copy.get("b").orElseThrow().revision()).isEqualTo(2);
    }

    @Test
    void aCopyIsNotTouchedByWhatComesLater() {
        var table = new Table();
        var request = UUID.randomUUID();
        var answer = table.apply(request, write("a", 0, "1"));

        var copy = table.copy();
        table.apply(UUID.randomUUID(), write("a", 1, "2"));

        assertThat(copy.revision()).isEqualTo(1);
        assertThat(copy.get("a").orElseThrow().value()).isEqualTo("1".getBytes());
        assertThat(copy.answered(request)).contains(answer);
        assertThat(table.difference(copy)).hasSize(1);
    }

    @Test
    void aFullTableRefusesAndStaysAsItIs() {
        var table = new Table();
        var large = new byte[Table.VALUE_BYTES_MAX];
        int written = 0;
        while (table.apply(new Commit(List.of(), List.of(new Write("k" + written, large))))
                == Table.Outcome.DONE) {
            written++;
        }
        assertThat(written).isEqualTo((int) (Table.TABLE_BYTES_MAX / Table.VALUE_BYTES_MAX) - 1);
        assertThat(table.revision()).isEqualTo(written);
        assertThat(table.apply(new Commit(List.of(), List.of(new Write("k0", null)))))
                .isEqualTo(Table.Outcome.DONE);
    }
}
