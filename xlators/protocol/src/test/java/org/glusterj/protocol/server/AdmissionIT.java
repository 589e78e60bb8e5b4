package org.glusterj.protocol.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.glusterj.protocol.server.ServerFixture.eventually;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client with more requests than it may have: what still gets through (architecture, section 8). */
class AdmissionIT {
    private static final Gfid FILE = new Gfid(0x1111, 0x2222);
    private static final int SETLK = 1;
    private static final int WRITE = 1;
    private static final int UNLOCK = 2;

    private final CountDownLatch gate = new CountDownLatch(1);
    private ServerFixture server;
    private WireClient client;

    @BeforeEach
    void start() throws IOException, GraphException {
        server = ServerFixture.open("rpc.outstanding-rpc-limit 2", "inline-fops off");
        client = server.attach();
        client.create(Gfid.ROOT, "f", FILE);
        client.await(client.sendLk(FILE, 0, SETLK, WRITE));
        server.leaf().gate(gate);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        server.close();
    }

    @Test
    void noMoreThanTheLimitRunAtOnce() throws IOException {
        var xids = new int[10];
        for (int i = 0; i < xids.length; i++) {
            xids[i] = client.sendStatfs();
        }
        eventually("two run", () -> server.leaf().statfsBegun() == 2);
        assertThat(client.await(client.sendPing()).opRet()).isZero();
        assertThat(server.leaf().statfsBegun()).isEqualTo(2);
        gate.countDown();
        for (int xid : xids) {
            assertThat(client.await(xid).opRet()).isZero();
        }
        assertThat(server.leaf().statfsBegun()).isEqualTo(10);
    }

    @Test
    void pingUnlockAndReleaseGetThroughPastTheLimit() throws IOException {
        int last = 0;
        for (int i = 0; i < 50; i++) {
            last = client.sendStatfs();
        }
        eventually("two run", () -> server.leaf().statfsBegun() == 2);
        assertThat(client.await(client.sendPing()).opRet()).isZero();
        assertThat(client.await(client.sendLk(FILE, 0, SETLK, UNLOCK)).opRet()).isZero();
        assertThat(server.leaf().isLocked(FILE)).isFalse();
        assertThat(client.release(FILE, 0).opRet()).isZero();
        gate.countDown();
        assertThat(client.await(last).opRet()).isZero();
    }

    @Test
    void othersAreServedMeanwhile() throws IOException {
        for (int i = 0; i < 500; i++) {
            client.sendStatfs();
        }
        eventually("two run", () -> server.leaf().statfsBegun() == 2);
        var other = server.attach();
        assertThat(other.lookup(Gfid.ROOT, "f").opRet()).isZero();
    }

    @Test
    void aClientThatLeavesTakesItsBacklogAlong() throws IOException {
        for (int i = 0; i < 500; i++) {
            client.sendStatfs();
        }
        eventually("two run", () -> server.leaf().statfsBegun() == 2);
        client.close();
        eventually("its lock is gone", () -> !server.leaf().isLocked(FILE));
        gate.countDown();
        eventually("its session ended", () -> server.port().connections() == 0);
        assertThat(server.leaf().statfsBegun()).isLessThan(10);
    }
}
