package org.glusterj.brick;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Caller;
import org.glusterj.core.ClientId;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xdata;
import org.glusterj.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PUT, ICREATE and NAMELINK from our client over the wire through a served brick's whole graph to the disk. */
@Timeout(60)
class AllFopsIT {
    private static final int O_WRONLY = 1;
    private static final int USER = 12_345;
    private static final Gfid FILE = new Gfid(0x1234_5678_9abc_4defL, 0x8123_4567_89ab_cdefL);

    @TempDir private Path temp;
    private Path brick;
    private Serving serving;
    private Graph graph;
    private Frame frame = Frame.internal();

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Syscalls.system().geteuid() == 0, "SKIPPED: serving a brick needs root");
        brick = Files.createDirectory(temp.resolve("brick"));
        Files.setPosixFilePermissions(brick, PosixFilePermissions.fromString("rwxr-xr-x"));
        var args = new String[] {"--volume", "v=" + brick, "--listen", "127.0.0.1:0"};
        serving = Serving.start(ServeOptions.parse(args), SystemEnvironment.get());
        var volfile =
                "volume c\n type protocol/client\n option remote-host 127.0.0.1\n option"
                        + " remote-port "
                        + serving.brickAddress().getPort()
                        + "\n option remote-subvolume "
                        + brick
                        + "\nend-volume\n";
        graph = new GraphBuilder(SystemEnvironment.get()).build(Volfile.parse(volfile));
        var up = new CountDownLatch(1);
        graph.listen(
                event -> {
                    if (event instanceof Event.ChildUp) {
                        up.countDown();
                    }
                });
        graph.activate();
        assertThat(up.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void stop() {
        if (graph != null) {
            graph.close();
            serving.close();
        }
    }

    private <R extends Reply> R call(Fop<R> op) throws FopException {
        return graph.top().call(frame, op);
    }

    private Loc name(String name) {
        return Loc.entry(graph.inodes().root(), name);
    }

    private Reply.Entry put(String name, int flags, long offset, String text, Xdata xattrs)
            throws FopException {
        var xdata = Xdata.EMPTY.withGfid("gfid-req", Gfid.random(new java.util.SplittableRandom()));
        try (var data = Payload.copyOf(text.getBytes(UTF_8))) {
            return call(new Fop.Put(name(name), 0640, 0, flags, offset, data, xattrs, xdata));
        }
    }

    private void fails(Errno errno, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FopException.class, e -> assertThat(e.errno()).isSameAs(errno));
    }

    private void everybodyMayWrite() throws Exception {
        Files.setPosixFilePermissions(brick, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private void asUser() {
        frame = Frame.of(new Caller(USER, USER, new int[0], 99, LkOwner.NONE, ClientId.LOCAL));
    }

    @Test
    void putMakesAFileWithContentAndXattrs() throws Exception {
        var xattrs = Xdata.EMPTY.withBytes("user.colour", "blue".getBytes(UTF_8));
        var reply = put("f", 0, 0, "content", xattrs);
        assertThat(reply.iatt().size()).isEqualTo(7);
        assertThat(reply.iatt().mode() & 07777).isEqualTo(0640);
        assertThat(reply.postParent().gfid()).isEqualTo(Gfid.ROOT);
        assertThat(brick.resolve("f")).hasContent("content");
        assertThat(Files.getAttribute(brick.resolve("f"), "user:colour"))
                .isEqualTo("blue".getBytes(UTF_8));
        fails(Errno.EEXIST, () -> put("f", 0, 0, "other", Xdata.NULL));
        assertThat(brick.resolve("f")).hasContent("content");
    }

    @Test
    void putWithFlagsWritesIntoAFileThatIsThere() throws Exception {
        put("f", 0, 0, "content", Xdata.NULL);
        var reply = put("f", O_WRONLY, 3, "XYZ", Xdata.NULL);
        assertThat(reply.iatt().size()).isEqualTo(7);
        assertThat(brick.resolve("f")).hasContent("conXYZt");
    }

    @Test
    void aPutThatFailsLeavesNothing() throws Exception {
        var tooLong = Xdata.EMPTY.withBytes("user.colour", new byte[70_000]);
        fails(Errno.E2BIG, () -> put("f", 0, 0, "content", tooLong));
        assertThat(brick.resolve("f")).doesNotExist();
        fails(Errno.ENOENT, () -> call(new Fop.Lookup(name("f"), Xdata.NULL)));
    }

    @Test
    void aPutIsItsCallers() throws Exception {
        asUser();
        fails(Errno.EACCES, () -> put("f", 0, 0, "content", Xdata.NULL));
        everybodyMayWrite();
        assertThat(put("f", 0, 0, "content", Xdata.NULL).iatt().uid()).isEqualTo(USER);
    }

    @Test
    void namelinkNamesWhatIcreateMade() throws Exception {
        var nameless = new Loc(null, "", graph.inodes().blank(), FILE);
        assertThat(call(new Fop.Icreate(nameless, 0600, Xdata.NULL)).iatt().gfid()).isEqualTo(FILE);
        var xdata = Xdata.EMPTY.withGfid("gfid-req", FILE);
        var reply = call(new Fop.Namelink(name("f"), xdata));
        assertThat(reply.postParent().gfid()).isEqualTo(Gfid.ROOT);
        assertThat(call(new Fop.Lookup(name("f"), Xdata.NULL)).iatt().gfid()).isEqualTo(FILE);
        fails(Errno.EEXIST, () -> call(new Fop.Namelink(name("f"), xdata)));
        fails(Errno.EINVAL, () -> call(new Fop.Namelink(name("g"), Xdata.NULL)));
        var unknown = Xdata.EMPTY.withGfid("gfid-req", new Gfid(1, 2));
        fails(Errno.ESTALE, () -> call(new Fop.Namelink(name("g"), unknown)));
    }
}
