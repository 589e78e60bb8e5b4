package org.glusterj.features.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.glusterj.core.Caller;
import org.glusterj.core.Cancel;
import org.glusterj.core.ClientId;
import org.glusterj.core.Deadline;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.LeaseArgs;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.MustWait;
import org.glusterj.core.OpTime;
import org.glusterj.core.Reply;
import org.glusterj.core.UpcallBody;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeasesTest extends XlatorContract {
    private static final ClientId ANN = new ClientId("ann", 1);
    private static final ClientId BOB = new ClientId("bob", 2);
    private static final Gfid ANNS = new Gfid(1, 1);
    private static final Gfid BOBS = new Gfid(2, 2);
    private static final int READ = 1;
    private static final int WRITE = 2;

    private Inode file;

    @Override
    protected String type() {
        return "features/leases";
    }

    @Override
    protected Record defaults() {
        return new Leases.Options(false, Duration.ofSeconds(60));
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of("leases", "on", "lease-lock-recall-timeout", "5");
    }

    @Override
    protected Record others() {
        return new Leases.Options(true, Duration.ofSeconds(5));
    }

    @Override
    protected Set<FopType> treated() {
        return EnumSet.of(FopType.LEASE);
    }

    @BeforeEach
    void aFile() {
        file = fixture.file("f");
    }

    private void on() throws Exception {
        fixture.reconfigure(Map.of("leases", "on"));
    }

    private static Frame of(ClientId client) {
        return of(client, Cancel.NEVER);
    }

    private static Frame of(ClientId client, Cancel cancel) {
        var caller = new Caller(0, 0, new int[0], 1, LkOwner.NONE, client);
        return new Frame(1, caller, Deadline.NONE, OpTime.NONE, cancel);
    }

    private LeaseArgs lease(ClientId client, int cmd, int type, Gfid id) throws FopException {
        var args = new LeaseArgs(cmd, type, id, 0);
        return fixture.call(of(client), new Fop.Lease(Loc.of(file), args, Xdata.NULL)).lease();
    }

    private void set(ClientId client, int type, Gfid id) throws FopException {
        lease(client, 2, type, id);
    }

    private void unlock(ClientId client, int type, Gfid id) throws FopException {
        lease(client, 3, type, id);
    }

    private static Xdata under(Gfid id) {
        return Xdata.EMPTY.withBytes("lease-id", id.toBytes());
    }

    private void truncate(Frame frame, Xdata xdata) throws FopException {
        fixture.call(frame, new Fop.Truncate(Loc.of(file), 0, xdata));
    }

    private CompletableFuture<Void> truncating(Frame frame) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        truncate(frame, Xdata.NULL);
                    } catch (FopException e) {
                        throw new IllegalStateException(e.errno().name());
                    }
                },
                Thread::startVirtualThread);
    }

    private long recalls(ClientId client) {
        return fixture.heard().stream()
                .filter(
                        e ->
                                e instanceof Event.Upcall u
                                        && u.target().equals(client)
                                        && u.body() instanceof UpcallBody.RecallLease)
                .count();
    }

    private static void fails(Errno errno, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        FopException.class, why -> assertThat(why.errno()).isSameAs(errno));
    }

    @Test
    void withoutTheOptionThereAreNoLeases() {
        fails(Errno.ENOSYS, () -> set(ANN, READ, ANNS));
    }

    @Test
    void readLeasesAreSharedAndToldByGet() throws Exception {
        on();
        assertThat(lease(ANN, 1, 0, ANNS).type()).isZero();
        set(ANN, READ, ANNS);
        set(BOB, READ, BOBS);
        assertThat(lease(ANN, 1, 0, ANNS).type()).isEqualTo(READ);
        fails(Errno.EPERM, () -> set(BOB, WRITE, BOBS));
    }

    @Test
    void aWriteLeaseIsExclusive() throws Exception {
        on();
        set(ANN, WRITE, ANNS);
        set(ANN, READ, ANNS);
        assertThat(lease(ANN, 1, 0, ANNS).type()).isEqualTo(READ | WRITE);
        fails(Errno.EPERM, () -> set(BOB, READ, BOBS));
        assertThat(recalls(ANN)).isOne();
    }

    @Test
    void badRequestsAreRefused() throws Exception {
        on();
        fails(Errno.EINVAL, () -> set(ANN, READ, Gfid.NULL));
        fails(Errno.EINVAL, () -> lease(ANN, 4, READ, ANNS));
        fails(Errno.EPERM, () -> set(ANN, 3, ANNS));
        set(ANN, READ, ANNS);
        fails(Errno.EINVAL, () -> unlock(ANN, WRITE, ANNS));
        fails(Errno.EINVAL, () -> unlock(ANN, 3, ANNS));
        fails(Errno.EINVAL, () -> unlock(ANN, -1, ANNS));
        unlock(ANN, READ, ANNS);
        unlock(ANN, READ, ANNS);
    }

    @Test
    void whatIsOpenUnderAnotherIdIsInTheWay() throws Exception {
        on();
        try (var fd = fixture.graph().inodes().newFd(file, 0)) {
            fixture.call(of(BOB), new Fop.Open(Loc.of(file), 0, fd, Xdata.NULL));
            fails(Errno.EPERM, () -> set(ANN, WRITE, ANNS));
            set(ANN, READ, ANNS);
            unlock(ANN, READ, ANNS);
        }
        set(ANN, WRITE, ANNS);
        unlock(ANN, WRITE, ANNS);
        try (var fd = fixture.graph().inodes().newFd(file, 1)) {
            fixture.call(of(ANN), new Fop.Open(Loc.of(file), 1, fd, under(ANNS)));
            set(ANN, WRITE, ANNS);
            unlock(ANN, WRITE, ANNS);
            fails(Errno.EPERM, () -> set(BOB, READ, BOBS));
        }
    }

    @Test
    void aConflictingFopWaitsForTheHolder() throws Exception {
        on();
        set(ANN, WRITE, ANNS);
        truncate(of(ANN), under(ANNS));
        var waits = truncating(of(BOB));
        assertThat(fixture.awaitHeard(1)).hasSize(1);
        fails(Errno.EPERM, () -> set(ANN, READ, ANNS));
        assertThat(waits).isNotDone();
        unlock(ANN, WRITE, ANNS);
        waits.get(10, TimeUnit.SECONDS);
        assertThat(fixture.child().calls(FopType.TRUNCATE)).hasSize(2);
        set(BOB, WRITE, BOBS);
    }

    @Test
    void whoeverDoesNotGiveALeaseBackLosesIt() throws Exception {
        on();
        set(ANN, WRITE, ANNS);
        var waits = truncating(of(BOB));
        fixture.awaitHeard(1);
        await(() -> fixture.environment().pendingTimers() == 1);
        fixture.environment().advance(Duration.ofSeconds(60));
        waits.get(10, TimeUnit.SECONDS);
        assertThat(lease(BOB, 1, 0, BOBS).type()).isZero();
        unlock(ANN, WRITE, ANNS);
        assertThat(fixture.environment().pendingTimers()).isZero();
    }

    private static void await(BooleanSupplier claim) {
        while (!claim.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aThreadThatMustNotWaitIsLeftBeforeAnythingHappened() throws Exception {
        on();
        set(ANN, WRITE, ANNS);
        assertThatThrownBy(() -> truncate(of(BOB, Cancel.NO_WAITING), Xdata.NULL))
                .isInstanceOf(MustWait.class);
        assertThat(recalls(ANN)).isOne();
        assertThat(fixture.child().calls(FopType.TRUNCATE)).isEmpty();
    }

    @Test
    void aCancelledFopDoesNotHappen() throws Exception {
        on();
        set(ANN, WRITE, ANNS);
        var cancel = new Cancel();
        var waits = truncating(of(BOB, cancel));
        fixture.awaitHeard(1);
        cancel.fire();
        assertThatThrownBy(() -> waits.get(10, TimeUnit.SECONDS)).hasMessageContaining("EINTR");
        assertThat(fixture.child().calls(FopType.TRUNCATE)).isEmpty();
    }

    @Test
    void whoDoesNotWantToWaitIsToldSo() throws Exception {
        on();
        set(ANN, WRITE, ANNS);
        try (var fd = fixture.graph().inodes().newFd(file, 04000)) {
            fails(
                    Errno.EAGAIN,
                    () -> fixture.call(of(BOB), new Fop.Readv(fd, 0, 1, 0, Xdata.NULL)));
        }
    }

    @Test
    void readersDoNotDisturbAReadLease() throws Exception {
        on();
        set(ANN, READ, ANNS);
        try (var fd = fixture.graph().inodes().newFd(file, 04000)) {
            fixture.call(of(BOB), new Fop.Readv(fd, 0, 1, 0, under(BOBS))).close();
            fails(Errno.EAGAIN, () -> fixture.call(of(BOB), new Fop.Ftruncate(fd, 0, under(BOBS))));
            fixture.call(of(ANN), new Fop.Ftruncate(fd, 0, under(ANNS)));
        }
    }

    @Test
    void removingTheFileConflictsWithTheHoldersOwnLease() throws Exception {
        on();
        set(ANN, WRITE, ANNS);
        var loc = Loc.entry(fixture.graph().inodes().root(), "f", file);
        assertThatThrownBy(
                        () ->
                                fixture.call(
                                        of(ANN, Cancel.NO_WAITING),
                                        new Fop.Unlink(loc, 0, under(ANNS))))
                .isInstanceOf(MustWait.class);
    }

    @Test
    void internalWorkIsNotHeldBack() throws Exception {
        on();
        set(ANN, WRITE, ANNS);
        var healer = new Caller(0, 0, new int[0], -6, LkOwner.NONE, BOB);
        truncate(new Frame(1, healer, Deadline.NONE, OpTime.NONE, Cancel.NO_WAITING), Xdata.NULL);
        assertThat(recalls(ANN)).isZero();
    }

    @Test
    void leasesGoWithTheirClient() throws Exception {
        on();
        long pins = file.pins();
        set(ANN, WRITE, ANNS);
        assertThat(file.pins()).isEqualTo(pins + 1);
        var waits = truncating(of(BOB));
        fixture.awaitHeard(1);
        fixture.graph().top().notify(new Event.ClientGone(ANN));
        waits.get(10, TimeUnit.SECONDS);
        await(() -> file.pins() == pins);
    }

    @Test
    void switchingThemOffTakesThemAway() throws Exception {
        on();
        set(ANN, WRITE, ANNS);
        fixture.reconfigure(Map.of());
        truncate(of(BOB, Cancel.NO_WAITING), Xdata.NULL);
        on();
        assertThat(lease(BOB, 1, 0, BOBS).type()).isZero();
    }

    @Test
    void aReturnCountsItsOwnLeaseWhateverElseHappens() {
        var leases = new InodeLeases();
        leases.grant(ANNS, READ, ANN);
        leases.grant(ANNS, READ, ANN);
        leases.grant(BOBS, READ, BOB);
        assertThat(leases.release(ANNS, READ)).isOne();
        assertThat(leases.release(ANNS, WRITE)).isEqualTo(-1);
        assertThat(leases.revoke()).isEqualTo(2);
        assertThat(leases.release(ANNS, READ)).as("revoked").isZero();
    }

    @Test
    void theReplyEchoesTheLease() throws Exception {
        on();
        Reply.Lease reply =
                fixture.call(
                        of(ANN),
                        new Fop.Lease(Loc.of(file), new LeaseArgs(2, 1, ANNS, 7), Xdata.NULL));
        assertThat(reply.lease()).isEqualTo(new LeaseArgs(2, 1, ANNS, 7));
    }
}
