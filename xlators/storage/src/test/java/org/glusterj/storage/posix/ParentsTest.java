package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.glusterj.core.Caller;
import org.glusterj.core.ClientId;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.OwnKeys;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParentsTest {
    private static Set<Gfid> parents(Rig rig, Inode inode) throws FopException {
        var ask = new Fop.Getxattr(Loc.of(inode), OwnKeys.PARENTS, Xdata.NULL);
        var bytes = rig.call(ask).dict().bytes(OwnKeys.PARENTS).orElseThrow();
        var gfids = new HashSet<Gfid>();
        for (int at = 0; at < bytes.length; at += Gfid.BYTES) {
            gfids.add(Gfid.of(Arrays.copyOfRange(bytes, at, at + Gfid.BYTES)));
        }
        return gfids;
    }

    @ParameterizedTest
    @CsvSource({"on, off", "off, on", "on, on"})
    void everyDirectoryThatNamesAnObjectIsTold(String byPath, String byCount) throws Exception {
        try (var rig = new Rig()) {
            rig.option("gfid2path", byPath).option("update-link-count-parent", byCount).start();
            var one = rig.mkdir(rig.root(), "one");
            var two = rig.mkdir(one, "two");
            var file = rig.file(one, "f", "x");
            assertThat(parents(rig, file)).containsExactly(one.gfid());
            rig.call(new Fop.Link(Loc.of(file), Loc.entry(two, "g"), Xdata.NULL));
            assertThat(parents(rig, file)).containsExactlyInAnyOrder(one.gfid(), two.gfid());
            var from = Loc.entry(one, "f", file);
            rig.call(new Fop.Rename(from, Loc.entry(rig.root(), "f"), Xdata.NULL));
            assertThat(parents(rig, file)).containsExactlyInAnyOrder(Gfid.ROOT, two.gfid());
            assertThat(parents(rig, two)).containsExactly(one.gfid());
            var moved = Loc.entry(one, "two", two);
            rig.call(new Fop.Rename(moved, Loc.entry(rig.root(), "two"), Xdata.NULL));
            assertThat(parents(rig, two)).containsExactly(Gfid.ROOT);
        }
    }

    @Test
    void clientsAreToldNothing() throws Exception {
        try (var rig = new Rig().start()) {
            var file = rig.file(rig.root(), "f", "x");
            var client = new ClientId("c", 1);
            var caller = new Caller(0, 0, new int[0], 1, LkOwner.NONE, client);
            rig.frame = Frame.of(caller);
            assertThatThrownBy(() -> parents(rig, file))
                    .isInstanceOfSatisfying(
                            FopException.class,
                            e -> assertThat(e.errno()).isSameAs(Errno.EOPNOTSUPP));
            rig.frame = Frame.internal();
            assertThatThrownBy(() -> parents(rig, rig.root()))
                    .isInstanceOfSatisfying(
                            FopException.class, e -> assertThat(e.errno()).isSameAs(Errno.ENODATA));
        }
    }

    /** Captured from 10.3: quota counts 512 bytes for a short symlink, whose xattrs take 8 blocks. */
    @Test
    void nothingHasMoreBlocksThanItsSizeNeeds() throws Exception {
        try (var rig = new Rig().start()) {
            var loc = Loc.entry(rig.root(), "s");
            var made = rig.call(new Fop.Symlink(loc, "x", 0, rig.request()));
            assertThat(made.iatt().blocks()).isLessThanOrEqualTo(1);
        }
    }
}
