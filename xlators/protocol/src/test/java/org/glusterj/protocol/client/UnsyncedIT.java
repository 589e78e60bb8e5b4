package org.glusterj.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.LiveGraph;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An fsync never claims what a brick lost by starting its machine again. */
class UnsyncedIT {
    private static final Gfid GFID = Gfid.parse("11111111-2222-3333-4444-555555555555");

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private FakeBrick brick;
    private Graph graph;
    private LiveGraph live;

    @BeforeEach
    void start() throws Exception {
        brick = FakeBrick.start();
        brick.memory("first");
        graph = new GraphBuilder(SystemEnvironment.get()).build(volfile());
        live = new LiveGraph(SystemEnvironment.get(), graph);
        live.listen(events::add);
        graph.activate();
        await(new Event.ChildUp("c"));
    }

    private Volfile volfile() throws GraphException {
        var text =
                "volume c\n type protocol/client\n option remote-host 127.0.0.1\n"
                        + " option remote-port %d\n option remote-subvolume /b\nend-volume\n";
        return Volfile.parse(text.formatted(brick.port()));
    }

    @AfterEach
    void stop() {
        live.endFormers();
        graph.close();
        brick.close();
    }

    private void await(Event wanted) throws InterruptedException {
        Event event;
        do {
            event = events.poll(10, TimeUnit.SECONDS);
            assertThat(event).as("event before " + wanted).isNotNull();
        } while (!event.equals(wanted));
    }

    /** The connection breaks, and the brick comes back with this memory. */
    private void comeBack(String memory) throws InterruptedException {
        brick.memory(memory);
        brick.peer.close();
        await(new Event.ChildDown("c"));
        await(new Event.ChildUp("c"));
    }

    /** The volume gets another graph, which connects anew. */
    private void changeGraph() throws Exception {
        var fresh = new GraphBuilder(SystemEnvironment.get()).buildBeside(graph, volfile());
        var up = new CountDownLatch(1);
        fresh.listen(event -> up.countDown());
        fresh.activate();
        assertThat(up.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(live.switchTo(fresh, Duration.ofSeconds(10))).isEmpty();
        graph = fresh;
    }

    private Inode inode() {
        var iatt = new Iatt.Builder().gfid(GFID).mode(0100644).build();
        return graph.inodes().linkPinned(graph.inodes().blank(), graph.inodes().root(), "f", iatt);
    }

    private Fd open() throws FopException {
        var inode = inode();
        var fd = graph.inodes().newFd(inode, 2);
        var op = new Fop.Open(Loc.of(inode), 2, fd, Xdata.NULL);
        live.open(Frame.internal(), op, fd, reply -> {});
        return fd;
    }

    private void write(Fd fd) throws FopException {
        try (var data = Payload.copyOf(new byte[] {1})) {
            graph.top().call(Frame.internal(), new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
        }
    }

    private void sync(Fd fd) throws FopException {
        graph.top().call(Frame.internal(), new Fop.Fsync(fd, false, Xdata.NULL));
    }

    private void assertLost(Fd fd) {
        assertThatThrownBy(() -> sync(fd))
                .isInstanceOfSatisfying(
                        FopException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EIO));
    }

    @Test
    void whatWasNotSyncedFailsTheNextSyncOfEachFdOnce() throws Exception {
        try (var writer = open();
                var other = open()) {
            write(writer);
            comeBack("second");
            assertLost(writer);
            assertLost(other);
            sync(writer);
            sync(other);
            try (var later = open()) {
                sync(later);
            }
        }
    }

    @Test
    void aLossNobodyKnowsOfIsToldToALaterFd() throws Exception {
        try (var writer = open()) {
            write(writer);
        }
        comeBack("second");
        try (var later = open()) {
            assertLost(later);
            sync(later);
        }
    }

    @Test
    void whatWasSyncedIsNotLost() throws Exception {
        try (var fd = open()) {
            write(fd);
            sync(fd);
            comeBack("second");
            sync(fd);
        }
    }

    @Test
    void writesAfterTheLossDoNotHideIt() throws Exception {
        try (var fd = open()) {
            write(fd);
            comeBack("second");
            write(fd);
            assertLost(fd);
            sync(fd);
        }
    }

    @Test
    void anotherGraphKnowsWhatTheFormerOneChanged() throws Exception {
        try (var writer = open();
                var other = open()) {
            write(writer);
            changeGraph();
            comeBack("second");
            assertLost(writer);
            assertLost(other);
            sync(writer);
            sync(other);
        }
    }

    @Test
    void aLossBehindTheFormerGraphIsNoticed() throws Exception {
        try (var writer = open();
                var other = open()) {
            write(writer);
            brick.memory("second");
            changeGraph();
            assertLost(writer);
            assertLost(other);
            sync(writer);
            changeGraph();
            sync(other);
        }
    }

    @Test
    void whoWasNotToldByTheFormerGraphIsToldByTheNext() throws Exception {
        try (var writer = open();
                var other = open()) {
            write(writer);
            comeBack("second");
            assertLost(writer);
            changeGraph();
            changeGraph();
            sync(writer);
            assertLost(other);
            sync(other);
        }
    }

    @Test
    void whatTheFormerGraphSyncedIsNotLost() throws Exception {
        try (var fd = open()) {
            write(fd);
            sync(fd);
            changeGraph();
            write(fd);
            sync(fd);
            comeBack("second");
            sync(fd);
        }
    }

    @Test
    void aBrokenConnectionAloneLosesNothing() throws Exception {
        try (var fd = open()) {
            write(fd);
            comeBack("first");
            sync(fd);
        }
    }

    @Test
    void aDirectoryWhoseChangesAreLostFailsItsSync() throws Exception {
        var root = graph.inodes().root();
        try (var fd = graph.inodes().newFd(root, 0)) {
            graph.top().call(Frame.internal(), new Fop.Opendir(Loc.of(root), fd, Xdata.NULL));
            var xdata = Xdata.EMPTY.withGfid("gfid-req", GFID);
            var loc = Loc.entry(root, "d");
            graph.top().call(Frame.internal(), new Fop.Mkdir(loc, 0755, 0, xdata));
            comeBack("second");
            var op = new Fop.Fsyncdir(fd, false, Xdata.NULL);
            assertThatThrownBy(() -> graph.top().call(Frame.internal(), op))
                    .isInstanceOfSatisfying(
                            FopException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EIO));
            graph.top().call(Frame.internal(), op);
        }
    }
}
