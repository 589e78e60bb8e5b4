package org.glusterj.cluster.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Inode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a rename of a file, in its pieces, tells the translators of bricks; keys and rules are those of 10.3. */
class RenamePiecesTest {
    private static final int N = 3;
    private static final int FILES = 20;

    private Spread volume;
    private Inode directory;
    private Inode other;

    @BeforeEach
    void mount() throws Exception {
        volume = new Spread(N).mounted();
        directory = volume.mkdir(volume.root(), "d");
        other = volume.mkdir(volume.root(), "e");
    }

    @AfterEach
    void unmount() {
        volume.close();
    }

    /**
     * What came with a LINK or UNLINK of data.
     *
     * @param internal no doing of a user, as for changelog and quota
     * @param counted the use of space changes, as for marker
     * @param noted it is the rename that changelog records
     */
    private record Told(boolean internal, boolean counted, boolean noted) {}

    private static final Told MOVED = new Told(true, true, false);
    private static final Told MOVED_INSIDE = new Told(true, false, false);

    /** By fop and what the name begins with. */
    private Map<String, Told> renamed(Inode from, String name, Inode to, String newName)
            throws FopException {
        var told = new ConcurrentHashMap<String, Told>();
        for (int i = 0; i < N; i++) {
            volume.gate(i).watch(op -> note(told, op));
        }
        volume.rename(from, name, to, newName);
        return told;
    }

    private static void note(Map<String, Told> told, Fop<?> op) {
        var loc =
                switch (op) {
                    case Fop.Link link -> link.newLoc();
                    case Fop.Unlink unlink -> unlink.loc();
                    default -> null;
                };
        var xdata = op.xdata();
        if (loc != null && !xdata.contains("unlink-only-if-dht-linkto-file")) {
            told.put(
                    op.type() + " " + loc.name().replaceAll("[0-9]", ""),
                    new Told(
                            xdata.contains("glusterfs-internal-fop"),
                            !xdata.contains("glusters.marker.dont-account"),
                            xdata.contains("changelog.rename-op")));
        }
    }

    @Test
    void dataThatStaysInItsDirectoryIsNotCountedAnew() throws Exception {
        var seen = new TreeMap<String, Told>();
        for (int i = 0; i < FILES; i++) {
            volume.create(directory, "old" + i, "");
            seen.putAll(renamed(directory, "old" + i, directory, "new" + i));
        }
        assertThat(seen)
                .containsExactly(
                        Map.entry("LINK new", MOVED_INSIDE),
                        Map.entry("UNLINK old", new Told(true, false, true)));
    }

    @Test
    void dataThatGoesToAnotherDirectoryIsCountedThere() throws Exception {
        var seen = new TreeMap<String, Told>();
        for (int i = 0; i < FILES; i++) {
            volume.create(directory, "old" + i, "");
            seen.putAll(renamed(directory, "old" + i, other, "new" + i));
        }
        assertThat(seen)
                .containsExactly(
                        Map.entry("LINK new", MOVED),
                        Map.entry("UNLINK old", new Told(true, true, true)));
    }

    @Test
    void dataThatIsReplacedIsNotCountedAnyMore() throws Exception {
        var seen = new TreeMap<String, Told>();
        for (int i = 0; i < FILES; i++) {
            volume.create(directory, "old" + i, "");
            // by a rename, so that its data is not where its name belongs
            volume.create(directory, "first" + i, "");
            volume.rename(directory, "first" + i, directory, "taken" + i);
            seen.putAll(renamed(directory, "old" + i, directory, "taken" + i));
        }
        assertThat(seen).containsEntry("UNLINK taken", MOVED);
    }
}
