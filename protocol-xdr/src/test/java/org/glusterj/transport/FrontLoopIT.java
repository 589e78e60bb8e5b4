package org.glusterj.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.glusterj.core.Payload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An event loop and the requests it carries use one pool of buffers. While others hold the pool's lock a request waits
 * for it on the loop: had it left, the loop would get in line behind it, and nobody would carry the request any more.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FrontLoopIT {
    private FrontLoop loop;

    @BeforeEach
    void open() {
        loop = FrontLoop.open().orElseThrow();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void aRequestThatTakesARecordStays() throws Exception {
        staysOnTheLoop(() -> Wire.newRecord().release());
    }

    @Test
    void aRequestThatAllocatesContentStays() throws Exception {
        staysOnTheLoop(() -> Payload.of(Payload.allocateBuffer(512)).close());
    }

    @Test
    void aRequestThatReleasesContentStays() throws Exception {
        var content = Payload.of(Payload.allocateBuffer(512));
        staysOnTheLoop(content::close);
    }

    private void staysOnTheLoop(Runnable request) throws Exception {
        var locks = locksOfThePool();
        var done = new CountDownLatch(1);
        var carrier = new CountDownLatch(1);
        locks.forEach(ReentrantLock::lock);
        try {
            loop.start(
                    () -> {
                        request.run();
                        done.countDown();
                    });
            while (locks.stream().noneMatch(ReentrantLock::hasQueuedThreads)) {
                Thread.onSpinWait();
            }
            loop.execute(carrier::countDown);
            assertThat(carrier.await(200, TimeUnit.MILLISECONDS)).as("left").isFalse();
        } finally {
            locks.forEach(ReentrantLock::unlock);
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(carrier.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Those of its lists of small buffers, once it has any. */
    private static List<ReentrantLock> locksOfThePool() throws Exception {
        ByteBuf warm = PooledByteBufAllocator.DEFAULT.directBuffer(512);
        warm.release();
        var locks = new ArrayList<ReentrantLock>();
        var arenas = field(PooledByteBufAllocator.DEFAULT, "directArenas");
        for (int i = 0; i < Array.getLength(arenas); i++) {
            var pools = field(Array.get(arenas, i), "smallSubpagePools");
            for (int j = 0; j < Array.getLength(pools); j++) {
                locks.add((ReentrantLock) field(Array.get(pools, j), "lock"));
            }
        }
        return locks;
    }

    private static Object field(Object of, String name) throws Exception {
        for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass()) {
            for (var field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field.get(of);
                }
            }
        }
        throw new NoSuchFieldException(name);
    }
}
