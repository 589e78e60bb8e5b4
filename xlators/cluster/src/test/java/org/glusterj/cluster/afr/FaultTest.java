package org.glusterj.cluster.afr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Iatt;
import org.glusterj.core.Loc;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A copy fails at one step of a change: what the caller hears and what the copies say afterwards (spec afr 2). Faults
 * are CHILD:FOP:ERRNO, with how many succeed before as a fourth word.
 */
@Timeout(120)
class FaultTest {
    private static final Map<String, Errno> ERRNOS =
            Map.of(
                    "EIO", Errno.EIO,
                    "ENOSPC", Errno.ENOSPC,
                    "ENOTCONN", Errno.ENOTCONN,
                    "EEXIST", Errno.EEXIST,
                    "EDQUOT", Errno.EDQUOT);

    private static void fail(Mirror volume, String faults) {
        for (var fault : faults.split(" ")) {
            if (fault.isEmpty()) {
                continue;
            }
            var words = fault.split(":");
            var copy = volume.copy(Integer.parseInt(words[0]));
            if (words[1].equals("CUT")) {
                copy.cut();
            } else {
                int good = words.length > 3 ? Integer.parseInt(words[3]) : 0;
                copy.failAfter(FopType.valueOf(words[1]), ERRNOS.get(words[2]), good);
            }
        }
    }

    private interface Body {
        void run() throws FopException;
    }

    private static String answer(Body body) {
        try {
            body.run();
            return "OK";
        } catch (FopException why) {
            return why.errno().name();
        }
    }

    @ParameterizedTest(name = "mkdir with {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // faults | answer | counters of the parent on 0, on 1 | of the directory on 0
                "''                                | OK     | - - - dirty -   | - - - dirty -   | - - - dirty -",
                "2:ENTRYLK:ENOTCONN                | OK     | - - 001 dirty - | - - 001 dirty - | - - 011 dirty -",
                "2:CUT                             | OK     | - - 001 dirty - | - - 001 dirty - | - - 011 dirty -",
                "2:MKDIR:EIO                       | OK     | - - 001 dirty - | - - 001 dirty - | - - 011 dirty -",
                "1:MKDIR:EIO 2:MKDIR:ENOSPC        | ENOSPC | - - - dirty 001 | - - - dirty -   | - - - dirty -",
                "1:MKDIR:EIO 2:CUT                 | EIO    | - - - dirty 001 | - - - dirty 001 | - - - dirty -",
                "0:MKDIR:EIO 1:MKDIR:EIO 2:MKDIR:EIO | EIO  | - - - dirty -   | - - - dirty -   | ''",
                "1:ENTRYLK:EIO 2:ENTRYLK:EIO       | EIO    | - - - dirty -   | - - - dirty -   | ''",
                "1:XATTROP:EIO 2:CUT               | EIO    | - - - dirty -   | - - - dirty -   | ''",
                "1:XATTROP:EIO 2:MKDIR:EIO         | EIO    | - - 001 dirty - | - - - dirty -   | - - 011 dirty -",
                // marked on 0 and 1, done there, unmarked on 0 alone
                "1:XATTROP:EIO:2 2:CUT             | OK     | - - 001 dirty - | - - - dirty 001 | - - 011 dirty -"
            })
    void names(String faults, String answer, String on0, String on1, String made) throws Exception {
        try (var volume = new Mirror(3)) {
            var root = volume.root();
            var loc = Loc.entry(root, "d");
            fail(volume, faults);
            var op = new Fop.Mkdir(loc, 0755, 0, volume.gfid());
            assertThat(answer(() -> volume.call(op))).isEqualTo(answer);
            volume.awaitCounters(0, root, on0);
            volume.awaitCounters(1, root, on1);
            var stored = volume.stored(0, root, "d");
            assertThat(stored == null).isEqualTo(made.isEmpty());
            if (stored != null) {
                var inode = volume.graph().inodes().obtainPinned(stored.gfid());
                volume.awaitCounters(0, inode, made);
                inode.unpin();
            }
        }
    }

    @ParameterizedTest(name = "chmod with {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "''                            | OK       | - - - dirty -   | - - - dirty -",
                "2:INODELK:ENOTCONN            | OK       | - - 010 dirty - | - - 010 dirty -",
                "2:SETATTR:EIO                 | OK       | - - 010 dirty - | - - 010 dirty -",
                "1:SETATTR:EIO 2:SETATTR:EDQUOT | EIO     | - - - dirty -   | - - - dirty -",
                "1:SETATTR:EIO 2:CUT           | EIO      | - - - dirty 010 | - - - dirty 010",
                "1:XATTROP:EDQUOT 2:CUT        | EDQUOT   | - - - dirty -   | - - - dirty -",
                "1:XATTROP:EIO 2:SETATTR:EIO   | EIO      | - - 010 dirty - | - - - dirty -"
            })
    void attributes(String faults, String answer, String on0, String on1) throws Exception {
        try (var volume = new Mirror(3)) {
            var inode = volume.mkdir(volume.root(), "d");
            fail(volume, faults);
            var iatt = Iatt.NONE.toBuilder().mode(0700).build();
            var op = new Fop.Setattr(Loc.of(inode), iatt, SetattrMask.MODE, Xdata.NULL);
            assertThat(answer(() -> volume.call(op))).isEqualTo(answer);
            volume.awaitCounters(0, inode, on0);
            volume.awaitCounters(1, inode, on1);
        }
    }

    @ParameterizedTest(name = "write with {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // faults | answer | counters on 0, on 1, on 2, after the end
                "''                             | OK     | - - - dirty -   | - - - dirty -   | - - - dirty -",
                "2:FINODELK:ENOTCONN            | OK     | - - 100 dirty - | - - 100 dirty - | - - - dirty -",
                "2:FXATTROP:EIO                 | OK     | - - 100 dirty - | - - 100 dirty - | - - - dirty -",
                "2:CUT                          | OK     | - - 100 dirty - | - - 100 dirty - | - - - dirty -",
                "2:WRITE:EIO                    | OK     | - - 100 dirty - | - - 100 dirty - | - - - dirty 100",
                "0:WRITE:EIO                    | OK     | - - - dirty 100 | 100 - - dirty - | 100 - - dirty -",
                "1:WRITE:EIO 2:WRITE:ENOSPC     | ENOSPC | - - - dirty 100 | - - - dirty 100 | - - - dirty 100",
                "0:WRITE:EIO 1:WRITE:EIO 2:WRITE:EIO | EIO | - - - dirty - | - - - dirty -   | - - - dirty -",
                "1:FXATTROP:EIO 2:CUT           | EIO    | - - - dirty -   | - - - dirty -   | - - - dirty -",
                "2:FSYNC:EIO                    | OK     | - - 100 dirty - | - - 100 dirty - | - - - dirty 100",
                "2:FXATTROP:EIO:1               | OK     | - - - dirty -   | - - - dirty -   | - - - dirty 100",
                // what two took is on their disks before they say that the third missed it
                "1:FSYNC:EIO 2:WRITE:EIO        | EIO    | - - - dirty 100 | - - - dirty 100 | - - - dirty 100",
                "1:FXATTROP:EIO:1 2:WRITE:EIO   | EIO    | - - 100 dirty - | - - - dirty 100 | - - - dirty 100"
            })
    void content(String faults, String answer, String on0, String on1, String on2)
            throws Exception {
        try (var volume = new Mirror(3)) {
            var fd = volume.create(volume.root(), "f");
            volume.await(() -> volume.copy(2).cameSoFar().contains("-entrylk"));
            fail(volume, faults);
            assertThat(answer(() -> volume.write(fd, 0, "x"))).isEqualTo(answer);
            volume.pass();
            volume.awaitCounters(0, fd.inode(), on0);
            volume.awaitCounters(1, fd.inode(), on1);
            volume.awaitCounters(2, fd.inode(), on2);
            fd.close();
        }
    }

    /** Of two good copies one is away and one fails; the third, which took the change, is stale. */
    @Test
    void theGoodCopiesThatAreThereDecide() throws Exception {
        try (var volume = new Mirror(3, Map.of("quorum-type", "none"))) {
            var fd = volume.create(volume.root(), "f");
            var inode = fd.inode();
            var missed = Pending.one(ChangeType.DATA).toBytes();
            var accusation = Xdata.EMPTY.withBytes("trusted.afr.v-client-0", missed);
            for (int i = 1; i < 3; i++) {
                volume.on(i, new Fop.Xattrop(Loc.of(inode), 0, accusation, Xdata.NULL));
            }
            fail(volume, "1:WRITE:ENOSPC 2:CUT");
            assertThat(answer(() -> volume.write(fd, 0, "x"))).isEqualTo("ENOSPC");
            volume.pass();
            assertThat(volume.missed(0, inode, 1)).as("nobody accuses it").isEqualTo(Pending.ZERO);
            fd.close();
        }
    }

    @ParameterizedTest(name = "the only good copy fails: {0}")
    @CsvSource({"WRITE", "SETATTR"})
    void theOnlyGoodCopyDecides(FopType type) throws Exception {
        try (var pair = new Mirror(2)) {
            var fd = pair.create(pair.root(), "f");
            var inode = fd.inode();
            boolean data = type == FopType.WRITE;
            var missed = data ? new Pending(1, 0, 0) : new Pending(0, 1, 0);
            var accusation = Xdata.EMPTY.withBytes("trusted.afr.v-client-1", missed.toBytes());
            pair.on(0, new Fop.Xattrop(Loc.of(inode), 0, accusation, Xdata.NULL));
            pair.copy(1).cut();
            pair.copy(1).mend();
            pair.copy(0).fail(type, Errno.ENOSPC);
            var iatt = Iatt.NONE.toBuilder().mode(0600).build();
            var setattr = new Fop.Setattr(Loc.of(inode), iatt, SetattrMask.MODE, Xdata.NULL);
            var heard =
                    answer(
                            () -> {
                                if (data) {
                                    pair.write(fd, 0, "x");
                                } else {
                                    pair.call(setattr);
                                }
                            });
            assertThat(heard).isEqualTo("ENOSPC");
            pair.pass();
            assertThat(pair.missed(1, inode, 0)).as("nobody accuses it").isEqualTo(Pending.ZERO);
            fd.close();
        }
    }

    /** What 0 and 2 have missed makes 1 the only right copy; they must not say that it is wrong as well. */
    @Test
    void theOnlyRightCopyIsNotAccusedWhenItCannotBeSynced() throws Exception {
        try (var volume = new Mirror(3)) {
            var fd = volume.create(volume.root(), "f");
            var missed = Pending.one(ChangeType.DATA).toBytes();
            var both =
                    Xdata.EMPTY
                            .withBytes("trusted.afr.v-client-0", missed)
                            .withBytes("trusted.afr.v-client-2", missed);
            volume.on(1, new Fop.Xattrop(Loc.of(fd.inode()), 0, both, Xdata.NULL));
            volume.write(fd, 0, "text");
            volume.copy(1).fail(FopType.FSYNC, Errno.ENOTCONN);
            volume.pass();
            volume.await(() -> volume.copy(0).cameSoFar().contains("-finodelk"));
            assertThat(volume.missed(0, fd.inode(), 1).isZero()).isTrue();
            assertThat(volume.missed(2, fd.inode(), 1).isZero()).isTrue();
            assertThat(volume.dirty(1, fd.inode())).isEqualTo(Pending.one(ChangeType.DATA));
            volume.close(fd);
        }
    }
}
