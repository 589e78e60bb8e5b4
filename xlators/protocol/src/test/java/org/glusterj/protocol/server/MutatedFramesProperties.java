package org.glusterj.protocol.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.glusterj.protocol.server.ServerFixture.eventually;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.net.SocketException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Payload;
import org.slf4j.LoggerFactory;

/**
 * Ten thousand damaged frames: the server answers or closes that connection; another client reads what it wrote;
 * nothing
 * leaks.
 */
class MutatedFramesProperties {
    private static final int FRAMES_PER_TRY = 50;
    private static final int CONNECTIONS_PER_TRY = 5;
    private static final Gfid FILE = new Gfid(0x7777, 0x8888);
    private static final byte[] CONTENT = new byte[64 * 1024];

    private static final ListAppender<ILoggingEvent> LEAKS = new ListAppender<>();
    private static final ListAppender<ILoggingEvent> BUGS = new ListAppender<>();
    private static ServerFixture server;
    private static WireClient bystander;

    @BeforeContainer
    static void start() throws IOException, GraphException {
        LEAKS.start();
        ((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).addAppender(LEAKS);
        BUGS.start();
        ((Logger) LoggerFactory.getLogger("org.glusterj.core")).addAppender(BUGS);
        quiet(ServerFixture.class.getPackageName());
        quiet("org.glusterj.transport");
        server = ServerFixture.open();
        bystander = server.attach();
        bystander.create(Gfid.ROOT, "precious", FILE);
        for (int i = 0; i < CONTENT.length; i++) {
            CONTENT[i] = (byte) (i * 31);
        }
        bystander.await(bystander.sendWrite(FILE, 0, 0, CONTENT));
    }

    private static void quiet(String logger) {
        ((Logger) LoggerFactory.getLogger(logger)).setLevel(ch.qos.logback.classic.Level.OFF);
    }

    @Property(tries = 10_000 / FRAMES_PER_TRY, seed = "20260101", shrinking = ShrinkingMode.OFF)
    void damagedFramesHarmNobodyElse(@ForAll long seed) throws IOException {
        var mutator = new FrameMutator(seed);
        for (int connection = 0; connection < CONNECTIONS_PER_TRY; connection++) {
            try (var attacker = server.connect()) {
                if (connection % 2 == 0) {
                    attacker.attach(ServerFixture.BRICK);
                }
                for (int i = 0; i < FRAMES_PER_TRY / CONNECTIONS_PER_TRY; i++) {
                    attacker.sendRaw(mutator.next());
                }
            } catch (SocketException closedByServer) {
                // One of the allowed answers to a damaged frame.
            }
        }
        var read = bystander.read(FILE, 0, 0, CONTENT.length);
        assertThat(read.opRet()).isEqualTo(CONTENT.length);
        assertThat(WireClient.payloadOf(read)).isEqualTo(CONTENT);
    }

    @AfterContainer
    static void nothingIsLeft() {
        try {
            eventually("the attackers are gone", () -> server.port().connections() == 1);
            assertThat(server.leaf().openFds()).isEqualTo(1);
            for (int i = 0; i < 5; i++) {
                System.gc();
                for (int n = 0; n < 200; n++) {
                    Payload.allocateBuffer(256).release();
                }
            }
            assertThat(LEAKS.list).isEmpty();
            assertThat(BUGS.list).as("work that threw on an io-thread").isEmpty();
        } finally {
            server.close();
        }
    }
}
