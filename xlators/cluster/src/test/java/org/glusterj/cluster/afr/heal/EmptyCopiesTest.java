package org.glusterj.cluster.afr.heal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.cluster.afr.Pending;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A brick without files takes a place among copies that have them. The bricks of this test keep no lists. */
@Timeout(120)
class EmptyCopiesTest {
    private static final int NEW = 2;
    private static final Set<String> NAME = Set.of("v-client-2");
    private Trio trio;

    @BeforeEach
    void start() throws Exception {
        trio = new Trio();
        var dir = trio.mkdir(Trio.ALL, trio.root(), "d");
        trio.create(Trio.ALL, dir, "f", "text");
        trio.create(Trio.ALL, trio.root(), "g", "other text");
        trio.setxattr(Trio.GOOD, trio.root(), "user.note", "of the root");
        trio.accuse(Trio.GOOD, trio.root(), Copies.of(NEW), new Pending(0, -1, 0));
        trio.on(NEW, new Fop.Unlink(Loc.entry(dir, "f"), 0, Xdata.NULL));
        trio.on(NEW, new Fop.Rmdir(Loc.entry(trio.root(), "d"), 0, Xdata.NULL));
        trio.on(NEW, new Fop.Unlink(Loc.entry(trio.root(), "g"), 0, Xdata.NULL));
        trio.door(NEW).shut();
    }

    @AfterEach
    void stop() throws Exception {
        if (trio != null) {
            trio.close();
        }
    }

    @Test
    void itIsFilledFromTheOthers() throws Exception {
        assertThat(trio.daemon().accuseEmpty(NAME)).isEqualTo(2);
        trio.door(NEW).open();
        trio.daemon().crawlOnce();
        assertThat(trio.has(NEW, "g")).as("the root is looked at, on a list or not").isTrue();
        assertThat(trio.healAll()).isZero();
        assertThat(trio.content(NEW, "d/f")).isEqualTo("text");
        trio.assertEqual();
    }

    @Test
    void namesWithoutARecordAreComparedToo() throws Exception {
        trio.options(Map.of("granular-entry-heal", "on"));
        itIsFilledFromTheOthers();
    }

    @Test
    void theRootIsToldOfByThoseWhoAccuse() throws Exception {
        assertThat(told(0)).isEmpty();
        trio.daemon().accuseEmpty(NAME);
        var root = new HealEntry(Gfid.ROOT, "/", HealEntry.State.PENDING);
        assertThat(told(0)).containsExactly(root);
        trio.door(NEW).open();
        assertThat(told(1)).containsExactly(root);
        assertThat(told(NEW)).isEmpty();
        trio.healAll();
        assertThat(told(0)).isEmpty();
    }

    private List<HealEntry> told(int brick) throws FopException {
        var all = new ArrayList<HealEntry>();
        trio.daemon().info(brick, all::add);
        return all;
    }

    @Test
    void aCopyThatIsServedIsNotEmpty() {
        trio.door(NEW).open();
        fails(() -> trio.daemon().accuseEmpty(NAME), Errno.EBUSY);
    }

    @Test
    void somebodyElseMustHaveTheData() throws Exception {
        trio.door(0).shut();
        trio.door(1).shut();
        fails(() -> trio.daemon().accuseEmpty(NAME), Errno.ENOTCONN);
        trio.options(Map.of("arbiter-count", "1"));
        trio.door(NEW).open();
        fails(() -> trio.daemon().accuseEmpty(Set.of("v-client-0")), Errno.ENOTCONN);
    }

    @Test
    void whatOneCopyCannotSayFails() {
        trio.door(1).refuse(op -> op instanceof Fop.Xattrop);
        fails(() -> trio.daemon().accuseEmpty(NAME), Errno.ENOSPC);
    }

    private static void fails(ThrowingCallable call, Errno errno) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FopException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }
}
