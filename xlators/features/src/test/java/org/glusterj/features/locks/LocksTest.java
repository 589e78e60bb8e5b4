package org.glusterj.features.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glusterj.core.ClientId;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopType;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.UpcallBody;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocksTest extends XlatorContract {
    private LockRig rig;

    @Override
    protected String type() {
        return "features/locks";
    }

    @Override
    protected Record defaults() {
        return new Locks.Options(
                MandatoryLocks.Mode.OFF, false, 0, 0, false, false, true, Duration.ofSeconds(5));
    }

    @Override
    protected Map<String, String> otherOptions() {
        var texts = new HashMap<>(liveOptions());
        texts.put("enforce-mandatory-lock", "on");
        texts.put("monkey-unlocking", "on");
        return texts;
    }

    @Override
    protected Map<String, String> liveOptions() {
        return Map.of(
                "mandatory-locking", "forced",
                "revocation-secs", "7",
                "revocation-max-blocked", "8",
                "revocation-clear-all", "on",
                "notify-contention", "off",
                "notify-contention-delay", "9");
    }

    @Override
    protected Record others() {
        return new Locks.Options(
                MandatoryLocks.Mode.FORCED, true, 7, 8, true, true, false, Duration.ofSeconds(9));
    }

    @Override
    protected Set<FopType> treated() {
        return EnumSet.of(
                FopType.LK,
                FopType.INODELK,
                FopType.FINODELK,
                FopType.ENTRYLK,
                FopType.FENTRYLK,
                FopType.GETACTIVELK,
                FopType.SETACTIVELK);
    }

    @BeforeEach
    void openAFile() {
        rig = new LockRig(fixture);
    }

    @AfterEach
    void closeTheFile() {
        rig.close();
    }

    @Test
    void whatIsNotWrittenCannotBeSwitchedOn() {
        for (var option :
                Map.of("enforce-mandatory-lock", "on", "monkey-unlocking", "on").entrySet()) {
            assertThatThrownBy(
                            () -> fixture.reconfigure(Map.of(option.getKey(), option.getValue())))
                    .as(option.getKey())
                    .isInstanceOf(GraphException.class)
                    .hasMessageContaining("not written");
        }
    }

    @Test
    void countsAnswerWhatRequestsAsk() throws Exception {
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.READ, 0, 0));
        rig.call(LockRig.by(1, 1), rig.range("other", Flock.SETLK, Flock.READ, 0, 0));
        rig.call(LockRig.by(1, 1), rig.name(2, NameLock.READ, "a"));
        rig.call(LockRig.by(1, 1), rig.posix(Flock.SETLK, Flock.WRITE, 0, 1));
        var asked =
                Xdata.EMPTY
                        .withUint("glusterfs.inodelk-count", 0)
                        .withUint("glusterfs.entrylk-count", 0)
                        .withUint("glusterfs.posixlk-count", 0)
                        .withUint("glusterfs.inodelk-dom-prefix:other", 1)
                        .withUint("glusterfs.inodelk-dom-prefix:none", 1)
                        .withUint("glusterfs.parent-entrylk", 0);
        var answer = rig.call(LockRig.by(2, 1), new Fop.Stat(Loc.of(rig.file), asked)).xdata();
        assertThat(answer.number("glusterfs.inodelk-count", -1)).isEqualTo(2);
        assertThat(answer.number("glusterfs.entrylk-count", -1)).isOne();
        assertThat(answer.number("glusterfs.posixlk-count", -1)).isOne();
        assertThat(answer.number("glusterfs.inodelk-dom-prefix:other", -1)).isOne();
        assertThat(answer.number("glusterfs.inodelk-dom-prefix:none", -1)).isZero();
        assertThat(answer.contains("glusterfs.parent-entrylk")).as("nameless").isFalse();
        assertThat(answer.contains("sample")).as("the child's own answer").isTrue();
    }

    @Test
    void aDomainsCountIncludesWhoWaits() throws Exception {
        var asked = Xdata.EMPTY.withString("glusterfs.inodelk-dom-count", LockRig.DOMAIN);
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.WRITE, 0, 0));
        var waiter = rig.waiting(LockRig.by(2, 2), rig.range(Flock.SETLKW, Flock.WRITE, 0, 0));
        var answer = rig.call(LockRig.by(1, 1), new Fop.Fstat(rig.fd, asked)).xdata();
        assertThat(answer.number("glusterfs.inodelk-count", -1)).isEqualTo(2);
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.UNLOCK, 0, 0));
        LockRig.granted(waiter);
    }

    @Test
    void aLookupByNameAnswersForTheObjectAndItsNameInTheParent() throws Exception {
        var dir = fixture.directory("dir");
        var inDir = new Fop.Entrylk(LockRig.DOMAIN, Loc.of(dir), "locked", false, 2, 1, Xdata.NULL);
        rig.call(LockRig.by(1, 1), inDir);
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.WRITE, 0, 0));
        var found = new Iatt.Builder().gfid(rig.file.gfid()).mode(0100644).build();
        fixture.child().answer((frame, op) -> new Reply.Lookup(found, Iatt.NONE, Xdata.NULL));
        var asked =
                Xdata.EMPTY
                        .withUint("glusterfs.inodelk-count", 0)
                        .withUint("glusterfs.parent-entrylk", 0);
        var answer =
                rig.call(LockRig.by(2, 1), new Fop.Lookup(Loc.entry(dir, "locked"), asked)).xdata();
        assertThat(answer.number("glusterfs.inodelk-count", -1)).isOne();
        assertThat(answer.number("glusterfs.parent-entrylk", -1)).isOne();
        var other =
                rig.call(LockRig.by(2, 1), new Fop.Lookup(Loc.entry(dir, "free"), asked)).xdata();
        assertThat(other.number("glusterfs.parent-entrylk", -1)).isZero();
    }

    @Test
    void operationsOnEntriesAnswerForTheDirectory() throws Exception {
        var dir = fixture.directory("dir");
        var lock = rig.range(Flock.SETLK, Flock.READ, 0, 0).flock();
        for (int owner = 1; owner <= 2; owner++) {
            var op = new Fop.Inodelk(LockRig.DOMAIN, Loc.of(dir), Flock.SETLK, lock, Xdata.NULL);
            rig.call(LockRig.by(owner, owner), op);
        }
        var asked = Xdata.EMPTY.withString("glusterfs.inodelk-dom-count", LockRig.DOMAIN);
        var root = fixture.graph().inodes().root();
        var calls =
                List.of(
                        new Fop.Mknod(Loc.entry(dir, "x"), 0100644, 0, 0, asked),
                        new Fop.Unlink(Loc.entry(dir, "x", rig.file), 0, asked),
                        new Fop.Link(Loc.of(rig.file), Loc.entry(dir, "x"), asked),
                        new Fop.Rename(Loc.entry(root, "x"), Loc.entry(dir, "x"), asked),
                        new Fop.Rename(Loc.entry(dir, "x"), Loc.entry(root, "x"), asked));
        for (Fop<?> op : calls) {
            var told = rig.call(LockRig.by(1, 1), op).xdata();
            assertThat(told.number("glusterfs.inodelk-count", -1))
                    .as(op.type().name())
                    .isEqualTo(2);
        }
    }

    @Test
    void theEndOfAClientReleasesAllItsLocksAndFailsItsWaiters() throws Exception {
        long pins = rig.file.pins();
        rig.call(LockRig.by(1, 1), rig.posix(Flock.SETLK, Flock.WRITE, 0, 10));
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.WRITE, 0, 0));
        rig.call(LockRig.by(1, 1), rig.name(2, NameLock.WRITE, null));
        rig.call(LockRig.by(2, 2), rig.posix(Flock.SETLK, Flock.WRITE, 20, 10));
        var own = rig.waiting(LockRig.by(1, 9), rig.posix(Flock.SETLKW, Flock.WRITE, 20, 1));
        var posix = rig.waiting(LockRig.by(2, 2), rig.posix(Flock.SETLKW, Flock.WRITE, 0, 1));
        var range = rig.waiting(LockRig.by(2, 2), rig.range(Flock.SETLKW, Flock.WRITE, 5, 5));
        var name = rig.waiting(LockRig.by(2, 2), rig.name(0, NameLock.WRITE, "x"));
        assertThat(rig.file.pins()).isGreaterThan(pins);
        fixture.graph().top().notify(new Event.ClientGone(new ClientId("client-1", 1)));
        LockRig.granted(posix);
        LockRig.granted(range);
        LockRig.granted(name);
        assertThat(LockRig.refused(own)).isSameAs(Errno.ENOTCONN);
        fixture.graph().top().notify(new Event.ClientGone(new ClientId("client-2", 2)));
        assertThat(rig.held()).isZero();
        assertThat(rig.file.pins()).isEqualTo(pins);
    }

    @Test
    void aRequestOfAnEndedClientTakesNoLockAnyMore() {
        fixture.graph().top().notify(new Event.ClientGone(new ClientId("client-1", 1)));
        assertThat(rig.errno(LockRig.by(1, 1), rig.posix(Flock.SETLK, Flock.WRITE, 0, 10)))
                .isSameAs(Errno.ENOTCONN);
        assertThat(rig.errno(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.WRITE, 0, 10)))
                .isSameAs(Errno.ENOTCONN);
        assertThat(rig.held()).isZero();
    }

    @Test
    void theHolderHearsOfContentionAtMostOncePerDelay() throws Exception {
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLKW, Flock.WRITE, 0, 0));
        var first = rig.waiting(LockRig.by(2, 2), rig.range(Flock.SETLKW, Flock.WRITE, 0, 0));
        assertThat(fixture.awaitHeard(1))
                .containsExactly(
                        new Event.Upcall(
                                new ClientId("client-1", 1),
                                new UpcallBody.InodelkContention(
                                        rig.file.gfid(),
                                        LockRig.flock(Flock.WRITE, 0, 0),
                                        101,
                                        LockRig.DOMAIN,
                                        Xdata.NULL)));
        assertThat(rig.errno(LockRig.by(3, 3), rig.range(Flock.SETLK, Flock.WRITE, 0, 0)))
                .isSameAs(Errno.EAGAIN);
        assertThat(fixture.heard()).hasSize(1);
        fixture.environment().advance(Duration.ofSeconds(5));
        rig.errno(LockRig.by(3, 3), rig.range(Flock.SETLK, Flock.WRITE, 0, 0));
        assertThat(fixture.heard()).hasSize(2);
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.UNLOCK, 0, 0));
        LockRig.granted(first);
    }

    @Test
    void nameLocksTellTheirHolderToo() throws Exception {
        rig.call(LockRig.by(1, 1), rig.name(2, NameLock.WRITE, "f"));
        rig.errno(LockRig.by(2, 2), rig.name(2, NameLock.WRITE, "f"));
        assertThat(fixture.heard())
                .containsExactly(
                        new Event.Upcall(
                                new ClientId("client-1", 1),
                                new UpcallBody.EntrylkContention(
                                        rig.file.gfid(), 1, 101, "f", LockRig.DOMAIN, Xdata.NULL)));
    }

    @Test
    void contentionStaysSilentWhenSwitchedOff() throws Exception {
        fixture.reconfigure(liveOptions());
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.WRITE, 0, 0));
        rig.errno(LockRig.by(2, 2), rig.range(Flock.SETLK, Flock.WRITE, 0, 0));
        assertThat(fixture.heard()).isEmpty();
    }

    @Test
    void theDumpShowsLocksAsStockDoes() throws Exception {
        rig.call(LockRig.by(1, 1), rig.posix(Flock.SETLK, Flock.WRITE, 5, 10));
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.READ, 0, 0));
        rig.call(LockRig.by(1, 1), rig.name(2, NameLock.WRITE, "f"));
        var waiter = rig.waiting(LockRig.by(2, 2), rig.posix(Flock.SETLKW, Flock.WRITE, 0, 0));
        var who =
                "pid = 101, owner=0000000000000001, client=0x1, connection-id=client-1,"
                        + " granted at 2026-01-02 03:04:05 +0000";
        assertThat(fixture.dump().toString())
                .contains("[xlator.features.locks.subject.inode]\npath=/locked\nmandatory=0\n")
                .contains("posixlk-count=2\n")
                .contains(
                        "posixlk.posixlk[0](ACTIVE)=type=WRITE, whence=0, start=5, len=10, " + who)
                .contains(
                        "posixlk.posixlk[1](BLOCKED)=type=WRITE, whence=0, start=0, len=0, pid = 102")
                .contains("lock-dump.domain.domain=" + LockRig.DOMAIN)
                .contains("inodelk.inodelk[0](ACTIVE)=type=READ, whence=0, start=0, len=0, " + who)
                .contains(
                        "\nxlator.feature.locks.lock-dump.domain.entrylk.entrylk[0](ACTIVE)="
                                + "type=ENTRYLK_WRLCK on basename=f, "
                                + who);
        fixture.graph().top().notify(new Event.ClientGone(new ClientId("client-1", 1)));
        LockRig.granted(waiter);
        assertThat(fixture.dump().toString()).contains("pid = 102").doesNotContain("BLOCKED");
    }

    @Test
    void aLockThatWaitedTellsBothTimes() throws Exception {
        rig.call(LockRig.by(1, 1), rig.posix(Flock.SETLK, Flock.WRITE, 0, 0));
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.WRITE, 0, 0));
        var posix = rig.waiting(LockRig.by(2, 2), rig.posix(Flock.SETLKW, Flock.WRITE, 0, 0));
        var range = rig.waiting(LockRig.by(2, 2), rig.range(Flock.SETLKW, Flock.WRITE, 0, 0));
        fixture.environment().advance(Duration.ofSeconds(3));
        rig.call(LockRig.by(1, 1), rig.posix(Flock.SETLK, Flock.UNLOCK, 0, 0));
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.UNLOCK, 0, 0));
        LockRig.granted(posix);
        LockRig.granted(range);
        var times = ", blocked at 2026-01-02 03:04:05 +0000, granted at 2026-01-02 03:04:08 +0000";
        assertThat(fixture.dump().toString().split(java.util.regex.Pattern.quote(times), -1))
                .hasSize(3);
    }
}
