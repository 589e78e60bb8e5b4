package org.glusterj.storage.posix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.OpTime;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All that a lookup or a listing tells of a name is of one and the same file, at whichever of its system calls the name
 * comes to stand for another one. Both files are equally long.
 */
class ReplacedNameTest {
    private static final int MOST_CALLS = 100;
    private static final String CONTENT = "glusterfs.content";
    private static final String WHO = "user.who";
    private static final Xdata ASKED = Xdata.EMPTY.withUint(CONTENT, 100).withUint(WHO, 0);

    /** How the name "f" comes to stand for the file that "t" stands for, or for a new one. */
    private enum Way {
        RENAMED_OVER,
        UNLINKED_AND_MADE,
        MOVED_AWAY_AND_MADE
    }

    /** What is different about each file. */
    private record Marks(int mode, long mtime, String content, String who) {
        static Marks of(Told told) {
            var iatt = told.iatt();
            return new Marks(
                    iatt.mode() & 0777,
                    iatt.mtime(),
                    text(told.xdata(), CONTENT),
                    text(told.xdata(), WHO));
        }

        private static String text(Xdata xdata, String key) {
            return new String(xdata.bytes(key).orElseThrow(), US_ASCII);
        }
    }

    private final Map<Gfid, Marks> made = new HashMap<>();
    private Rig rig;
    private Inode directory;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig().type("test/faulty-posix").option("ctime", "on").start();
    }

    @AfterEach
    void stop() throws Exception {
        FaultyPosix.before(null);
        rig.close();
    }

    private void make(String name) throws FopException {
        int n = made.size() + 1;
        var marks = new Marks(0600 + n % 64, n, String.format("%04d", n), "w" + n);
        rig.at(n, 0, OpTime.MTIME | OpTime.CTIME);
        try (var fd = rig.create(directory, name, 2, marks.mode())) {
            rig.write(fd, 0, marks.content());
            var who = Xdata.EMPTY.withBytes(WHO, marks.who().getBytes(US_ASCII));
            rig.call(new Fop.Fsetxattr(fd, who, 0, Xdata.NULL));
            made.put(fd.gfid(), marks);
        }
        rig.at(n, 0, 0);
    }

    private void replace(Way way) throws FopException {
        switch (way) {
            case RENAMED_OVER -> rig.rename(directory, "t", directory, "f");
            case UNLINKED_AND_MADE -> {
                rig.unlink(directory, "f");
                make("f");
            }
            case MOVED_AWAY_AND_MADE -> {
                rig.rename(directory, "f", directory, "away");
                make("f");
            }
        }
    }

    /** What one fop tells of the name "f". */
    private record Told(Iatt iatt, Xdata xdata) {}

    /** A fop that tells of the name "f". */
    @FunctionalInterface
    private interface Teller {
        Told ask() throws FopException;
    }

    private Told byLookup() throws FopException {
        var reply = rig.lookup(directory, "f", ASKED);
        return new Told(reply.iatt(), reply.xdata());
    }

    private Told byListing() throws FopException {
        try (var fd = rig.opendir(directory)) {
            var listing = rig.call(new Fop.Readdirp(fd, 1 << 16, 0, ASKED));
            var entry =
                    listing.entries().stream()
                            .filter(e -> e.name().equals("f"))
                            .findFirst()
                            .orElseThrow();
            return new Told(entry.iatt(), entry.dict());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLookupMixesNoFiles(Way way) throws Exception {
        mixesNone(way, this::byLookup);
    }

    @ParameterizedTest
    @EnumSource
    void aListingMixesNoFiles(Way way) throws Exception {
        mixesNone(way, this::byListing);
    }

    /** Replaces the file at the first system call of a fop, then at the second, until the fop has no more. */
    private void mixesNone(Way way, Teller teller) throws Exception {
        boolean replaced = true;
        int calls = 0;
        while (replaced && calls < MOST_CALLS) {
            calls++;
            directory = rig.mkdir(rig.root(), "d" + calls);
            make("f");
            make("t");
            var countdown = new int[] {calls};
            FaultyPosix.before(
                    (call, args) -> {
                        if (--countdown[0] == 0) {
                            replace(way);
                        }
                        return true;
                    });
            var told = teller.ask();
            FaultyPosix.before(null);
            replaced = countdown[0] <= 0;
            assertThat(Marks.of(told)).as("call %d", calls).isEqualTo(made.get(told.iatt().gfid()));
        }
        assertThat(calls).isBetween(8, MOST_CALLS - 1);
    }
}
