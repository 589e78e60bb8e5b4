package org.glusterj.protocol.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.glusterj.protocol.server.ServerFixture.eventually;

import java.io.IOException;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blocking locks, and what is left of a client that went away: nothing. */
class DisconnectIT {
    private static final Gfid FILE = new Gfid(0x1111, 0x2222);
    private static final int SETLK = 1;
    private static final int SETLKW = 2;
    private static final int WRITE = 1;
    private static final int UNLOCK = 2;
    private static final int ENOLCK = 37;

    private ServerFixture server;
    private WireClient holder;

    @BeforeEach
    void start() throws IOException, GraphException {
        server = ServerFixture.open();
        holder = server.attach();
        holder.create(Gfid.ROOT, "f", FILE);
        assertThat(holder.await(holder.sendLk(FILE, 0, SETLK, WRITE)).opRet()).isZero();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aBlockingLockIsAnsweredWhenItIsGranted() throws IOException {
        var waiter = server.attach().as(2, LkOwner.of(2));
        assertThat(waiter.await(waiter.sendLk(FILE, -2, SETLK, WRITE)).opErrno()).isEqualTo(11);
        int waiting = waiter.sendLk(FILE, -2, SETLKW, WRITE);
        eventually("somebody waits", () -> server.leaf().lockWaiters(FILE) == 1);
        holder.await(holder.sendLk(FILE, 0, SETLK, UNLOCK));
        assertThat(waiter.await(waiting).opRet()).isZero();
    }

    /** A wait is off the io-threads, and still a call that somebody looks for. */
    @Test
    void aManagerIsToldWhatClientsHoldAndWaitFor() throws IOException {
        var waiter = server.attach().as(2, LkOwner.of(2));
        int waiting = waiter.sendLk(FILE, -2, SETLKW, WRITE);
        eventually("somebody waits", () -> server.leaf().lockWaiters(FILE) == 1);
        var views = server.protocolServer().views();
        assertThat(views).hasSize(2);
        var holds =
                views.stream().filter(view -> view.fds().count() == 1).findFirst().orElseThrow();
        var waits = views.stream().filter(view -> view != holds).findFirst().orElseThrow();
        assertThat(holds.fds().open().getFirst().number()).isZero();
        assertThat(holds.calls()).isEmpty();
        assertThat(waits.calls())
                .containsExactly(
                        new ClientView.Call(0, 0, 2, Integer.toUnsignedLong(waiting), "LK"));
        assertThat(waits.address()).startsWith("127.0.0.1:");
        assertThat(waits.bytesReceived()).isPositive();
        assertThat(waits.greeting()).isEqualTo(new ClientView.Greeting("unknown", 0));
    }

    @Test
    void moreWaitsThanIoThreadsDoNotStopTheBrick() throws IOException {
        var waiter = server.attach().as(2, LkOwner.of(2));
        var waiting = new int[40];
        for (int i = 0; i < waiting.length; i++) {
            waiting[i] = waiter.sendLk(FILE, -2, SETLKW, WRITE);
        }
        eventually("all wait", () -> server.leaf().lockWaiters(FILE) == waiting.length);
        assertThat(waiter.await(waiter.sendStatfs()).opRet()).isZero();
        holder.await(holder.sendLk(FILE, 0, SETLK, UNLOCK));
        for (int xid : waiting) {
            assertThat(waiter.await(xid).opRet()).isZero();
        }
    }

    /** Each wait keeps its request, so that many large ones would fill the heap. */
    @Test
    void waitsWithMuchXdataAreRefusedBeforeTheyFillTheHeap() throws IOException {
        var waiter = server.attach().as(2, LkOwner.of(2));
        var xdata = Xdata.EMPTY.withBytes("large", new byte[60_000]);
        long cost = 60_000L * LockWaits.HEAP_PER_BYTE;
        int most = (int) (Runtime.getRuntime().maxMemory() / 8 / cost);
        int last = 0;
        for (int i = 0; i < most + 40; i++) {
            last = waiter.sendLk(FILE, -2, SETLKW, WRITE, xdata);
        }
        assertThat(waiter.await(last).opErrno()).isEqualTo(ENOLCK);
        assertThat(server.leaf().lockWaiters(FILE)).isBetween(1, most);
        var other = server.attach().as(3, LkOwner.of(3));
        int waiting = other.sendLk(FILE, -2, SETLKW, WRITE);
        waiter.close();
        holder.await(holder.sendLk(FILE, 0, SETLK, UNLOCK));
        assertThat(other.await(waiting).opRet()).isZero();
    }

    @Test
    void aGoneClientLosesItsFdsAndLocks() throws IOException {
        var waiter = server.attach().as(2, LkOwner.of(2));
        int waiting = waiter.sendLk(FILE, -2, SETLKW, WRITE);
        eventually("somebody waits", () -> server.leaf().lockWaiters(FILE) == 1);
        holder.close();
        assertThat(waiter.await(waiting).opRet()).isZero();
        eventually("the fd is closed", () -> server.leaf().openFds() == 0);
        eventually("the session ended", () -> server.port().connections() == 1);
    }

    @Test
    void aGoneClientsWaitIsCancelledAndNeverGranted() throws IOException {
        var waiter = server.attach().as(2, LkOwner.of(2));
        waiter.sendLk(FILE, -2, SETLKW, WRITE);
        eventually("somebody waits", () -> server.leaf().lockWaiters(FILE) == 1);
        waiter.close();
        eventually("the session ended", () -> server.port().connections() == 1);
        holder.await(holder.sendLk(FILE, 0, SETLK, UNLOCK));
        assertThat(server.leaf().isLocked(FILE)).isFalse();
    }

    @Test
    void contentThatALockHoldsBackWaitsWithoutAThreadOfTheBrick() throws IOException {
        server.leaf().mandatory = true;
        var writer = server.attach().as(2, LkOwner.of(2));
        var gone = server.attach().as(3, LkOwner.of(3));
        var waiting = new int[40];
        for (int i = 0; i < waiting.length; i++) {
            waiting[i] = writer.sendWrite(FILE, -2, i, new byte[] {(byte) i});
        }
        gone.sendWrite(FILE, -2, 100, new byte[] {1});
        eventually("all wait", () -> server.leaf().lockWaiters(FILE) == waiting.length + 1);
        assertThat(writer.await(writer.sendStatfs()).opRet()).isZero();
        gone.close();
        eventually("its session ended", () -> server.port().connections() == 2);
        holder.await(holder.sendLk(FILE, 0, SETLK, UNLOCK));
        for (int xid : waiting) {
            assertThat(writer.await(xid).opRet()).isOne();
        }
        var content = server.leaf().content(FILE);
        assertThat(content).hasSize(waiting.length);
        for (int i = 0; i < content.length; i++) {
            assertThat(content[i]).isEqualTo((byte) i);
        }
    }

    @Test
    void oneClientCannotTakeAllThreadsByItsRequests() throws IOException {
        var busy = server.attach();
        int last = 0;
        for (int i = 0; i < 5000; i++) {
            last = busy.sendStatfs();
        }
        assertThat(busy.await(busy.sendPing()).opRet()).isZero();
        assertThat(busy.await(last).opRet()).isZero();
    }

    @Test
    void clientsThatComeAndGoLeaveNothingBehind() throws IOException {
        for (int i = 0; i < 50; i++) {
            var visitor = server.attach();
            visitor.create(Gfid.ROOT, "visitor" + i, new Gfid(0x4444, i + 1));
            visitor.sendStatfs();
            visitor.close();
        }
        eventually("only the holder is left", () -> server.port().connections() == 1);
        assertThat(server.leaf().openFds()).isEqualTo(1);
        assertThat(server.protocolServer().clients()).isEqualTo(1);
    }
}
