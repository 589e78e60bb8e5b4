package org.glusterj.features.trash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.glusterj.core.Caller;
import org.glusterj.core.DataSize;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.ManualEnvironment;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrashTest extends XlatorContract {
    /** When the clock of the environment stands still. */
    private static final String STAMP = "_2026-01-02_030405_+0000";

    private static final Frame ROOT = Frame.internal();

    private Graph graph;
    private long nextGfid = 0x100;

    @Override
    protected String type() {
        return "features/trash";
    }

    @Override
    protected Record defaults() {
        return new Trash.Options(false, ".trashcan", "", DataSize.parse("5MB"), false, "");
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of(
                "trash", "on",
                "trash-dir", "bin",
                "trash-eliminate-path", "/a",
                "trash-max-filesize", "1MB",
                "trash-internal-op", "on",
                "brick-path", "/b");
    }

    @Override
    protected Record others() {
        return new Trash.Options(true, "bin", "/a", DataSize.parse("1MB"), true, "/b");
    }

    @Override
    protected Set<FopType> treated() {
        return EnumSet.noneOf(FopType.class);
    }

    private void start(String options) throws Exception {
        var text =
                "volume memory type test/memory end-volume"
                        + " volume trash type features/trash option trash on "
                        + options
                        + " subvolumes memory end-volume";
        graph = new GraphBuilder(new ManualEnvironment()).build(Volfile.parse(text));
        graph.activate();
    }

    @AfterEach
    void stop() {
        if (graph != null) {
            graph.close();
        }
    }

    private <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        return graph.top().call(frame, op);
    }

    private Inode root() {
        return graph.inodes().root();
    }

    private Xdata gfid() {
        return Xdata.EMPTY.withGfid("gfid-req", new Gfid(0x4000, nextGfid++));
    }

    private Inode mkdir(Inode parent, String name) throws FopException {
        var loc = Loc.entry(parent, name);
        var made = call(ROOT, new Fop.Mkdir(loc, 0777, 0, gfid()));
        return graph.inodes().linkPinned(loc.inode(), parent, name, made.iatt());
    }

    private Inode put(Inode parent, String name, String text) throws FopException {
        var loc = Loc.entry(parent, name);
        var fd = graph.inodes().newFd(loc.inode(), 2);
        try (fd;
                var data = Payload.copyOf(text.getBytes(StandardCharsets.ISO_8859_1))) {
            var made = call(ROOT, new Fop.Create(loc, 0302, 0644, 0, fd, gfid()));
            var inode = graph.inodes().linkPinned(loc.inode(), parent, name, made.iatt());
            fd.rebind(inode);
            call(ROOT, new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
            return inode;
        }
    }

    private void unlink(Frame frame, Inode parent, String name) throws FopException {
        call(frame, new Fop.Unlink(Loc.entry(parent, name), 0, Xdata.NULL));
    }

    /** The entries of a directory by path, sorted; fails when it is not there. */
    private List<String> list(String... path) throws FopException {
        var at = root();
        for (var name : path) {
            var found = call(ROOT, new Fop.Lookup(Loc.entry(at, name), Xdata.NULL)).iatt();
            at = graph.inodes().obtainPinned(found.gfid());
        }
        try (var fd = graph.inodes().newFd(at, 0)) {
            call(ROOT, new Fop.Opendir(Loc.of(at), fd, Xdata.NULL));
            return call(ROOT, new Fop.Readdir(fd, 4096, 0, Xdata.NULL)).entries().stream()
                    .map(DirEntry::name)
                    .filter(name -> !name.startsWith(".") || name.startsWith(".t"))
                    .sorted()
                    .toList();
        }
    }

    private String content(String... path) throws FopException {
        var at = root();
        for (var name : path) {
            var found = call(ROOT, new Fop.Lookup(Loc.entry(at, name), Xdata.NULL)).iatt();
            at = graph.inodes().obtainPinned(found.gfid());
        }
        try (var fd = Fd.anonymous(at, 0);
                var read = call(ROOT, new Fop.Readv(fd, 0, 100, 0, Xdata.NULL))) {
            return new String(read.data().toBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static void fails(Errno errno, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        FopException.class, why -> assertThat(why.errno()).isSameAs(errno));
    }

    @Test
    void theTrashIsMadeWithItsGfid() throws Exception {
        start("");
        var loc = Loc.entry(root(), ".trashcan");
        assertThat(call(ROOT, new Fop.Lookup(loc, Xdata.NULL)).iatt().gfid())
                .isEqualTo(new Gfid(0, 5));
    }

    @Test
    void whatIsRemovedIsKeptWhereItWas() throws Exception {
        start("");
        var d = mkdir(root(), "d");
        var file = put(d, "f", "text");
        unlink(ROOT, d, "f");
        assertThat(list("d")).isEmpty();
        assertThat(list(".trashcan", "d")).containsExactly("f" + STAMP);
        assertThat(content(".trashcan", "d", "f" + STAMP)).isEqualTo("text");
        var kept = call(ROOT, new Fop.Stat(Loc.of(file), Xdata.NULL)).iatt();
        assertThat(kept.nlink()).isEqualTo(1);
    }

    @Test
    void filesOfOneNameGetNamesOfTheirOwn() throws Exception {
        start("");
        put(root(), "f", "one");
        unlink(ROOT, root(), "f");
        put(root(), "f", "two");
        unlink(ROOT, root(), "f");
        assertThat(content(".trashcan", "f" + STAMP)).isEqualTo("one");
        assertThat(content(".trashcan", "f" + STAMP + ".1")).isEqualTo("two");
    }

    @Test
    void aFailedRemovalLeavesNothingInTheTrash() throws Exception {
        start("");
        put(root(), "f", "text");
        var stranger = Frame.of(Caller.of(1000, 1000, 1));
        fails(Errno.EACCES, () -> unlink(stranger, root(), "f"));
        assertThat(list()).contains("f");
        assertThat(list(".trashcan")).isEmpty();
        fails(Errno.ENOENT, () -> unlink(ROOT, root(), "none"));
    }

    @Test
    void whatHasAnotherNameOrIsLargeOrEliminatedOrInTheTrashIsRemoved() throws Exception {
        start("option trash-eliminate-path /a,b/ option trash-max-filesize 4");
        var file = put(root(), "f", "text");
        call(ROOT, new Fop.Link(Loc.of(file), Loc.entry(root(), "g", file), Xdata.NULL));
        unlink(ROOT, root(), "f");
        put(root(), "large", "12345");
        unlink(ROOT, root(), "large");
        put(mkdir(root(), "b"), "x", "x");
        unlink(ROOT, graph.inodes().childPinned(root(), "b"), "x");
        assertThat(list(".trashcan")).isEmpty();
        unlink(ROOT, root(), "g");
        assertThat(list(".trashcan")).containsExactly("g" + STAMP);
        var bin = graph.inodes().obtainPinned(new Gfid(0, 5));
        graph.inodes().remember(root(), ".trashcan", bin);
        unlink(ROOT, bin, "g" + STAMP);
        assertThat(list(".trashcan")).isEmpty();
    }

    @Test
    void internalWorkIsKeptOnRequest() throws Exception {
        start("option trash-internal-op on");
        put(root(), "f", "text");
        unlink(Frame.of(Caller.internal(Caller.PID_SELF_HEAL_DAEMON)), root(), "f");
        assertThat(list(".trashcan", "internal_op")).containsExactly("f" + STAMP);
        stop();
        start("");
        put(root(), "f", "text");
        unlink(Frame.of(Caller.internal(Caller.PID_SELF_HEAL_DAEMON)), root(), "f");
        assertThat(list(".trashcan")).isEmpty();
    }

    @Test
    void whatIsCutOffIsKeptAsACopy() throws Exception {
        start("");
        var file = put(root(), "f", "text");
        call(ROOT, new Fop.Truncate(Loc.of(file), 8, Xdata.NULL));
        assertThat(list(".trashcan")).as("nothing was cut off").isEmpty();
        call(ROOT, new Fop.Truncate(Loc.of(file), 1, Xdata.NULL));
        assertThat(content("f")).isEqualTo("t");
        assertThat(content(".trashcan", "f" + STAMP)).startsWith("text");
    }

    @Test
    void theTrashItselfStays() throws Exception {
        start("");
        var loc = Loc.entry(root(), ".trashcan");
        fails(Errno.EPERM, () -> call(ROOT, new Fop.Rmdir(loc, 0, Xdata.NULL)));
        fails(Errno.EPERM, () -> call(ROOT, new Fop.Mkdir(loc, 0755, 0, gfid())));
        fails(
                Errno.EPERM,
                () -> call(ROOT, new Fop.Rename(loc, Loc.entry(root(), "x"), Xdata.NULL)));
    }

    @Test
    void pathsLoseTheirUnknownPart() {
        var path = TrashPath.of("<gfid:00000000-0000-0000-0000-000000000007>/b/f", 0);
        assertThat(path.directories()).containsExactly("b");
        assertThat(path.name()).isEqualTo("f_1970-01-01_000000_+0000");
        assertThat(TrashPath.of("/" + "x".repeat(240), 0).isTooLong()).isTrue();
    }
}
