package org.glusterj.cli.heal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Graph;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;
import org.glusterj.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A volume that distributes over two sets of two copies: bricks 0 and 1, 2 and 3. Each file is in one set, directories
 * are in both.
 */
@Timeout(120)
class SplitBrainsTest {
    private static final Gfid VOLUME = Gfid.parse("07eae9e8-0002-4003-8004-000000000005");
    private static final int DATA = 0;
    private static final int ENTRY = 2;

    @TempDir(factory = OnDisk.class)
    private Path temp;

    private final Frame client = Frame.internal();
    private HealGraphs graphs;
    private int next;

    /** Where trusted xattrs can be. */
    static final class OnDisk implements org.junit.jupiter.api.io.TempDirFactory {
        @Override
        public Path createTempDirectory(
                org.junit.jupiter.api.extension.AnnotatedElementContext element,
                org.junit.jupiter.api.extension.ExtensionContext test)
                throws java.io.IOException {
            return Files.createTempDirectory(Path.of("/var/tmp"), "splitbrains");
        }
    }

    @BeforeEach
    void open() throws Exception {
        var sys = Syscalls.system();
        assumeThat(sys.geteuid()).as("NOT RUN: needs root for trusted xattrs").isZero();
        var nodes = new ArrayList<Volfile.Node>();
        for (int i = 0; i < 4; i++) {
            var brick = Files.createDirectory(temp.resolve("b" + i)).toString();
            int set = sys.setxattr(brick, "trusted.glusterfs.volume-id", VOLUME.toBytes(), 0);
            assumeThat(set).as("NOT RUN: no trusted xattrs here").isZero();
            var posix = Map.of("directory", brick, "volume-id", VOLUME.toString());
            var named = Map.of("remote-host", "h" + i, "remote-subvolume", "/b");
            nodes.add(new Volfile.Node("p" + i, "storage/posix", posix, List.of()));
            nodes.add(new Volfile.Node("c" + i, "features/locks", named, List.of("p" + i)));
        }
        for (int set = 0; set < 2; set++) {
            var children = List.of("c" + 2 * set, "c" + (2 * set + 1));
            nodes.add(new Volfile.Node("r" + set, "cluster/replicate", Map.of(), children));
        }
        nodes.add(new Volfile.Node("top", "cluster/distribute", Map.of(), List.of("r0", "r1")));
        var volfile = temp.resolve("volfile");
        Files.writeString(volfile, new Volfile(nodes).write(), ISO_8859_1);
        graphs = HealGraphs.open(SystemEnvironment.get(), volfile, Set.of());
    }

    @AfterEach
    void close() {
        if (graphs != null) {
            graphs.close();
        }
    }

    private Graph graph(int brick) {
        return graphs.all().get(brick / 2);
    }

    private Inode root(int brick) {
        return graph(brick).inodes().root();
    }

    private Gfid fresh() {
        next++;
        return Gfid.parse("11111111-0000-4000-8000-0000000000%02d".formatted(next));
    }

    private Inode make(Gfid gfid, String name, boolean directory, int mode, int... bricks)
            throws FopException {
        Inode inode = null;
        for (int brick : bricks) {
            var loc = Loc.entry(root(brick), name);
            var request = Xdata.EMPTY.withGfid("gfid-req", gfid);
            if (directory) {
                on(brick, new Fop.Mkdir(loc, mode, 0, request));
            } else {
                on(brick, new Fop.Mknod(loc, 0100000 | mode, 0, 0, request));
            }
            inode = graph(brick).inodes().obtainPinned(gfid);
        }
        return inode;
    }

    private void on(int brick, Fop<?> op) throws FopException {
        graph(brick).find("c" + brick).call(client, op);
    }

    private void write(int brick, Inode file, String text) throws FopException {
        try (var data = Payload.copyOf(text.getBytes(ISO_8859_1));
                var fd = Fd.anonymous(file, 2)) {
            on(brick, new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
        }
    }

    /** Each of a set says that the other has missed a change. */
    private void split(int set, Inode inode, int type) throws FopException {
        for (int i = 0; i < 2; i++) {
            var count = new byte[12];
            count[4 * type + 3] = 1;
            var key = "trusted.afr.c" + (2 * set + 1 - i);
            var dict = new Xdata.Builder(1);
            dict.put(key, new XdataValue.Bytes(XdataValue.TAG_PTR, count));
            on(2 * set + i, new Fop.Xattrop(Loc.of(inode), 0, dict.build(), Xdata.NULL));
        }
    }

    private Inode splitFile(String name) throws FopException {
        var file = make(fresh(), name, false, 0644, 2, 3);
        write(2, file, "one");
        write(3, file, "the other");
        split(1, file, DATA);
        return file;
    }

    /** Exit code and lines. */
    private List<String> say(String... words) throws Exception {
        var all = new ArrayList<>(List.of("--volfile", "/none"));
        all.addAll(Arrays.asList(words));
        var work = new SplitBrains(graphs, SplitBrainOptions.parse(all.toArray(String[]::new)));
        var answer = new ArrayList<String>();
        answer.add("= " + work.run());
        answer.addAll(work.lines());
        return answer;
    }

    private String content(int brick, String name) throws Exception {
        return Files.readString(temp.resolve("b" + brick).resolve(name));
    }

    @Test
    void aFileIsInOneSet() throws Exception {
        splitFile("f");
        assertThat(say("bigger-file", "/f")).containsExactly("= 0", "Healed /f.");
        assertThat(content(2, "f")).isEqualTo("the other");
        assertThat(say("bigger-file", "/f"))
                .containsExactly("= 1", "Healing /f failed: File not in split-brain.");
    }

    @Test
    void byItsGfid() throws Exception {
        var gfid = "gfid:" + splitFile("f").gfid();
        assertThat(say("source-brick", "h2:/b", gfid))
                .containsExactly("= 0", "Healed " + gfid + ".");
        assertThat(content(3, "f")).isEqualTo("one");
        var other = "gfid:" + fresh();
        assertThat(say("bigger-file", other))
                .containsExactly(
                        "= 2", "Lookup failed on " + other + ":No such file or directory.");
        assertThat(say("bigger-file", "gfid:no"))
                .containsExactly("= 22", "Lookup failed on gfid:no:Invalid argument.");
    }

    @Test
    void whereDistributeOnlyPointsElsewhere() throws Exception {
        var file = splitFile("f");
        for (int brick : new int[] {0, 1}) {
            make(file.gfid(), "f", false, 01000, brick);
            var dict =
                    Xdata.EMPTY.withBytes(
                            "trusted.glusterfs.dht.linkto", "r1\0".getBytes(ISO_8859_1));
            var pointer = graph(brick).inodes().obtainPinned(file.gfid());
            on(brick, new Fop.Setxattr(Loc.of(pointer), dict, 0, Xdata.NULL));
        }
        assertThat(say("bigger-file", "/f")).containsExactly("= 0", "Healed /f.");
        assertThat(content(0, "f")).isEmpty();
        assertThat(content(2, "f")).isEqualTo("the other");
    }

    @Test
    void aDirectoryIsInAllSets() throws Exception {
        var gfid = fresh();
        make(gfid, "d", true, 0755, 0, 1, 2, 3);
        assertThat(say("latest-mtime", "/d"))
                .containsExactly("= 1", "Healing /d failed: File not in split-brain.");
        split(1, graph(2).inodes().obtainPinned(gfid), ENTRY);
        assertThat(say("bigger-file", "/d"))
                .containsExactly("= 1", "'bigger-file' not a valid option for directories.");
        assertThat(say("source-brick", "h3:/b", "/d"))
                .containsExactly(
                        "= 0",
                        "'source-brick' option used on a directory (/d)."
                                + " Performing conservative merge.",
                        "Healed /d.");
    }

    @Test
    void aBrickOfTheOtherSet() throws Exception {
        splitFile("f");
        assertThat(say("source-brick", "h0:/b", "/f"))
                .containsExactly("= 1", "Healing /f failed: Invalid brick name.");
        var none = "\"h9:/b\"- No such brick available in the volume.";
        assertThat(say("source-brick", "h9:/b", "/f")).containsExactly("= 1", none);
        assertThat(say("source-brick", "h9:/b"))
                .containsExactly(
                        "= 1",
                        none,
                        "Status: Operation not permitted",
                        "Number of healed entries: -",
                        "");
        assertThat(say("source-brick", "h1:/b"))
                .containsExactly("= 0", "Status: Connected", "Number of healed entries: 0", "");
        assertThat(content(2, "f")).isEqualTo("one");
    }

    @Test
    void whatIsNowhere() throws Exception {
        assertThat(say("bigger-file", "/nix"))
                .containsExactly("= 22", "Lookup failed on /nix:No such file or directory.");
        assertThat(say("bigger-file", "/nix/f"))
                .containsExactly("= 1", "Lookup failed on /nix:No such file or directory");
        assertThat(say("bigger-file", "nix"))
                .containsExactly(
                        "= 1", "<FILE> must be absolute path w.r.t. the volume, starting with '/'");
    }

    @Test
    void wrongUsage() {
        for (var line : List.of("bigger-file", "bigger-file /a /b", "source-brick", "newest /a")) {
            assertThatThrownBy(() -> say(line.split(" ")))
                    .isInstanceOf(SelfHealOptions.UsageException.class);
        }
    }
}
