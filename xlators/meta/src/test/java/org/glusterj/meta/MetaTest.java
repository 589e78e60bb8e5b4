package org.glusterj.meta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.GraphException;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.GraphFixture;
import org.glusterj.testkit.Samples;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.Test;

class MetaTest extends XlatorContract {
    @Override
    protected String type() {
        return "meta";
    }

    @Override
    protected Record defaults() {
        return new Meta.Options(".meta");
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of("meta-dir-name", ".virtual");
    }

    @Override
    protected Map<String, String> liveOptions() {
        return Map.of();
    }

    @Override
    protected Record others() {
        return new Meta.Options(".virtual");
    }

    /** Looks every component up from the root, as a mount does; the inode stays pinned. */
    private Inode walk(String path) throws FopException {
        var table = fixture.graph().inodes();
        var at = table.root();
        for (var name : path.split("/")) {
            var loc = Loc.entry(at, name);
            var reply = fixture.call(new Fop.Lookup(loc, Xdata.NULL));
            at = table.linkPinned(loc.inode(), at, name, reply.iatt());
        }
        return at;
    }

    private String read(String path) throws FopException {
        var inode = walk(path);
        try (var fd = fixture.graph().inodes().newFd(inode, 0)) {
            fixture.call(new Fop.Open(Loc.of(inode), 0, fd, Xdata.NULL));
            try (var reply = fixture.call(new Fop.Readv(fd, 0, 100_000, 0, Xdata.NULL))) {
                assertThat(reply.atEnd()).isTrue();
                return new String(reply.data().toBytes(), UTF_8);
            }
        }
    }

    private List<String> names(String path) throws FopException {
        var inode = walk(path);
        try (var fd = fixture.graph().inodes().newFd(inode, 0)) {
            fixture.call(new Fop.Opendir(Loc.of(inode), fd, Xdata.NULL));
            return fixture.call(new Fop.Readdir(fd, 1 << 20, 0, Xdata.NULL)).entries().stream()
                    .map(DirEntry::name)
                    .toList();
        }
    }

    private String active() throws FopException {
        return fixture.call(new Fop.Readlink(Loc.of(walk(".meta/graphs/active")), 4096, Xdata.NULL))
                .target();
    }

    private void fails(Errno errno, Fop<?> op) {
        assertThatThrownBy(() -> fixture.call(op))
                .as(op.type().name())
                .isInstanceOfSatisfying(
                        FopException.class, why -> assertThat(why.errno()).isSameAs(errno));
    }

    @Test
    void theTopHasTheFilesOfStock() throws Exception {
        assertThat(names(".meta"))
                .containsExactly(
                        ".",
                        "..",
                        "version",
                        "process_uuid",
                        "cmdline",
                        "frames",
                        "mallinfo",
                        "measure_latency",
                        "logging",
                        "graphs");
        assertThat(read(".meta/version")).startsWith("{ \n  \"Package Version\": \"");
        assertThat(Gfid.parse(read(".meta/process_uuid").trim())).isNotEqualTo(Gfid.NULL);
        assertThat(read(".meta/measure_latency")).isEqualTo("0\n");
        assertThat(read(".meta/logging/loglevel")).matches("[4-9]\n");
        assertThat(read(".meta/frames")).contains("\"Call_Count\": 0");
        assertThat(read(".meta/cmdline")).contains("java");
        assertThat(read(".meta/mallinfo")).contains("mallinfo_uordblks = ");
        assertThat(fixture.child().calls()).isEmpty();
    }

    @Test
    void theActiveGraphShowsItsTranslators() throws Exception {
        var graph = ".meta/graphs/" + active();
        assertThat(names(graph)).containsExactly(".", "..", "top", "volfile", "child", "subject");
        assertThat(read(graph + "/subject/type")).isEqualTo("meta\n");
        assertThat(read(graph + "/subject/name")).isEqualTo("subject\n");
        assertThat(names(graph + "/child"))
                .containsExactly(".", "..", "type", "name", "private", "options", "subvolumes");
        assertThat(target(graph + "/top")).isEqualTo("subject");
        assertThat(target(graph + "/subject/subvolumes/0")).isEqualTo("../../child");
        assertThat(Volfile.parse(read(graph + "/volfile"))).isEqualTo(fixture.graph().volfile());
    }

    private String target(String path) throws FopException {
        return fixture.call(new Fop.Readlink(Loc.of(walk(path)), 4096, Xdata.NULL)).target();
    }

    @Test
    void optionsFollowAReconfigureAndKeepTheirInodes() throws Exception {
        var graph = ".meta/graphs/" + active();
        var top = walk(graph + "/subject").gfid();
        fixture.reconfigure(Map.of("meta-dir-name", ".meta"));
        assertThat(read(graph + "/subject/options/meta-dir-name")).isEqualTo(".meta\n");
        assertThat(walk(graph + "/subject").gfid()).isEqualTo(top);
    }

    @Test
    void passwordsAreNotShown() throws Exception {
        var volfile =
                Volfile.parse(
                        """
                        volume leaf
                            type test/recording
                            option password secret
                            option auth.login.u.password secret
                        end-volume
                        volume m
                            type meta
                            subvolumes leaf
                        end-volume
                        """);
        try (var graph = new GraphBuilder(fixture.environment()).build(volfile)) {
            var content = new GraphContent(graph, fixture.environment());
            var tree =
                    new MetaTree.Builder(new java.util.HashMap<>()).build(volfile, content::fill);
            var texts = new ArrayList<String>();
            collect(tree.top(), texts);
            assertThat(texts).noneMatch(text -> text.contains("secret")).contains("********\n");
        }
    }

    private static void collect(MetaNode node, List<String> texts) {
        switch (node) {
            case MetaNode.Directory directory ->
                    directory.children().values().forEach(below -> collect(below, texts));
            case MetaNode.File file -> texts.add(file.content().get());
            case MetaNode.Link link -> texts.add(link.target());
        }
    }

    @Test
    void gfidsAreStableAndOfAKindNoVolumeHas() throws Exception {
        var gfid = walk(".meta").gfid();
        assertThat(walk(".meta").gfid()).isEqualTo(gfid);
        assertThat(gfid.toString().charAt(14)).isEqualTo('8');
        try (var other = GraphFixture.of("meta")) {
            var reply =
                    other.call(
                            new Fop.Lookup(
                                    Loc.entry(other.graph().inodes().root(), ".meta"), Xdata.NULL));
            assertThat(reply.iatt().type()).isSameAs(FileType.DIRECTORY);
        }
    }

    @Test
    void aGfidAloneFindsItsNode() throws Exception {
        var inode = walk(".meta/version");
        var reply = fixture.call(new Fop.Lookup(Loc.of(inode), Xdata.NULL));
        assertThat(reply.iatt().gfid()).isEqualTo(inode.gfid());
        var unknown = new Gfid(inode.gfid().high(), inode.gfid().low() | 0xfffffffL);
        var loc = new Loc(null, "", fixture.graph().inodes().blank(), unknown);
        fails(Errno.ESTALE, new Fop.Lookup(loc, Xdata.NULL));
    }

    @Test
    void sizesAreThoseOfTheContent() throws Exception {
        var inode = walk(".meta/process_uuid");
        assertThat(fixture.call(new Fop.Stat(Loc.of(inode), Xdata.NULL)).iatt().size())
                .isEqualTo(37);
        assertThat(fixture.call(new Fop.Stat(Loc.of(walk(".meta")), Xdata.NULL)).iatt().mode())
                .isEqualTo(040555);
        try (var anonymous = Fd.anonymous(inode, 0);
                var middle = fixture.call(new Fop.Readv(anonymous, 8, 1, 0, Xdata.NULL));
                var past = fixture.call(new Fop.Readv(anonymous, 1000, 10, 0, Xdata.NULL))) {
            assertThat(middle.data().toBytes()).containsExactly('-');
            assertThat(middle.atEnd()).isFalse();
            assertThat(past.data().size()).isZero();
            assertThat(past.atEnd()).isTrue();
        }
    }

    @Test
    void openTellsTheMountToBypassItsCache() throws Exception {
        var inode = walk(".meta/version");
        try (var fd = fixture.graph().inodes().newFd(inode, 0)) {
            var reply = fixture.call(new Fop.Open(Loc.of(inode), 0, fd, Xdata.NULL));
            assertThat(reply.xdata().number("direct-io-mode", 0)).isOne();
            fails(Errno.EACCES, new Fop.Open(Loc.of(inode), 1, fd, Xdata.NULL));
            fails(Errno.EISDIR, new Fop.Open(Loc.of(walk(".meta")), 0, fd, Xdata.NULL));
        }
    }

    @Test
    void readdirContinuesAtItsCookieWithinItsBudget() throws Exception {
        var inode = walk(".meta");
        var names = new ArrayList<String>();
        try (var fd = fixture.graph().inodes().newFd(inode, 0)) {
            long offset = 0;
            boolean atEnd = false;
            for (int turn = 0; !atEnd && turn < 20; turn++) {
                var reply = fixture.call(new Fop.Readdirp(fd, 700, offset, Xdata.NULL));
                assertThat(reply.entries()).hasSizeBetween(1, 2);
                for (var entry : reply.entries()) {
                    names.add(entry.name());
                    assertThat(entry.iatt().ino()).isEqualTo(entry.ino());
                    offset = entry.offset();
                }
                atEnd = reply.atEnd();
            }
            assertThat(fixture.call(new Fop.Readdirp(fd, 700, offset, Xdata.NULL)).entries())
                    .isEmpty();
        }
        assertThat(names).isEqualTo(names(".meta"));
    }

    @Test
    void missingNamesAndWrongTypesHaveTheirErrno() throws Exception {
        var top = walk(".meta");
        fails(Errno.ENOENT, new Fop.Lookup(Loc.entry(top, "nothing"), Xdata.NULL));
        fails(Errno.ENOTDIR, new Fop.Lookup(Loc.entry(walk(".meta/version"), "x"), Xdata.NULL));
        fails(Errno.EINVAL, new Fop.Readlink(Loc.of(top), 10, Xdata.NULL));
        fails(Errno.ENODATA, new Fop.Getxattr(Loc.of(top), "user.a", Xdata.NULL));
        fails(Errno.EACCES, new Fop.Access(Loc.of(top), 2, Xdata.NULL));
        assertThat(fixture.call(new Fop.Getxattr(Loc.of(top), "", Xdata.NULL)).dict().isEmpty())
                .isTrue();
        fixture.call(new Fop.Access(Loc.of(top), 5, Xdata.NULL));
    }

    @Test
    void nothingInItCanBeChanged() throws Exception {
        var dir = walk(".meta");
        var file = walk(".meta/version");
        try (var fd = fixture.graph().inodes().newFd(file, 2);
                var data = Payload.copyOf(new byte[1])) {
            for (var type : FopType.values()) {
                if (type.modifies()) {
                    fails(Errno.EPERM, Samples.request(type, dir, file, fd, data));
                }
            }
        }
        assertThat(fixture.child().calls()).isEmpty();
    }

    @Test
    void itsNameInTheRootIsTaken() {
        var root = fixture.graph().inodes().root();
        var taken = Loc.entry(root, ".meta");
        fails(Errno.EPERM, new Fop.Mkdir(taken, 0755, 0, Xdata.NULL));
        fails(
                Errno.EPERM,
                new Fop.Rename(Loc.entry(root, "a", fixture.file("a")), taken, Xdata.NULL));
        fails(Errno.EPERM, new Fop.Rmdir(taken, 0, Xdata.NULL));
        assertThat(fixture.child().calls()).isEmpty();
    }

    @Test
    void elsewhereItsNameIsAnOrdinaryOne() throws Exception {
        var dir = fixture.directory("d");
        fixture.call(new Fop.Mkdir(Loc.entry(dir, ".meta"), 0755, 0, Xdata.NULL));
        assertThat(fixture.child().calls(FopType.MKDIR)).hasSize(1);
    }

    @Test
    void statfsOfItIsThatOfTheVolume() throws Exception {
        fixture.call(new Fop.Statfs(Loc.of(walk(".meta")), Xdata.NULL));
        assertThat(((Fop.Statfs) fixture.child().last().op()).loc().inode().isRoot()).isTrue();
    }

    @Test
    void aNameWithASlashIsRefused() {
        assertThatThrownBy(() -> GraphFixture.of("meta", Map.of("meta-dir-name", "a/b")))
                .isInstanceOf(GraphException.class);
        assertThatThrownBy(() -> fixture.reconfigure(otherOptions()))
                .isInstanceOf(GraphException.class);
    }

    @Test
    void startedFopsTakeTheSameWays() throws Exception {
        var virtual = new org.glusterj.core.Promise<org.glusterj.core.Reply.Attr>();
        fixture.graph()
                .top()
                .start(Frame.internal(), new Fop.Stat(Loc.of(walk(".meta")), Xdata.NULL), virtual);
        assertThat(virtual.await(fixture.environment(), Frame.internal()).iatt().mode())
                .isEqualTo(040555);
        var real = new org.glusterj.core.Promise<org.glusterj.core.Reply.Attr>();
        fixture.graph()
                .top()
                .start(Frame.internal(), new Fop.Stat(Loc.of(fixture.file("f")), Xdata.NULL), real);
        assertThat(real.await(fixture.environment(), Frame.internal()).iatt())
                .isEqualTo(Samples.FILE);
    }
}
