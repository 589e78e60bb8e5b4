package org.glusterj.cluster.afr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.glusterj.core.GraphException;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counters and what follows from them, on states captured from 10.3 and on made ones. */
class PendingMatrixTest {
    private static final PendingKeys R3 = keys("r3", 3);
    private static final PendingKeys R2 = keys("r2", 2);

    private static PendingKeys keys(String volume, int size) {
        var names = new String[size];
        Arrays.setAll(names, i -> "trusted.afr." + volume + "-client-" + i);
        return new PendingKeys(List.of(names), "trusted.afr.dirty");
    }

    /** Rows of a matrix, one for each child: "0 1, 2 0". */
    private static PendingMatrix matrix(String rows) {
        var lines = rows.split(",");
        var keys = keys("t", lines.length);
        var replies = new Xdata[lines.length];
        for (int i = 0; i < lines.length; i++) {
            var cells = lines[i].strip().split(" ");
            replies[i] = Xdata.EMPTY;
            for (int j = 0; j < cells.length; j++) {
                var cell = new Pending(Integer.parseInt(cells[j]), 0, 0);
                replies[i] = replies[i].withBytes(keys.of(j), cell.toBytes());
            }
        }
        return PendingMatrix.of(ChangeType.DATA, keys, List.of(replies));
    }

    private static Copies copies(String indexes) {
        var none = Copies.NONE;
        for (var index : indexes.strip().split(" ")) {
            none = index.isEmpty() ? none : none.with(Integer.parseInt(index));
        }
        return none;
    }

    @Test
    void aSetOfCopiesIsASet() {
        var some = Copies.of(0, 2, 30);
        assertThat(some.count()).isEqualTo(3);
        assertThat(some.lowest()).isZero();
        assertThat(some.next(0)).isEqualTo(2);
        assertThat(some.next(2)).isEqualTo(30);
        assertThat(some.next(30)).isEqualTo(-1);
        assertThat(some.without(2).with(1)).isEqualTo(Copies.of(0, 1, 30));
        assertThat(Copies.first(3).minus(some)).isEqualTo(Copies.of(1));
        assertThat(Copies.first(3).and(some)).isEqualTo(Copies.of(0, 2));
        assertThat(Copies.first(3).hasAll(Copies.of(1, 2))).isTrue();
        assertThat(Copies.of(1).hasAll(Copies.of(1, 2))).isFalse();
        assertThat(Copies.NONE.lowest()).isEqualTo(-1);
        assertThat(some).hasToString("{0,2,30}");
    }

    @Test
    void countersAreThreeBigEndianNumbers() {
        var hex = "00000002000000010000000a";
        var pending = Pending.of(HexFormat.of().parseHex(hex));
        assertThat(pending).isEqualTo(new Pending(2, 1, 10));
        assertThat(HexFormat.of().formatHex(pending.toBytes())).isEqualTo(hex);
        assertThat(HexFormat.of().formatHex(Pending.one(ChangeType.METADATA).negate().toBytes()))
                .isEqualTo("00000000ffffffff00000000");
        assertThat(pending.plus(pending.negate()).isZero()).isTrue();
        assertThat(Pending.of(new byte[] {0, 0, 0, 7})).isEqualTo(new Pending(7, 0, 0));
        assertThat(Pending.of(new byte[0])).isEqualTo(Pending.ZERO);
    }

    @Test
    void namesComeFromTheVolfileNotFromTheChildren() throws Exception {
        var children = List.of("v-client-0", "v-client-1");
        var given = PendingKeys.of("v-client-0,v-client-3", "trusted.afr.dirty", children);
        assertThat(given.pending())
                .containsExactly("trusted.afr.v-client-0", "trusted.afr.v-client-3");
        assertThat(PendingKeys.of("", "d", children).of(1)).isEqualTo("trusted.afr.v-client-1");
        assertThatThrownBy(() -> PendingKeys.of("one", "d", children))
                .isInstanceOf(GraphException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "both, 1, 1, 0",
        "created, 2, 1, 0",
        "data, 1, 0, 0",
        "fifo, 0, 1, 0",
        "meta, 0, 2, 0",
        "newdir, 1, 1, 2",
        "dir, 0, 0, 1",
        "., 0, 0, 7"
    })
    void whatABrickMissedAsCaptured(String path, int data, int metadata, int entry) {
        var xattrs = GoldenBrick.xattrs("replica3-b2down.b0", path);
        assertThat(R3.of(2, xattrs)).isEqualTo(new Pending(data, metadata, entry));
        assertThat(R3.of(0, xattrs)).isEqualTo(Pending.ZERO);
        assertThat(R3.dirty(xattrs)).isEqualTo(Pending.ZERO);
    }

    @Test
    void theBrickThatWasAwayIsTheSink() {
        var good = GoldenBrick.xattrs("replica3-b2down.b0", "data");
        var bad = GoldenBrick.xattrs("replica3-b2back-unhealed.b2", "data");
        var matrix = PendingMatrix.of(ChangeType.DATA, R3, List.of(good, good, bad));
        assertThat(matrix.accused()).isEqualTo(Copies.of(2));
        var direction = matrix.direction(ChangeType.DATA, Copies.first(3), 2);
        assertThat(direction.sources()).isEqualTo(Copies.of(0, 1));
        assertThat(direction.sinks()).isEqualTo(Copies.of(2));
        assertThat(direction.splitBrain()).isFalse();
        var metadata = PendingMatrix.of(ChangeType.METADATA, R3, List.of(good, good, bad));
        assertThat(metadata.anyPending()).isFalse();
        assertThat(metadata.direction(ChangeType.METADATA, Copies.first(3), 2).sources())
                .isEqualTo(Copies.first(3));
    }

    @Test
    void whoDidNotAnswerAccusesNobody() {
        var good = GoldenBrick.xattrs("replica3-b2down.b0", "data");
        var matrix = PendingMatrix.of(ChangeType.DATA, R3, Arrays.asList(null, good, null));
        assertThat(matrix.answered()).isEqualTo(Copies.of(1));
        assertThat(matrix.accused()).isEqualTo(Copies.of(2));
    }

    @ParameterizedTest
    @CsvSource({"sbdata, DATA", "sbmeta, METADATA", "sbdir, ENTRY"})
    void splitBrainAsCaptured(String path, ChangeType type) {
        var one = GoldenBrick.xattrs("replica2-splitbrain-splitbrain.b0", path);
        var other = GoldenBrick.xattrs("replica2-splitbrain-splitbrain.b1", path);
        var matrix = PendingMatrix.of(type, R2, List.of(one, other));
        assertThat(matrix.accused()).isEqualTo(Copies.first(2));
        var direction = matrix.direction(type, Copies.first(2), 0);
        assertThat(direction.splitBrain()).isTrue();
        assertThat(direction.sources()).isEqualTo(Copies.NONE);
        assertThat(direction.sinks()).isEqualTo(Copies.first(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // matrix | accused | sources with quorum 2 | sinks
                "0 0 0, 0 0 0, 0 0 0 | '' | 0 1 2 | ''",
                "0 0 1, 0 0 1, 0 0 0 | 2 | 0 1 | 2",
                "0 1 1, 0 0 0, 0 0 0 | 1 2 | 0 | 1 2",
                // a ring: each is accused by one only, which is less than a quorum
                "0 1 0, 0 0 1, 1 0 0 | 0 1 2 | 0 1 2 | ''",
                // who accuses himself cannot accuse others
                "1 1 0, 0 0 0, 0 0 0 | 0 1 | 0 1 2 | ''",
                "1 0 0, 1 0 0, 0 0 0 | 0 | 1 2 | 0",
                "0 1 1, 1 0 1, 1 1 0 | 0 1 2 | '' | 0 1 2"
            })
    void sourcesAndSinks(String rows, String accused, String sources, String sinks) {
        var matrix = matrix(rows);
        assertThat(matrix.accused()).isEqualTo(copies(accused));
        var direction = matrix.direction(ChangeType.DATA, Copies.first(3), 2);
        assertThat(direction.sources()).isEqualTo(copies(sources));
        assertThat(direction.sinks()).isEqualTo(copies(sinks));
        assertThat(direction.splitBrain()).isEqualTo(sources.isEmpty());
    }

    @Test
    void whoIsNotLockedIsNoSource() {
        var direction = matrix("0 0 0, 0 0 0, 0 0 0").direction(ChangeType.DATA, copies("0 2"), 2);
        assertThat(direction.sources()).isEqualTo(copies("0 2"));
    }

    @Test
    void aMinorityExcusesNobodyFromHavingMissedEntries() {
        var ring = matrix("0 1 0, 0 0 1, 1 0 0");
        assertThat(ring.direction(ChangeType.ENTRY, Copies.first(3), 2).splitBrain()).isTrue();
    }

    @Test
    void witnessesAreDirtyCountsAndSelfAccusations() {
        var dirty = Xdata.EMPTY.withBytes("trusted.afr.dirty", new Pending(3, 0, 0).toBytes());
        var matrix = PendingMatrix.of(ChangeType.DATA, R2, List.of(dirty, Xdata.EMPTY));
        assertThat(matrix.anyDirty()).isTrue();
        assertThat(matrix.dirty(0)).isEqualTo(3);
        assertThat(matrix.direction(ChangeType.DATA, Copies.first(2), 0).witness())
                .containsExactly(3L, 0L);
        assertThat(matrix("2 5, 0 0").direction(ChangeType.DATA, Copies.first(2), 0).witness())
                .containsExactly(7L, 0L);
    }
}
