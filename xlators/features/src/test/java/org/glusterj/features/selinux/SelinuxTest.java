package org.glusterj.features.selinux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.glusterj.core.Fop;
import org.glusterj.core.FopType;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SelinuxTest extends XlatorContract {
    private static final byte[] LABEL = {'u', ':', 'r'};
    private static final Map<String, String> ON = Map.of("selinux", "on");

    private Loc file;

    @Override
    protected String type() {
        return "features/selinux";
    }

    @Override
    protected Record defaults() {
        return new Selinux.Options(false);
    }

    @Override
    protected Map<String, String> otherOptions() {
        return ON;
    }

    @Override
    protected Record others() {
        return new Selinux.Options(true);
    }

    @BeforeEach
    void switchOn() throws Exception {
        file = Loc.of(fixture.file("f"));
    }

    private void stores(Xdata xattrs) {
        fixture.child()
                .answer(FopType.GETXATTR, (frame, op) -> new Reply.Xattrs(xattrs, Xdata.NULL));
        fixture.child()
                .answer(FopType.FGETXATTR, (frame, op) -> new Reply.Xattrs(xattrs, Xdata.NULL));
    }

    @Test
    void aLabelIsStoredUnderTheTrustedName() throws Exception {
        fixture.reconfigure(ON);
        var dict = Xdata.EMPTY.withBytes("user.a", LABEL).withBytes("security.selinux", LABEL);
        try (var fd = fixture.graph().inodes().newFd(file.inode(), 0)) {
            fixture.call(new Fop.Setxattr(file, dict, 2, Xdata.NULL));
            var below = (Fop.Setxattr) fixture.child().last().op();
            assertThat(below.dict().keyList())
                    .containsExactly("user.a", "trusted.glusterfs.selinux");
            assertThat(below.flags()).isEqualTo(2);
            fixture.call(new Fop.Fsetxattr(fd, dict, 1, Xdata.NULL));
            assertThat(((Fop.Fsetxattr) fixture.child().last().op()).dict())
                    .isEqualTo(below.dict());
        }
    }

    @Test
    void aLabelComesBackUnderItsOwnName() throws Exception {
        fixture.reconfigure(ON);
        stores(Xdata.EMPTY.withBytes("trusted.glusterfs.selinux", LABEL));
        var wanted = Xdata.EMPTY.withBytes("security.selinux", LABEL);
        try (var fd = fixture.graph().inodes().newFd(file.inode(), 0)) {
            assertThat(fixture.call(new Fop.Getxattr(file, "security.selinux", Xdata.NULL)).dict())
                    .isEqualTo(wanted);
            assertThat(((Fop.Getxattr) fixture.child().last().op()).name())
                    .isEqualTo("trusted.glusterfs.selinux");
            assertThat(fixture.call(new Fop.Fgetxattr(fd, "security.selinux", Xdata.NULL)).dict())
                    .isEqualTo(wanted);
            assertThat(((Fop.Fgetxattr) fixture.child().last().op()).name())
                    .isEqualTo("trusted.glusterfs.selinux");
        }
    }

    @Test
    void aListingShowsTheClientsLabelAndHidesTheBricksOwn() throws Exception {
        fixture.reconfigure(ON);
        stores(
                Xdata.EMPTY
                        .withBytes("security.selinux", new byte[] {'b'})
                        .withBytes("user.a", LABEL)
                        .withBytes("trusted.glusterfs.selinux", LABEL));
        assertThat(fixture.call(new Fop.Getxattr(file, "", Xdata.NULL)).dict())
                .isEqualTo(
                        Xdata.EMPTY
                                .withBytes("user.a", LABEL)
                                .withBytes("security.selinux", LABEL));
        stores(Xdata.EMPTY.withBytes("security.selinux", new byte[] {'b'}));
        assertThat(fixture.call(new Fop.Getxattr(file, "", Xdata.NULL)).dict())
                .isEqualTo(Xdata.EMPTY);
    }

    @Test
    void removingALabelRemovesTheStoredOne() throws Exception {
        fixture.reconfigure(ON);
        try (var fd = fixture.graph().inodes().newFd(file.inode(), 0)) {
            fixture.call(new Fop.Removexattr(file, "security.selinux", Xdata.NULL));
            assertThat(((Fop.Removexattr) fixture.child().last().op()).name())
                    .isEqualTo("trusted.glusterfs.selinux");
            fixture.call(new Fop.Fremovexattr(fd, "security.selinux", Xdata.NULL));
            assertThat(((Fop.Fremovexattr) fixture.child().last().op()).name())
                    .isEqualTo("trusted.glusterfs.selinux");
        }
    }

    @Test
    void whenOffLabelsPassAsTheyAre() throws Exception {
        fixture.call(new Fop.Getxattr(file, "security.selinux", Xdata.NULL));
        assertThat(((Fop.Getxattr) fixture.child().last().op()).name())
                .isEqualTo("security.selinux");
    }
}
