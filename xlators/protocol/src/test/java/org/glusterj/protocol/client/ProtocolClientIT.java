package org.glusterj.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Caller;
import org.glusterj.core.Cancel;
import org.glusterj.core.Deadline;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fd;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.OpTime;
import org.glusterj.core.OwnKeys;
import org.glusterj.core.Payload;
import org.glusterj.core.Promise;
import org.glusterj.core.Reply;
import org.glusterj.core.StateDump;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.UpcallBody;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xdata;
import org.glusterj.dict.OldDict;
import org.glusterj.program.Callback;
import org.glusterj.program.DictReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole translator against a scripted brick over loopback. */
@Timeout(60)
class ProtocolClientIT {
    private static final Frame FRAME = Frame.internal();
    private static final Gfid GFID = new Gfid(1, 2);

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private FakeBrick brick;
    private Graph graph;

    @BeforeEach
    void start() throws Exception {
        brick = FakeBrick.start();
    }

    @AfterEach
    void stop() {
        if (graph != null) {
            graph.close();
        }
        brick.close();
    }

    private static Volfile volfile(int port, String brick, String options) throws GraphException {
        return Volfile.parse(
                "volume c\n type protocol/client\n option remote-host 127.0.0.1\n option"
                        + " remote-port "
                        + port
                        + "\n option remote-subvolume "
                        + brick
                        + "\n"
                        + options
                        + "end-volume\n");
    }

    private void activate(int port, String options) throws Exception {
        graph = new GraphBuilder(SystemEnvironment.get()).build(volfile(port, "/b", options));
        graph.listen(events::add);
        graph.activate();
    }

    private void connect(String options) throws Exception {
        activate(brick.port(), options);
        assertThat(nextEvent()).isEqualTo(new Event.ChildUp("c"));
    }

    private Event nextEvent() throws InterruptedException {
        return events.poll(10, TimeUnit.SECONDS);
    }

    /** The next event that is no failed attempt. */
    private Event nextChange() throws InterruptedException {
        var event = nextEvent();
        while (event instanceof Event.ChildFailed) {
            event = nextEvent();
        }
        return event;
    }

    private <R extends Reply> R call(Fop<R> op) throws FopException {
        return graph.top().call(FRAME, op);
    }

    private <R extends Reply> CompletableFuture<Object> callLater(Frame frame, Fop<R> op) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return graph.top().call(frame, op);
                    } catch (FopException e) {
                        return e.errno();
                    }
                },
                Thread::startVirtualThread);
    }

    private static Object await(CompletableFuture<Object> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private Fd open(int flags) throws Exception {
        var inode = graph.inodes().blank();
        var iatt = new Iatt.Builder().gfid(GFID).mode(0100644).build();
        inode = graph.inodes().linkPinned(inode, graph.inodes().root(), "f", iatt);
        var fd = graph.inodes().newFd(inode, flags);
        call(new Fop.Open(Loc.of(inode), flags, fd, Xdata.NULL));
        assertThat(brick.nextSeen()).startsWith("OPEN flags");
        return fd;
    }

    private void breakConnection() throws InterruptedException {
        brick.peer.close();
        assertThat(nextEvent()).isEqualTo(new Event.ChildDown("c"));
        assertThat(nextChange()).isEqualTo(new Event.ChildUp("c"));
    }

    private void assertFails(Errno errno, Fop<?> op) {
        assertThatThrownBy(() -> call(op))
                .isInstanceOfSatisfying(
                        FopException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    @Test
    void fopsGoToTheBrickAndBack() throws Exception {
        connect("");
        var reply = call(new Fop.Lookup(Loc.of(graph.inodes().root()), Xdata.NULL));
        assertThat(brick.nextSeen()).isEqualTo("LOOKUP");
        assertThat(reply.iatt().gfid()).isEqualTo(Gfid.ROOT);
        try (var fd = open(0);
                var read = call(new Fop.Readv(fd, 0, 100, 0, Xdata.NULL))) {
            assertThat(read.data().toBytes()).isEqualTo(FakeBrick.CONTENT);
            assertThat(read.atEnd()).isTrue();
        }
        assertFails(Errno.EOPNOTSUPP, new Fop.Ipc(1, Xdata.NULL));
    }

    @Test
    void flagsOfARenameGoOnlyToABrickThatKnowsThem() throws Exception {
        connect("");
        var root = graph.inodes().root();
        var flags = Xdata.EMPTY.withInt(OwnKeys.RENAME_FLAGS, OwnKeys.RENAME_NOREPLACE);
        var rename = new Fop.Rename(Loc.entry(root, "a"), Loc.entry(root, "b"), flags);
        assertFails(Errno.EINVAL, rename);
        brick.renameFlags(OwnKeys.RENAME_NOREPLACE);
        breakConnection();
        brick.seen.clear();
        assertFails(Errno.EOPNOTSUPP, rename);
        assertThat(brick.nextSeen()).as("this brick renames nothing").isEqualTo("RENAME");
        var exchange = Xdata.EMPTY.withInt(OwnKeys.RENAME_FLAGS, 2);
        assertFails(Errno.EINVAL, rename.withXdata(exchange));
    }

    @Test
    void thePortComesFromTheManagementServer() throws Exception {
        try (var management = FakeBrick.management(brick.port())) {
            activate(management.port(), "");
            assertThat(nextEvent()).isEqualTo(new Event.ChildUp("c"));
        }
    }

    @Test
    void aBrickThatIsNotStartedIsReportedAndAskedForAgain() throws Exception {
        try (var management = FakeBrick.management(-1)) {
            activate(management.port(), "");
            for (int i = 0; i < 2; i++) {
                assertThat(nextEvent())
                        .isInstanceOfSatisfying(
                                Event.ChildFailed.class,
                                failed -> {
                                    assertThat(failed.lasting()).isFalse();
                                    assertThat(failed.why()).contains("/b is not started");
                                });
            }
        }
        assertFails(Errno.ENOTCONN, new Fop.Statfs(Loc.of(graph.inodes().root()), Xdata.NULL));
        assertThat(graph.top().isUp()).isFalse();
    }

    @Test
    void theOptionsAndANewNameTravelWithEveryHandshake() throws Exception {
        connect(" option username someone\n");
        var first = brick.setVolumes.take();
        assertThat(first.text("remote-subvolume", "")).isEqualTo("/b");
        assertThat(first.text("username", "")).isEqualTo("someone");
        assertThat(first.number("fops-version", 0)).isEqualTo(1298437);
        assertThat(first.text("process-uuid", "")).startsWith("CTX_ID:").endsWith("RECON_NO:-0");
        assertThat(first.contains("volume-id")).isFalse();
        breakConnection();
        var second = brick.setVolumes.take();
        assertThat(second.text("process-uuid", "")).endsWith("RECON_NO:-1");
        assertThat(second.text("volume-id", "")).isEqualTo(FakeBrick.VOLUME_ID);
    }

    @Test
    void aBrickThatIsReplacedIsAskedForByItsNewName() throws Exception {
        connect("");
        assertThat(brick.setVolumes.take().text("remote-subvolume", "")).isEqualTo("/b");
        var changed = volfile(brick.port(), "/other", "");
        new GraphBuilder(SystemEnvironment.get()).reconfigure(graph, changed);
        assertThat(nextChange()).isEqualTo(new Event.ChildDown("c"));
        assertThat(nextChange()).isEqualTo(new Event.ChildUp("c"));
        assertThat(brick.setVolumes.take().text("remote-subvolume", "")).isEqualTo("/other");
    }

    @Test
    void whatIsUnderWayFailsWithTheConnection() throws Exception {
        connect("");
        brick.held.add(FopType.LOOKUP);
        var lookup = callLater(FRAME, new Fop.Lookup(Loc.of(graph.inodes().root()), Xdata.NULL));
        brick.heldCalls.take();
        brick.peer.close();
        assertThat(await(lookup)).isEqualTo(Errno.ENOTCONN);
        assertThat(nextEvent()).isEqualTo(new Event.ChildDown("c"));
    }

    @Test
    void filesAreReopenedBeforeTheChildIsUpAgain() throws Exception {
        connect("");
        int creatExclTruncRdwr = 01302;
        var fd = open(creatExclTruncRdwr);
        brick.nextFd.set(70);
        breakConnection();
        assertThat(brick.seen).containsExactly("OPEN flags 2");
        call(new Fop.Fstat(fd, Xdata.NULL));
        fd.close();
        assertThat(brick.nextSeen()).isEqualTo("OPEN flags 2");
        assertThat(brick.nextSeen()).isEqualTo("FSTAT fd 70");
        assertThat(brick.nextSeen()).isEqualTo("RELEASE fd 70");
    }

    @Test
    void aFileThatCannotBeReopenedIsReadByItsGfidAlone() throws Exception {
        connect("");
        var fd = open(2);
        brick.openFailure = Errno.ESTALE;
        breakConnection();
        assertThat(brick.nextSeen()).isEqualTo("OPEN flags 2");
        call(new Fop.Readv(fd, 0, 10, 0, Xdata.NULL)).close();
        assertThat(brick.seen).contains("READ fd -2");
        assertFails(Errno.EBADFD, new Fop.Fstat(fd, Xdata.NULL));
        fd.close();
    }

    @Test
    void aFileWithLocksIsNotReadByItsGfid() throws Exception {
        connect(" option strict-locks on\n");
        var fd = open(2);
        call(lock(fd));
        breakConnection();
        assertFails(Errno.EBADFD, new Fop.Readv(fd, 0, 10, 0, Xdata.NULL));
        assertThat(brick.seen).doesNotContain("OPEN flags 2");
        fd.close();
    }

    @Test
    void aFileKeepsItsLocksWhenAnotherOwnerClosesIt() throws Exception {
        connect(" option strict-locks on\n");
        var fd = open(2);
        call(lock(fd));
        var other =
                new Frame(
                        1,
                        Caller.ROOT.withLkOwner(LkOwner.of(2)),
                        Deadline.NONE,
                        OpTime.NONE,
                        Cancel.NEVER);
        graph.top().call(other, new Fop.Flush(fd, Xdata.NULL));
        breakConnection();
        assertFails(Errno.EBADFD, new Fop.Readv(fd, 0, 10, 0, Xdata.NULL));
        fd.close();
    }

    @Test
    void aFileHasNoLocksAfterItsOwnerClosedIt() throws Exception {
        connect(" option strict-locks on\n");
        var fd = open(2);
        call(lock(fd));
        var owner =
                new Frame(
                        1,
                        Caller.ROOT.withLkOwner(LkOwner.of(1)),
                        Deadline.NONE,
                        OpTime.NONE,
                        Cancel.NEVER);
        graph.top().call(owner, new Fop.Flush(fd, Xdata.NULL));
        breakConnection();
        assertThat(brick.seen).contains("OPEN flags 2");
        fd.close();
    }

    @Test
    void flushIsSentOnlyAfterALockWasAskedFor() throws Exception {
        connect("");
        try (var fd = open(2);
                var other = open(2)) {
            call(new Fop.Flush(fd, Xdata.NULL));
            call(new Fop.Fstat(fd, Xdata.NULL));
            assertThat(brick.nextSeen()).startsWith("FSTAT");
            call(lock(fd));
            assertThat(brick.nextSeen()).startsWith("LK");
            call(new Fop.Flush(other, Xdata.NULL));
            assertThat(brick.nextSeen()).isEqualTo("FLUSH");
        }
    }

    private static Fop.Lk lock(Fd fd) {
        var flock = new Flock(Flock.WRITE, 0, 0, 10, 1, LkOwner.of(1));
        return new Fop.Lk(fd, Flock.SETLKW, flock, Xdata.NULL);
    }

    @Test
    void aLockGrantedTooLateIsGivenBack() throws Exception {
        connect("");
        var fd = open(2);
        brick.held.add(FopType.LK);
        var cancel = new Cancel();
        var frame = new Frame(1, Caller.ROOT, Deadline.NONE, OpTime.NONE, cancel);
        var lock = callLater(frame, lock(fd));
        var header = brick.heldCalls.take();
        assertThat(brick.nextSeen()).isEqualTo("LK fd 0 cmd 2 type 1");
        cancel.fire();
        assertThat(await(lock)).isEqualTo(Errno.EINTR);
        brick.succeed(header);
        assertThat(brick.nextSeen()).isEqualTo("LK fd 0 cmd 1 type 2");
        fd.close();
    }

    @Test
    void aDeadlineEndsTheWaitAndTheLateReplyIsReleased() throws Exception {
        connect("");
        var fd = open(0);
        brick.held.add(FopType.READ);
        var deadline = Deadline.after(SystemEnvironment.get(), Duration.ofMillis(50));
        var frame = new Frame(1, Caller.ROOT, deadline, OpTime.NONE, Cancel.NEVER);
        var read = callLater(frame, new Fop.Readv(fd, 0, 10, 0, Xdata.NULL));
        assertThat(await(read)).isEqualTo(Errno.ETIMEDOUT);
        brick.held.clear();
        brick.succeed(brick.heldCalls.take());
        call(new Fop.Fstat(fd, Xdata.NULL));
        assertThat(StateDump.of(graph, SystemEnvironment.get())).contains("bytes_in_flight=0");
        fd.close();
    }

    @Test
    void aReplyOfOpenAfterItsFdIsClosedIsReleased() throws Exception {
        connect("");
        brick.held.add(FopType.OPEN);
        var inode = graph.inodes().root();
        var fd = graph.inodes().newFd(inode, 0);
        var promise = new Promise<Reply.Ok>();
        graph.top().start(FRAME, new Fop.Open(Loc.of(inode), 0, fd, Xdata.NULL), promise);
        var header = brick.heldCalls.take();
        fd.close();
        brick.nextFd.set(5);
        brick.succeed(header);
        assertThat(brick.nextSeen()).startsWith("OPEN");
        assertThat(brick.nextSeen()).isEqualTo("RELEASE fd 5");
    }

    @Test
    void aRefusalIsReportedWithItsReason() throws Exception {
        brick.setVolumeReply =
                new DictReply(-1, 13, OldDict.empty().putText("ERROR", "Authentication failed"));
        activate(brick.port(), "");
        assertThat(nextEvent())
                .isEqualTo(
                        new Event.ChildFailed(
                                "c",
                                Errno.EACCES,
                                "brick /b refuses us: Authentication failed",
                                true));
    }

    @Test
    void aBrickOfAnotherVolumeIsNotUsed() throws Exception {
        connect("");
        brick.setVolumeReply = new DictReply(0, 0, OldDict.empty().putText("volume-id", "another"));
        brick.peer.close();
        assertThat(nextEvent()).isEqualTo(new Event.ChildDown("c"));
        assertThat(nextEvent())
                .isInstanceOfSatisfying(
                        Event.ChildFailed.class,
                        failed -> assertThat(failed.why()).contains("volume another now"));
        assertFails(Errno.ENOTCONN, new Fop.Statfs(Loc.of(graph.inodes().root()), Xdata.NULL));
    }

    @Test
    void aBrickThatIsDownItselfIsWaitedFor() throws Exception {
        brick.setVolumeReply = new DictReply(0, 0, OldDict.empty().putNumber("child_up", 0));
        activate(brick.port(), "");
        assertThat(nextEvent()).isEqualTo(new Event.ChildConnecting("c"));
        assertFails(Errno.ENOTCONN, new Fop.Statfs(Loc.of(graph.inodes().root()), Xdata.NULL));
        brick.peer.callback(Callback.CHILD_UP, out -> {});
        assertThat(nextEvent()).isEqualTo(new Event.ChildUp("c"));
        brick.peer.callback(Callback.CHILD_DOWN, out -> {});
        assertThat(nextEvent()).isEqualTo(new Event.ChildDown("c"));
    }

    @Test
    void upcallsReachTheParentsInOrder() throws Exception {
        connect("");
        for (int i = 1; i <= 100; i++) {
            var body = new UpcallBody.RecallLease(new Gfid(0, i), 0, Gfid.NULL, Xdata.NULL);
            brick.peer.callback(Callback.RECALL_LEASE, new Callback.Upcall(body)::encode);
        }
        for (int i = 1; i <= 100; i++) {
            var upcall = (Event.Upcall) nextEvent();
            assertThat(upcall.body().gfid()).isEqualTo(new Gfid(0, i));
        }
    }

    /** Also one whose type nobody had told yet when it was opened. */
    @Test
    void anOpenDirectoryIsOpenedAgainAsOne() throws Exception {
        connect("");
        var inode = graph.inodes().obtainPinned(GFID);
        try (var fd = graph.inodes().newFd(inode, 0)) {
            call(new Fop.Opendir(Loc.of(inode), fd, Xdata.NULL));
            brick.seen.clear();
            breakConnection();
            assertThat(brick.nextSeen()).isEqualTo("OPENDIR");
        }
        inode.unpin();
    }

    @Test
    void aSilentBrickIsGivenUpAndTriedAgain() throws Exception {
        connect(" option ping-timeout 1\n");
        brick.answersPings = false;
        brick.held.add(FopType.LOOKUP);
        var lookup = callLater(FRAME, new Fop.Lookup(Loc.of(graph.inodes().root()), Xdata.NULL));
        assertThat(await(lookup)).isEqualTo(Errno.ENOTCONN);
        assertThat(nextEvent()).isEqualTo(new Event.ChildDown("c"));
        assertThat(nextChange()).isEqualTo(new Event.ChildUp("c"));
    }

    @Test
    void whatCrashesStockBricksIsNotSent() throws Exception {
        connect("");
        var loc = Loc.of(graph.inodes().root());
        assertFails(Errno.EOPNOTSUPP, new Fop.Namelink(loc, Xdata.NULL));
        assertFails(Errno.EOPNOTSUPP, new Fop.Icreate(loc, 0, Xdata.NULL));
        var put = new Fop.Put(loc, 0, 0, 0, 0, Payload.EMPTY, Xdata.NULL, Xdata.NULL);
        assertFails(Errno.EOPNOTSUPP, put);
        assertFails(Errno.EOPNOTSUPP, new Fop.Setactivelk(loc, List.of(), Xdata.NULL));
        assertThat(brick.seen).isEmpty();
    }

    @Test
    void aRestartedBrickIsFoundAgain() throws Exception {
        connect("");
        int port = brick.port();
        brick.close();
        assertThat(nextEvent()).isEqualTo(new Event.ChildDown("c"));
        assertThat(nextEvent())
                .isInstanceOfSatisfying(
                        Event.ChildFailed.class,
                        failed -> assertThat(failed.errno()).isEqualTo(Errno.ECONNREFUSED));
        brick = FakeBrick.startAt(port);
        assertThat(nextChange()).isEqualTo(new Event.ChildUp("c"));
    }

    @Test
    void writesBeyondTheBoundWaitAndStartedOnesAreRefused() throws Exception {
        connect("");
        var fd = open(2);
        brick.held.add(FopType.WRITE);
        int size = 12 << 20;
        try (var data = Payload.of(Payload.allocateBuffer(size).writeZero(size))) {
            var op = new Fop.Writev(fd, 0, data, 0, Xdata.NULL);
            var first = callLater(FRAME, op);
            var second = callLater(FRAME, op);
            brick.heldCalls.take();
            brick.heldCalls.take();
            var refused = new Promise<Reply.Writev>();
            graph.top().start(FRAME, op, refused);
            assertThatThrownBy(() -> refused.await(SystemEnvironment.get(), FRAME))
                    .hasMessageContaining("ENOBUFS");
            brick.peer.close();
            assertThat(await(first)).isEqualTo(Errno.ENOTCONN);
            assertThat(await(second)).isEqualTo(Errno.ENOTCONN);
        }
        fd.close();
    }
}
