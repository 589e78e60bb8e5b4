package org.glusterj.gfapi.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every question and change of the tables has the same answer, and leaves the same tree, on a volume and on this
 * machine's disk, which is what says how it ought to be.
 */
@Timeout(600)
abstract class NioTwin {
    @TempDir private Path directory;

    /** The volume, with this process's umask; its root is the tests'. */
    abstract FileSystem volume() throws IOException;

    /** Every which one of a table is tried. */
    int step() {
        return 1;
    }

    @Test
    void questionsHaveTheSameAnswers() throws IOException {
        var disk = directory.resolve("scene");
        var top = Files.createDirectory(volume().getPath("/questions"));
        var twin = top.resolve("scene");
        Scene.make(disk);
        Scene.make(twin);
        var wrong = new ArrayList<String>();
        int asked = 0;
        for (var question : Questions.all().entrySet()) {
            for (var name : Scene.NAMES) {
                if (asked++ % step() != 0) {
                    continue;
                }
                Scene.Ask ask = root -> question.getValue().of(root.resolve(name));
                compare(question.getKey() + " " + name, ask, disk, twin, wrong);
            }
        }
        assertThat(wrong).as("of %d questions", asked).isEmpty();
        Scene.clear(top);
    }

    @Test
    void namesAreMadeChangedAndRemovedAlike() throws IOException {
        change(ChangesTable.names());
    }

    @Test
    void filesAreOpenedAlike() throws IOException {
        change(ChangesTable.opens());
    }

    @Test
    void filesAreCopiedAndMovedAlike() throws IOException {
        change(ChangesTable.copies());
    }

    /** Whether the answers are the same. */
    private static boolean compare(
            String name, Scene.Ask ask, Path disk, Path twin, List<String> wrong) {
        var expected = Scene.answer(disk, ask);
        var got = Scene.answer(twin, ask);
        if (Scene.alike(expected, got)) {
            return true;
        }
        if (!Otherwise.is(name, expected, got)) {
            wrong.add(name + ": disk " + expected + ", volume " + got);
        }
        return false;
    }

    private void change(Map<String, Scene.Ask> table) throws IOException {
        var disk = directory.resolve("scene");
        var top = Files.createDirectory(volume().getPath("/changes"));
        var twin = top.resolve("scene");
        var wrong = new ArrayList<String>();
        int number = 0;
        for (var change : table.entrySet()) {
            if (number++ % step() != 0) {
                continue;
            }
            Scene.make(disk);
            Scene.make(twin);
            boolean same = compare(change.getKey(), change.getValue(), disk, twin, wrong);
            var expected = Scene.tree(disk);
            var got = Scene.tree(twin);
            if (same && !expected.equals(got)) {
                wrong.add(change.getKey() + " leaves " + difference(expected, got));
            }
            Scene.clear(disk);
            Scene.clear(twin);
        }
        assertThat(wrong).as("of %d changes", number).isEmpty();
        Scene.clear(top);
    }

    private static String difference(List<String> expected, List<String> got) {
        var missing = expected.stream().filter(line -> !got.contains(line)).map(l -> "-" + l);
        var more = got.stream().filter(line -> !expected.contains(line)).map(l -> "+" + l);
        return Stream.concat(missing, more).toList().toString();
    }
}
