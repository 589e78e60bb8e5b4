package org.glusterj.cluster.afr.heal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.cluster.afr.Copies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The healer dies after its n-th request, for each n, and then another one comes: all copies are equal, and nothing
 * that was removed is back.
 */
@Timeout(600)
class InterruptedHealTest {
    private static final Copies ALL = Trio.ALL;
    private static final Copies GOOD = Trio.GOOD;

    private static void damage(Trio trio, String name) throws Exception {
        var dir = trio.mkdir(ALL, trio.root(), name);
        var other = trio.mkdir(ALL, dir, "o");
        var moved = trio.create(ALL, dir, "moved", "text");
        var grown = trio.create(ALL, dir, "grown", "text");
        trio.create(ALL, dir, "dead", "text");
        trio.write(GOOD, grown, 4, " and more");
        trio.chmod(GOOD, grown, 0600, 5);
        trio.rename(GOOD, moved, dir, "moved", other, "here");
        trio.unlink(GOOD, dir, "dead");
        trio.create(GOOD, trio.mkdir(GOOD, dir, "new"), "f", "new");
    }

    @Test
    void atEachRequest() throws Exception {
        boolean whole = false;
        try (var trio = new Trio()) {
            for (int n = 0; !whole; n += 1 + n / 16) {
                assertThat(n).isLessThan(5000);
                damage(trio, "d" + n);
                var left = new AtomicInteger(n);
                lose(trio, left);
                trio.healAll(true);
                whole = left.get() >= 0;
                lose(trio, null);
                assertThat(trio.healAll()).as("after " + n).isZero();
                trio.assertEqual();
                assertThat(trio.has(2, "d" + n + "/dead")).as("after " + n).isFalse();
                assertThat(trio.content(2, "d" + n + "/o/here")).isEqualTo("text");
                trio.remove("d" + n);
            }
        }
    }

    /** What only the copy that is right could say is not known without it. */
    @Test
    void theOnlyRightCopyGoesDownAfterEachAnswer() throws Exception {
        var right = Copies.of(0);
        boolean whole = false;
        try (var trio = new Trio()) {
            for (int n = 1; !whole; n += 1 + n / 32) {
                assertThat(n).isLessThan(5000);
                var dir = trio.mkdir(ALL, trio.root(), "d" + n);
                var kept = trio.create(ALL, dir, "kept", "text");
                trio.write(right, kept, 4, " and more");
                trio.create(right, dir, "new", "new");
                trio.door(0).shutAfter(n);
                trio.healAll(true);
                whole = trio.door(0).isUp();
                assertThat(trio.has(1, "d" + n + "/kept")).as("after " + n).isTrue();
                assertThat(trio.has(2, "d" + n + "/kept")).as("after " + n).isTrue();
                trio.door(0).open();
                assertThat(trio.healAll()).as("after " + n).isZero();
                trio.assertEqual();
                assertThat(trio.content(2, "d" + n + "/kept")).isEqualTo("text and more");
                trio.remove("d" + n);
            }
        }
    }

    private static void lose(Trio trio, AtomicInteger left) {
        for (int i = 0; i < 3; i++) {
            trio.door(i).loseHealerAfter(left);
        }
    }
}
