package org.glusterj.features.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.Samples;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArbiterTest extends XlatorContract {
    private static final String COUNT = "glusterfs.open-fd-count";
    private static final String APPEND = "glusterfs.write-is-append";

    private Inode file;
    private Fd fd;
    private Iatt iatt;

    @Override
    protected String type() {
        return "features/arbiter";
    }

    @Override
    protected Record defaults() {
        return new Arbiter.Options();
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of();
    }

    @Override
    protected Record others() {
        return new Arbiter.Options();
    }

    @Override
    protected Set<FopType> treated() {
        return EnumSet.of(
                FopType.WRITE,
                FopType.READ,
                FopType.SEEK,
                FopType.TRUNCATE,
                FopType.FTRUNCATE,
                FopType.FALLOCATE,
                FopType.DISCARD,
                FopType.ZEROFILL);
    }

    @BeforeEach
    void openAFile() {
        file = fixture.file("f");
        fd = fixture.graph().inodes().newFd(file, 2);
        iatt = new Iatt.Builder().gfid(file.gfid()).mode(0100644).nlink(1).build();
        fixture.child().answer((frame, op) -> attributes(op));
    }

    private Reply attributes(Fop<?> op) {
        return switch (op.type()) {
            case STAT, FSTAT -> {
                boolean counts = op.xdata().contains(COUNT);
                yield new Reply.Attr(iatt, counts ? Xdata.EMPTY.withUint(COUNT, 2) : Xdata.NULL);
            }
            default -> Samples.reply(op.type());
        };
    }

    @AfterEach
    void closeIt() {
        fd.close();
    }

    private Reply.Writev write(Xdata xdata) throws FopException {
        try (var data = Payload.copyOf(new byte[] {1, 2, 3})) {
            return fixture.call(new Fop.Writev(fd, 7, data, 0, xdata));
        }
    }

    private Set<FopType> calls() {
        var types = EnumSet.noneOf(FopType.class);
        fixture.child().calls().forEach(call -> types.add(call.op().type()));
        return types;
    }

    @Test
    void writesAreTakenAndGoNowhere() throws Exception {
        var reply = write(Xdata.NULL);
        assertThat(reply.count()).isEqualTo(3);
        assertThat(reply.pre()).isEqualTo(iatt);
        assertThat(reply.post()).isEqualTo(iatt);
        assertThat(reply.xdata().isNull()).isTrue();
        assertThat(calls()).containsExactly(FopType.FSTAT);
    }

    @Test
    void writesTellWhatReplicateAsks() throws Exception {
        var told = write(Xdata.EMPTY.withUint(COUNT, 0).withUint(APPEND, 0)).xdata();
        assertThat(told.number(COUNT, -1)).isEqualTo(2);
        assertThat(told.number(APPEND, -1)).isEqualTo(1);
        assertThat(write(Xdata.EMPTY).xdata().size()).isZero();
    }

    @Test
    void otherChangesOfContentGoNowhereEither() throws Exception {
        fixture.call(new Fop.Ftruncate(fd, 3, Xdata.NULL));
        fixture.call(new Fop.Fallocate(fd, 0, 0, 9, Xdata.NULL));
        fixture.call(new Fop.Discard(fd, 0, 9, Xdata.NULL));
        var reply = fixture.call(new Fop.Zerofill(fd, 0, 9, Xdata.NULL));
        assertThat(reply.post()).isEqualTo(iatt);
        assertThat(calls()).containsExactly(FopType.FSTAT);
        fixture.call(new Fop.Truncate(Loc.of(file), 3, Xdata.NULL));
        assertThat(calls()).containsExactlyInAnyOrder(FopType.FSTAT, FopType.STAT);
    }

    @Test
    void contentCannotBeRead() {
        for (var op :
                new Fop<?>[] {
                    new Fop.Readv(fd, 0, 9, 0, Xdata.NULL), new Fop.Seek(fd, 0, 0, Xdata.NULL)
                }) {
            assertThatThrownBy(() -> fixture.call(op))
                    .isInstanceOfSatisfying(
                            FopException.class,
                            why -> assertThat(why.errno()).isSameAs(Errno.ENOSYS));
        }
        assertThat(fixture.child().calls()).isEmpty();
    }
}
