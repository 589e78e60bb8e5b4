package org.glusterj.features.upcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glusterj.core.Caller;
import org.glusterj.core.ClientId;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.UpcallBody.CacheInvalidation;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpcallTest extends XlatorContract {
    private static final ClientId ANN = new ClientId("ann", 1);
    private static final ClientId BOB = new ClientId("bob", 2);
    private static final ClientId CID = new ClientId("cid", 3);

    private Inode file;
    private Inode directory;

    @Override
    protected String type() {
        return "features/upcall";
    }

    @Override
    protected Record defaults() {
        return new Upcall.Options(false, Duration.ofSeconds(60));
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of("cache-invalidation", "on", "cache-invalidation-timeout", "600");
    }

    @Override
    protected Record others() {
        return new Upcall.Options(true, Duration.ofSeconds(600));
    }

    @Override
    protected Set<FopType> treated() {
        return EnumSet.of(FopType.IPC);
    }

    @BeforeEach
    void files() {
        file = fixture.file("f");
        directory = fixture.directory("d");
    }

    private void on() throws Exception {
        fixture.reconfigure(Map.of("cache-invalidation", "on"));
    }

    private static Frame of(ClientId client) {
        return Frame.of(new Caller(0, 0, new int[0], 1, LkOwner.NONE, client));
    }

    private void stat(ClientId client, Inode inode) throws FopException {
        fixture.call(of(client), new Fop.Stat(Loc.of(inode), Xdata.NULL));
    }

    private void write(ClientId client, Inode inode) throws FopException {
        try (var fd = fixture.graph().inodes().newFd(inode, 2);
                var data = Payload.copyOf(new byte[3])) {
            fixture.call(of(client), new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
        }
    }

    private List<CacheInvalidation> told(ClientId client) {
        return fixture.heard().stream()
                .filter(e -> e instanceof Event.Upcall u && u.target().equals(client))
                .map(e -> (CacheInvalidation) ((Event.Upcall) e).body())
                .toList();
    }

    private static Iatt iatt(Gfid gfid) {
        return new Iatt.Builder().gfid(gfid).mode(FileType.REGULAR.bits() | 0644).build();
    }

    @Test
    void aWriteIsToldToTheOthersWhoUsedTheFile() throws Exception {
        on();
        stat(ANN, file);
        stat(BOB, file);
        var after = iatt(file.gfid());
        fixture.child()
                .answer(
                        FopType.WRITE,
                        (frame, op) -> new Reply.Writev(3, Iatt.NONE, after, Xdata.NULL));
        write(ANN, file);
        assertThat(told(BOB))
                .containsExactly(
                        new CacheInvalidation(
                                file.gfid(), 0x18, 60, after, Iatt.NONE, Iatt.NONE, Xdata.NULL));
        assertThat(told(ANN)).isEmpty();
        assertThat(told(CID)).isEmpty();
    }

    @Test
    void whileItIsOffNobodyIsFollowed() throws Exception {
        stat(BOB, file);
        on();
        write(ANN, file);
        assertThat(fixture.heard()).isEmpty();
    }

    @Test
    void switchingItOffTellsThatNobodyIsFollowedAnyMore() throws Exception {
        on();
        stat(BOB, file);
        fixture.reconfigure(Map.of());
        assertThat(told(BOB)).extracting(CacheInvalidation::flags).containsExactly(0x100);
        write(ANN, file);
        assertThat(told(BOB)).hasSize(1);
        assertThat(fixture.environment().pendingTimers()).isZero();
    }

    @Test
    void whatFailedIsNotTold() throws Exception {
        on();
        stat(BOB, file);
        fixture.child()
                .answer(
                        FopType.WRITE,
                        (frame, op) -> {
                            throw new FopException(Errno.ENOSPC);
                        });
        assertThatThrownBy(() -> write(ANN, file)).isInstanceOf(FopException.class);
        assertThat(fixture.heard()).isEmpty();
    }

    @Test
    void whoWasSilentForTheTimeOutIsNotTold() throws Exception {
        on();
        stat(BOB, file);
        fixture.environment().advance(Duration.ofSeconds(59));
        write(ANN, file);
        assertThat(told(BOB)).hasSize(1);
        fixture.environment().advance(Duration.ofSeconds(2));
        write(ANN, file);
        assertThat(told(BOB)).hasSize(1);
    }

    @Test
    void theReaperForgetsWhoWasSilentForTwiceTheTimeOut() throws Exception {
        on();
        stat(BOB, file);
        var watch = ((Upcall) fixture.subject()).watch();
        assertThat(watch.total()).isOne();
        fixture.environment().advance(Duration.ofSeconds(119));
        assertThat(watch.total()).isOne();
        fixture.environment().advance(Duration.ofSeconds(31));
        assertThat(watch.total()).isZero();
    }

    @Test
    void aForgottenInodeIsTold() throws Exception {
        on();
        stat(BOB, file);
        var gfid = file.gfid();
        file.unpin();
        assertThat(fixture.graph().inodes().evict(file)).isTrue();
        assertThat(told(BOB))
                .singleElement()
                .satisfies(
                        body -> {
                            assertThat(body.gfid()).isEqualTo(gfid);
                            assertThat(body.flags()).isEqualTo(0x100);
                        });
        file = fixture.file("f");
    }

    @Test
    void aLookUpThatAChangeOvertookIsMadeAgain() throws Exception {
        on();
        var gfid = new Gfid(7, 7);
        var asked = new int[1];
        fixture.child()
                .answer(
                        FopType.LOOKUP,
                        (frame, op) -> {
                            if (asked[0]++ == 0) {
                                var known = fixture.graph().inodes().obtainPinned(gfid);
                                write(ANN, known);
                                known.unpin();
                            }
                            return new Reply.Lookup(iatt(gfid), Iatt.NONE, Xdata.NULL);
                        });
        var op = new Fop.Lookup(Loc.entry(directory, "new"), Xdata.NULL);
        fixture.call(of(BOB), op);
        assertThat(asked[0]).isEqualTo(2);
        fixture.call(of(BOB), op);
        assertThat(asked[0]).isEqualTo(3);
    }

    @Test
    void aListingCountsAsUseOfItsEntries() throws Exception {
        on();
        var entry = new DirEntry(1, 1, 0, "f", iatt(file.gfid()), Xdata.NULL);
        fixture.child()
                .answer(
                        FopType.READDIRP,
                        (frame, op) -> new Reply.Readdir(List.of(entry), true, Xdata.NULL));
        try (var fd = fixture.graph().inodes().newFd(directory, 0)) {
            fixture.call(of(BOB), new Fop.Readdirp(fd, 4096, 0, Xdata.NULL));
        }
        write(ANN, file);
        assertThat(told(BOB)).extracting(CacheInvalidation::gfid).containsExactly(file.gfid());
    }

    @Test
    void aRemovalIsToldToUsersOfTheFileAndOfTheDirectoryOnce() throws Exception {
        on();
        stat(BOB, file);
        stat(BOB, directory);
        stat(CID, directory);
        var after = iatt(directory.gfid());
        fixture.child()
                .answer(
                        FopType.UNLINK,
                        (frame, op) -> new Reply.Parent(Iatt.NONE, after, Xdata.NULL));
        var loc = Loc.entry(directory, "f", file);
        fixture.call(of(ANN), new Fop.Unlink(loc, 0, Xdata.NULL));
        assertThat(told(BOB))
                .containsExactly(
                        new CacheInvalidation(
                                file.gfid(), 0x211, 60, Iatt.NONE, after, Iatt.NONE, Xdata.NULL));
        assertThat(told(CID))
                .containsExactly(
                        new CacheInvalidation(
                                directory.gfid(),
                                0x10,
                                60,
                                after,
                                Iatt.NONE,
                                Iatt.NONE,
                                Xdata.NULL));
    }

    @Test
    void aRenameIsToldToUsersOfTheFileItReplacesToo() throws Exception {
        on();
        var replaced = fixture.file("old");
        stat(BOB, file);
        stat(CID, replaced);
        fixture.call(
                of(ANN),
                new Fop.Rename(
                        Loc.entry(directory, "f", file),
                        Loc.entry(directory, "old", replaced),
                        Xdata.NULL));
        assertThat(told(BOB)).extracting(CacheInvalidation::flags).containsExactly(0x280);
        assertThat(told(CID))
                .singleElement()
                .satisfies(
                        body -> {
                            assertThat(body.gfid()).isEqualTo(replaced.gfid());
                            assertThat(body.flags()).isEqualTo(0x211);
                        });
    }

    @Test
    void aChangedModeMakesXattrsUntrue() throws Exception {
        on();
        stat(BOB, file);
        var pre = new Iatt.Builder().gfid(file.gfid()).mode(0100644).build();
        var post = new Iatt.Builder().gfid(file.gfid()).mode(0100600).build();
        fixture.child()
                .answer(FopType.SETATTR, (f, op) -> new Reply.PrePost(pre, post, Xdata.NULL));
        var op = new Fop.Setattr(Loc.of(file), post, 1, Xdata.NULL);
        fixture.call(of(ANN), op);
        fixture.child()
                .answer(FopType.SETATTR, (f, o) -> new Reply.PrePost(post, post, Xdata.NULL));
        fixture.call(of(ANN), op);
        assertThat(told(BOB)).extracting(CacheInvalidation::flags).containsExactly(0x45e, 0x5e);
    }

    @Test
    void anEntryMadeIsToldToUsersOfTheDirectory() throws Exception {
        on();
        stat(BOB, directory);
        fixture.call(of(ANN), new Fop.Mkdir(Loc.entry(directory, "n"), 0755, 022, Xdata.NULL));
        assertThat(told(BOB))
                .singleElement()
                .satisfies(
                        body -> {
                            assertThat(body.gfid()).isEqualTo(directory.gfid());
                            assertThat(body.flags()).isEqualTo(0x10);
                        });
    }

    @Test
    void emptyingByOpenIsTold() throws Exception {
        on();
        stat(BOB, file);
        try (var fd = fixture.graph().inodes().newFd(file, 01001)) {
            fixture.call(of(ANN), new Fop.Open(Loc.of(file), 1, fd, Xdata.NULL));
            assertThat(told(BOB)).isEmpty();
            fixture.call(of(ANN), new Fop.Open(Loc.of(file), 01001, fd, Xdata.NULL));
        }
        assertThat(told(BOB)).extracting(CacheInvalidation::flags).containsExactly(0x2018);
    }

    @Test
    void onlyRegisteredXattrsAreToldWithTheirValues() throws Exception {
        on();
        stat(BOB, file);
        fixture.child().answer(FopType.SETXATTR, (frame, op) -> Reply.Ok.PLAIN);
        var dict = Xdata.EMPTY.withBytes("user.a", new byte[] {1}).withBytes("user.b", new byte[1]);
        var op = new Fop.Setxattr(Loc.of(file), dict, 0, Xdata.NULL);
        fixture.call(of(ANN), op);
        assertThat(told(BOB)).isEmpty();
        fixture.call(of(BOB), new Fop.Ipc(2, Xdata.EMPTY.withInt("user.[a]", 0)));
        fixture.call(of(ANN), op);
        assertThat(told(BOB))
                .singleElement()
                .satisfies(
                        body -> {
                            assertThat(body.flags()).isEqualTo(0x400);
                            assertThat(body.xdata().keyList()).containsExactly("user.a");
                        });
        fixture.child()
                .answer(
                        FopType.REMOVEXATTR,
                        (frame, o) ->
                                new Reply.Ok(
                                        Xdata.EMPTY.withIatt(Upcall.POST_STAT, iatt(file.gfid()))));
        fixture.call(of(ANN), new Fop.Removexattr(Loc.of(file), "user.a", Xdata.NULL));
        assertThat(told(BOB).getLast().flags()).isEqualTo(0x810);
    }

    @Test
    void xattrsAreRegisteredWhileItIsOffAndOtherCallsPass() throws Exception {
        fixture.call(of(BOB), new Fop.Ipc(2, Xdata.EMPTY.withInt("user.a", 0)));
        assertThat(fixture.child().calls(FopType.IPC)).isEmpty();
        fixture.call(of(BOB), new Fop.Ipc(0, Xdata.NULL));
        assertThat(fixture.child().calls(FopType.IPC)).hasSize(1);
        assertThat(fixture.dump().toString()).isNotEmpty();
    }

    @Test
    void patternsAreBounded() {
        var filter = new XattrFilter();
        var many = new Xdata.Builder();
        for (int i = 0; i <= XattrFilter.MOST; i++) {
            many.putAll(Xdata.EMPTY.withInt("user." + i, 0));
        }
        assertThatThrownBy(() -> filter.register(many.build())).isInstanceOf(FopException.class);
        assertThat(filter.size()).isEqualTo(XattrFilter.MOST);
    }

    @Test
    void onlyTheFirstChangeOfPendingCountersIsTold() {
        var one = Xdata.EMPTY.withBytes("trusted.afr.v", new byte[] {0, 1});
        var two = Xdata.EMPTY.withBytes("trusted.afr.v", new byte[] {0, 2});
        assertThat(XattrFilter.countedFromZero(one, one)).isTrue();
        assertThat(XattrFilter.countedFromZero(one, two)).isFalse();
    }

    @Test
    void clientsOfOneInodeAreBounded() {
        var watchers = new Watchers(Gfid.ROOT);
        for (int i = 0; i < Watchers.MOST; i++) {
            var client = new ClientId("c", i);
            assertThat(watchers.seen(client, i)).isEqualTo(client);
        }
        assertThat(watchers.seen(new ClientId("c", 0), 10_000)).isNull();
        assertThat(watchers.seen(new ClientId("new", 99_999), 10_001))
                .isEqualTo(new ClientId("c", 1));
        assertThat(watchers.count()).isEqualTo(Watchers.MOST);
    }
}
