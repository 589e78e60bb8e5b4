package org.glusterj.cluster.afr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written when a change ends, by which copies took it: the rules of spec afr 2. */
class PostOpTest {
    private static Copies copies(String indexes) {
        var some = Copies.NONE;
        for (var index : indexes.strip().split(" ")) {
            some = index.isEmpty() ? some : some.with(Integer.parseInt(index));
        }
        return some;
    }

    @ParameterizedTest(name = "{0}: took {1}, failed {2}, marked {3}, succeeded {4}")
    @CsvSource(
            delimiter = '|',
            value = {
                // type | took | failed of all | marked | ok || counts | on | missed | dirty
                "ENTRY    | 0 1 2 | ''    | false | true  | true  | ''    | ''  | 0",
                "ENTRY    | 0 1 2 | 2     | false | true  | true  | 0 1   | 2   | 0",
                // a copy that was away: all that were to take it did
                "ENTRY    | 0 1   | 2     | true  | true  | true  | 0 1   | 2   | -1",
                // a minority took it: only that something happened is noted
                "ENTRY    | 0 1 2 | 1 2   | false | true  | false | 0     | ''  | 1",
                "ENTRY    | 0 1   | 1 2   | true  | true  | false | ''    | ''  | 0",
                "ENTRY    | 0 1 2 | 0 1 2 | false | false | false | ''    | ''  | 0",
                // the same error everywhere: nobody differs
                "ENTRY    | 0 1   | ''    | true  | false | false | 0 1   | ''  | -1",
                "METADATA | 0 1 2 | ''    | false | true  | true  | ''    | ''  | 0",
                "METADATA | 0 1 2 | 1     | false | true  | true  | 0 2   | 1   | 0",
                "METADATA | 0 1 2 | 1 2   | false | true  | false | ''    | ''  | 0",
                "METADATA | 1 2   | 0     | true  | true  | true  | 1 2   | 0   | -1",
                "METADATA | 1 2   | 0 1   | true  | true  | false | ''    | ''  | 0",
                "DATA     | 0 1 2 | 1     | true  | true  | true  | 0 2   | 1   | -1",
                "DATA     | 0 1 2 | 0 1   | true  | true  | false | ''    | ''  | 0",
                "DATA     | 0 1 2 | ''    | true  | true  | true  | 0 1 2 | ''  | -1"
            })
    void ofThree(
            ChangeType type,
            String took,
            String failed,
            boolean marked,
            boolean succeeded,
            boolean counts,
            String on,
            String missed,
            int dirty)
            throws Exception {
        var locked = copies(took);
        boolean optimistic = type != ChangeType.DATA && !marked;
        var change =
                new PostOp.Change(
                        type,
                        Copies.first(3),
                        locked,
                        copies(failed),
                        marked,
                        succeeded,
                        optimistic);
        var postOp = PostOp.of(change, Quorum.of("auto", 0, 3));
        assertThat(postOp).isEqualTo(new PostOp(counts, copies(on), copies(missed), dirty));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 1 | 1 | false | true | 0 | 1 | 0",
                "0   | 1 | true  | true | 0 | 1 | -1",
                "1   | 0 | true  | true | 1 | 0 | -1"
            })
    void ofTwoWithoutQuorum(
            String took,
            String failed,
            boolean marked,
            boolean counts,
            String on,
            String missed,
            int dirty)
            throws Exception {
        var change =
                new PostOp.Change(
                        ChangeType.ENTRY,
                        Copies.first(2),
                        copies(took),
                        copies(failed),
                        marked,
                        true,
                        !marked);
        assertThat(PostOp.of(change, Quorum.of("none", 0, 2)))
                .isEqualTo(new PostOp(counts, copies(on), copies(missed), dirty));
    }
}
