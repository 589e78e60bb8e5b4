package org.glusterj.protocol.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.glusterj.protocol.server.ServerFixture.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.glusterj.core.GraphException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which thread carries out a quick fop: the event loop that received it, or an io-thread. */
class InlineFopsIT {
    private ServerFixture server;

    @AfterEach
    void stop() {
        server.close();
    }

    /** The thread's name of the last of a few fops, so that threads had time to be chosen. */
    private String threadOf(WireClient client) {
        try {
            for (int i = 0; i < 5; i++) {
                assertThat(client.await(client.sendStatfs()).opRet()).isZero();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return server.leaf().statfsThread().getName();
    }

    @Test
    void theEventLoopOfTheOnlyBrickDoesItItself() throws IOException, GraphException {
        server = ServerFixture.open();
        var client = server.attach();
        // After a fop that took a millisecond, and be it for want of a processor, an io-thread does
        // it for a while.
        eventually("inline", () -> threadOf(client).startsWith("event-loop-"));
    }

    @Test
    void anIoThreadDoesItWhereInlineFopsAreOff() throws IOException, GraphException {
        server = ServerFixture.open("inline-fops off");
        assertThat(threadOf(server.attach())).startsWith("io-");
    }

    @Test
    void anIoThreadDoesItWhereAnotherBrickWouldHaveToWait() throws IOException, GraphException {
        server = ServerFixture.open();
        server.addBrick("other", "", "auth.addr.other.allow *");
        assertThat(threadOf(server.attach())).startsWith("io-");
    }
}
