package org.glusterj.features.readonly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.Samples;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadOnlyTest extends XlatorContract {
    private static final Map<String, String> ON = Map.of("read-only", "on");

    private Loc file;

    @Override
    protected String type() {
        return "features/read-only";
    }

    @Override
    protected Record defaults() {
        return new ReadOnly.Options(false);
    }

    @Override
    protected Map<String, String> otherOptions() {
        return ON;
    }

    @Override
    protected Record others() {
        return new ReadOnly.Options(true);
    }

    @BeforeEach
    void knowAFile() {
        file = Loc.of(fixture.file("f"));
    }

    private void refuses(Fop<?> op) {
        assertThatThrownBy(() -> fixture.call(op))
                .isInstanceOfSatisfying(
                        FopException.class, why -> assertThat(why.errno()).isSameAs(Errno.EROFS));
    }

    @Test
    void modifyingFopsFailWithErofsAndNeverReachTheChild() throws Exception {
        fixture.reconfigure(ON);
        var root = fixture.graph().inodes().root();
        try (var fd = fixture.graph().inodes().newFd(file.inode(), 0);
                var data = Payload.copyOf(new byte[1])) {
            for (var type : FopType.values()) {
                if (type.modifies()) {
                    refuses(Samples.request(type, root, file.inode(), fd, data));
                }
            }
        }
        assertThat(fixture.child().calls()).isEmpty();
    }

    @Test
    void readingGoesOn() throws Exception {
        fixture.reconfigure(ON);
        assertThat(fixture.call(new Fop.Stat(file, Xdata.NULL))).isInstanceOf(Reply.Attr.class);
    }

    @Test
    void openingForReadingPassesForWritingOrTruncatingNot() throws Exception {
        fixture.reconfigure(ON);
        try (var fd = fixture.graph().inodes().newFd(file.inode(), 0)) {
            fixture.call(new Fop.Open(file, 0, fd, Xdata.NULL));
            refuses(new Fop.Open(file, 1, fd, Xdata.NULL));
            refuses(new Fop.Open(file, 2, fd, Xdata.NULL));
            refuses(new Fop.Open(file, 01000, fd, Xdata.NULL));
        }
        assertThat(fixture.child().calls(FopType.OPEN)).hasSize(1);
    }

    @Test
    void addingZerosPassesAddingSomethingNot() throws Exception {
        fixture.reconfigure(ON);
        var zeros = Xdata.EMPTY.withBytes("trusted.afr.dirty", new byte[12]);
        var ones = Xdata.EMPTY.withBytes("trusted.afr.dirty", new byte[] {0, 0, 0, 1});
        fixture.call(new Fop.Xattrop(file, 0, zeros, Xdata.NULL));
        refuses(new Fop.Xattrop(file, 0, ones, Xdata.NULL));
        refuses(new Fop.Xattrop(file, 0, Xdata.EMPTY.withInt("trusted.x", 0), Xdata.NULL));
        assertThat(fixture.child().calls()).hasSize(1);
    }

    @Test
    void ownDaemonsMayWrite() throws Exception {
        fixture.reconfigure(ON);
        var healer = Frame.of(Caller.internal(Caller.PID_SELF_HEAL_DAEMON));
        fixture.call(healer, new Fop.Truncate(file, 0, Xdata.NULL));
        assertThat(fixture.child().calls(FopType.TRUNCATE)).hasSize(1);
    }

    @Test
    void itCanBeSwitchedOffAgain() throws Exception {
        fixture.reconfigure(ON);
        fixture.reconfigure(Map.of());
        fixture.call(new Fop.Truncate(file, 0, Xdata.NULL));
        assertThat(fixture.child().calls(FopType.TRUNCATE)).hasSize(1);
    }
}
