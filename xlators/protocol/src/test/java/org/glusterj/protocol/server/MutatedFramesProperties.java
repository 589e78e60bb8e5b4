package org.glusterj.protocol.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.glusterj.protocol.server.ServerFixture.eventually;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.net.SocketException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Payload;
import org.slf4j.LoggerFactory;

/**
 * Ten thousand damaged frames, a million in the long form: the server answers or closes that connection; another client
 * reads what it wrote; nothing leaks, and in the long form memory does not grow.
 */
class MutatedFramesProperties {
    private static final int FRAMES_PER_TRY = 50;
    private static final int CONNECTIONS_PER_TRY = 5;
    private static final int LONG_TRIES = 1_000_000 / FRAMES_PER_TRY;

    /** What a run of any length may hold more than its first tenth, such as code and tables that grew to their size. */
    private static final long GROWTH_BYTES = 16 << 20;

    private static final Gfid FILE = new Gfid(0x7777, 0x8888);
    private static final byte[] CONTENT = new byte[64 * 1024];

    private static final ListAppender<ILoggingEvent> LEAKS = new ListAppender<>();
    private static final ListAppender<ILoggingEvent> BUGS = new ListAppender<>();
    private static ServerFixture server;
    private static WireClient bystander;
    private static int tries;
    private static long heapEarly;
    private static long directEarly;

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
        attack(seed);
    }

    @Tag("long")
    @Property(tries = LONG_TRIES, seed = "20260102", shrinking = ShrinkingMode.OFF)
    void aMillionOfThemDoNotGrowMemory(@ForAll long seed) throws IOException {
        attack(seed);
        tries++;
        if (tries == LONG_TRIES / 10) {
            heapEarly = heapBytes();
            directEarly = PlatformDependent.usedDirectMemory();
        }
        if (tries == LONG_TRIES) {
            assertThat(heapBytes() - heapEarly).as("growth of the heap").isLessThan(GROWTH_BYTES);
            assertThat(PlatformDependent.usedDirectMemory() - directEarly)
                    .as("growth of direct memory")
                    .isLessThan(GROWTH_BYTES);
        }
    }

    private static long heapBytes() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void attack(long seed) throws IOException {
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
