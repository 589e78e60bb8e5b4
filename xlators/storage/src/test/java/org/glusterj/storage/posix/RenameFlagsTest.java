package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Loc;
import org.glusterj.core.OwnKeys;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.Test;

class RenameFlagsTest {
    private static Fop.Rename rename(Rig rig, String from, String to, int flags) {
        var xdata = Xdata.EMPTY.withInt(OwnKeys.RENAME_FLAGS, flags);
        return new Fop.Rename(Loc.entry(rig.root(), from), Loc.entry(rig.root(), to), xdata);
    }

    private static void fails(Errno errno, Rig rig, Fop.Rename op) {
        assertThatThrownBy(() -> rig.call(op))
                .isInstanceOfSatisfying(
                        FopException.class, e -> assertThat(e.errno()).isSameAs(errno));
    }

    @Test
    void whatMustNotReplaceDoesNot() throws Exception {
        try (var rig = new Rig().start()) {
            var a = rig.file(rig.root(), "a", "a");
            var b = rig.file(rig.root(), "b", "b");
            rig.call(new Fop.Link(Loc.of(a), Loc.entry(rig.root(), "c"), Xdata.NULL));
            int flag = OwnKeys.RENAME_NOREPLACE;
            fails(Errno.EEXIST, rig, rename(rig, "a", "b", flag));
            fails(Errno.EEXIST, rig, rename(rig, "a", "c", flag));
            rig.call(rename(rig, "a", "new", flag));
            assertThat(rig.find(rig.root(), "new")).isSameAs(a);
            assertThat(rig.find(rig.root(), "b")).isSameAs(b);
        }
    }

    @Test
    void otherFlagsAreRefused() throws Exception {
        try (var rig = new Rig().start()) {
            rig.file(rig.root(), "a", "a");
            rig.file(rig.root(), "b", "b");
            fails(Errno.EINVAL, rig, rename(rig, "a", "b", 2));
            fails(Errno.EINVAL, rig, rename(rig, "a", "b", 4));
        }
    }
}
