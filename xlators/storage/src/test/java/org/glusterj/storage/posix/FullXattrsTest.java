package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.HexFormat;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.storage.layout.Gfid2Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** File systems that keep xattrs in one block (ext4) run out of room for remembered names long before other things. */
class FullXattrsTest {
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig().start();
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    private static String longName(int n) {
        return HexFormat.of().toHexDigits((byte) n).repeat(120);
    }

    /** A file without room for one more remembered name. */
    private Inode full() throws Exception {
        var f = rig.file(rig.root(), "f", "x");
        int result = 0;
        for (int i = 0; i < 10_000 && result == 0; i++) {
            result = rig.sys.setxattr(rig.path("f").toString(), "user." + i, new byte[40], 0);
        }
        assumeThat(result)
                .as("NOT RUN: xattrs have room without end")
                .isEqualTo(-LinuxErrno.ENOSPC);
        return f;
    }

    @Test
    void linksGoOnWhenTheirNamesCannotBeRemembered() throws Exception {
        var f = rig.file(rig.root(), "f", "x");
        for (int i = 1; i < 100; i++) {
            var name = Loc.entry(rig.root(), longName(i));
            var iatt = rig.call(new Fop.Link(Loc.of(f), name, Xdata.NULL)).iatt();
            assertThat(iatt.nlink()).isEqualTo(i + 1);
        }
        var last = new Fop.Link(Loc.of(f), Loc.entry(rig.root(), longName(100)), Xdata.NULL);
        PosixTest.fails(Errno.EMLINK, () -> rig.call(last));
        for (int i = 1; i < 100; i++) {
            rig.unlink(rig.root(), longName(i));
        }
        assertThat(rig.stat(f).nlink()).isEqualTo(1);
    }

    @Test
    void renameNeedsNoRoomForTwoNames() throws Exception {
        full();
        rig.rename(rig.root(), "f", rig.root(), "g");
        assertThat(BrickCheck.problems(rig.directory.toString())).isEmpty();
    }

    @Test
    void renameGoesOnWhenTheNewNameCannotBeRemembered() throws Exception {
        full();
        rig.rename(rig.root(), "f", rig.root(), longName(1));
        assertThat(rig.lookup(rig.root(), longName(1)).iatt().size()).isEqualTo(1);
        assertThat(rig.xattr(longName(1), Gfid2Path.key(rig.root().gfid(), "f"))).isNull();
    }
}
