package org.glusterj.cluster.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.Test;

class LookupPlanTest {
    private static final Gfid A = new Gfid(1, 0xa);
    private static final Gfid B = new Gfid(1, 0xb);

    private static Sighting absent() {
        return Sighting.of(new FopException(Errno.ENOENT));
    }

    private static Sighting down() {
        return Sighting.of(new FopException(Errno.ENOTCONN));
    }

    private static Sighting seen(Sighting.Kind kind, Gfid gfid, int target, int open) {
        int mode =
                switch (kind) {
                    case DIRECTORY -> FileType.DIRECTORY.bits() | 0755;
                    case LINKTO -> FileType.REGULAR.bits() | 01000;
                    default -> FileType.REGULAR.bits() | 0644;
                };
        var iatt = new Iatt.Builder().gfid(gfid).mode(mode).build();
        var xdata = Xdata.EMPTY.withUint(Keys.OPEN_FD_COUNT, open);
        var reply = new Reply.Lookup(iatt, Iatt.NONE, xdata);
        return new Sighting(kind, Sighting.NO_ERROR, reply, target);
    }

    private static Sighting file(Gfid gfid) {
        return seen(Sighting.Kind.FILE, gfid, Known.NOWHERE, 0);
    }

    private static Sighting link(Gfid gfid, int target) {
        return seen(Sighting.Kind.LINKTO, gfid, target, 0);
    }

    private static Sighting directory() {
        return seen(Sighting.Kind.DIRECTORY, A, Known.NOWHERE, 0);
    }

    @Test
    void dataWithoutALinktoFileGetsOne() {
        assertThat(LookupPlan.of(0, List.of(absent(), absent(), file(A))))
                .isEqualTo(new LookupPlan.File(2, List.of(), true));
    }

    @Test
    void aGoodLinktoFileStays() {
        assertThat(LookupPlan.of(0, List.of(link(A, 1), file(A))))
                .isEqualTo(new LookupPlan.File(1, List.of(), false));
    }

    @Test
    void dataWhereItBelongsNeedsNone() {
        assertThat(LookupPlan.of(1, List.of(absent(), file(A))))
                .isEqualTo(new LookupPlan.File(1, List.of(), false));
        assertThat(LookupPlan.of(Known.NOWHERE, List.of(absent(), file(A))))
                .isEqualTo(new LookupPlan.File(1, List.of(), false));
    }

    @Test
    void aLinktoFileThatLeadsAstrayIsReplaced() {
        assertThat(LookupPlan.of(0, List.of(link(A, 1), absent(), file(A))))
                .isEqualTo(new LookupPlan.File(2, List.of(0), true));
        assertThat(LookupPlan.of(0, List.of(link(A, Known.NOWHERE), absent(), file(A))))
                .isEqualTo(new LookupPlan.File(2, List.of(0), true));
    }

    @Test
    void anOpenLinktoFileIsTheTargetOfAMigration() {
        var open = seen(Sighting.Kind.LINKTO, A, 1, 1);
        assertThat(LookupPlan.of(0, List.of(open, absent(), file(A))))
                .isEqualTo(new LookupPlan.File(2, List.of(), false));
    }

    @Test
    void linktoFilesWhereNobodyLooksGo() {
        assertThat(LookupPlan.of(0, List.of(file(A), link(A, 0))))
                .isEqualTo(new LookupPlan.File(0, List.of(1), false));
    }

    @Test
    void withoutDataThereIsNothing() {
        assertThat(LookupPlan.of(0, List.of(absent(), absent())))
                .isEqualTo(new LookupPlan.Nothing(Errno.ENOENT, List.of()));
        assertThat(LookupPlan.of(0, List.of(link(A, 1), absent())))
                .isEqualTo(new LookupPlan.Nothing(Errno.ENOENT, List.of(0)));
    }

    @Test
    void aLinktoFileWhoseTargetIsDownIsKept() {
        assertThat(LookupPlan.of(0, List.of(link(A, 1), down())))
                .isEqualTo(new LookupPlan.Fail(Errno.ENOTCONN));
    }

    @Test
    void aNameIsNotGoneWhileItsSubvolumeIsDown() {
        assertThat(LookupPlan.of(1, List.of(absent(), down())))
                .isEqualTo(new LookupPlan.Fail(Errno.ENOTCONN));
        assertThat(LookupPlan.of(0, List.of(absent(), down())))
                .isEqualTo(new LookupPlan.Nothing(Errno.ENOENT, List.of()));
        assertThat(LookupPlan.of(Known.NOWHERE, List.of(absent(), down())))
                .isEqualTo(new LookupPlan.Fail(Errno.ENOTCONN));
    }

    @Test
    void fileAndDirectoryTogetherAreNeither() {
        assertThat(LookupPlan.of(0, List.of(directory(), file(A))))
                .isEqualTo(new LookupPlan.Fail(Errno.EIO));
        assertThat(LookupPlan.of(0, List.of(absent(), directory())))
                .isEqualTo(new LookupPlan.Directory());
    }

    @Test
    void differentGfidsAreNotOneFile() {
        assertThat(LookupPlan.of(0, List.of(file(A), file(B))))
                .isEqualTo(new LookupPlan.Fail(Errno.EIO));
        assertThat(LookupPlan.of(0, List.of(link(B, 1), file(A))))
                .isEqualTo(new LookupPlan.Fail(Errno.ESTALE));
    }

    /** Every combination on three subvolumes: data is never given up, what is removed is a closed linkto file. */
    @Test
    void noPlanEverLosesData() {
        var kinds =
                List.of(
                        absent(),
                        down(),
                        file(A),
                        link(A, 0),
                        link(A, 1),
                        link(A, 2),
                        link(A, Known.NOWHERE),
                        seen(Sighting.Kind.LINKTO, A, 1, 1),
                        directory());
        for (int code = 0; code < kinds.size() * kinds.size() * kinds.size(); code++) {
            var seen = new ArrayList<Sighting>();
            for (int i = 0, left = code; i < 3; i++, left /= kinds.size()) {
                seen.add(kinds.get(left % kinds.size()));
            }
            for (int hashed = Known.NOWHERE; hashed < 3; hashed++) {
                check(seen, LookupPlan.of(hashed, seen));
            }
        }
    }

    private static void check(List<Sighting> seen, LookupPlan plan) {
        boolean data = seen.stream().anyMatch(one -> one.kind() == Sighting.Kind.FILE);
        switch (plan) {
            case LookupPlan.Nothing(var errno, var stale) -> {
                assertThat(data).as(seen.toString()).isFalse();
                stale.forEach(at -> checkStale(seen.get(at)));
            }
            case LookupPlan.File(int on, var stale, var link) -> {
                assertThat(seen.get(on).kind()).isEqualTo(Sighting.Kind.FILE);
                stale.forEach(at -> checkStale(seen.get(at)));
            }
            case LookupPlan.Directory() -> assertThat(data).isFalse();
            case LookupPlan.Fail(var errno) -> assertThat(errno).isNotNull();
        }
    }

    private static void checkStale(Sighting one) {
        assertThat(one.kind()).isEqualTo(Sighting.Kind.LINKTO);
        assertThat(one.isOpen()).isFalse();
    }
}
