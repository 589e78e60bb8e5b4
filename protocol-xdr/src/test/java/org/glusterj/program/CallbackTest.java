package org.glusterj.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.util.List;
import org.glusterj.core.Flock;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.LkOwner;
import org.glusterj.core.UpcallBody;
import org.glusterj.core.Xdata;
import org.glusterj.dict.OldDict;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;
import org.junit.jupiter.api.Test;

final class CallbackTest {
    private static final Gfid GFID = Gfid.parse("be318638-e8a0-4c6d-977d-7a937aa84806");

    @Test
    void everyCallbackSurvives() throws Exception {
        var iatt =
                new Iatt.Builder()
                        .gfid(GFID)
                        .flags(Iatt.BRICK_VALID)
                        .size(9)
                        .mtime(0xfffffff0L, 3)
                        .mode(0100644)
                        .build();
        var flock = new Flock(Flock.WRITE, 0, 4, 5, 6, LkOwner.of(77));
        for (var callback :
                List.of(
                        new Callback.Signal(Callback.FETCHSPEC),
                        new Callback.Signal(Callback.CHILD_DOWN),
                        new Callback.EventNotify(4, OldDict.none().putText("a", "b")),
                        new Callback.Statedump(4711),
                        up(
                                new UpcallBody.CacheInvalidation(
                                        GFID, 0x280, 60, iatt, Iatt.NONE, iatt, Xdata.NULL)),
                        up(new UpcallBody.RecallLease(GFID, 2, Gfid.ROOT, Xdata.EMPTY)),
                        up(new UpcallBody.InodelkContention(GFID, flock, 1, "dom", Xdata.NULL)),
                        up(new UpcallBody.EntrylkContention(GFID, 1, 2, "n", "d", Xdata.NULL)))) {
            var body = Unpooled.buffer();
            callback.encode(new XdrWriter(body));
            assertThat(Callback.decode(callback.procedure(), new XdrReader(body)))
                    .isEqualTo(callback);
        }
    }

    @Test
    void anUnknownCallbackIsPassedOverWhateverItsBody() throws Exception {
        var body = Unpooled.buffer().writeZero(12);
        assertThat(Callback.decode(99, new XdrReader(body))).isEqualTo(new Callback.Unknown(99));
        assertThat(body.isReadable()).isFalse();
    }

    @Test
    void aTextThatIsNoGfidIsRefused() {
        var body = Unpooled.buffer();
        new XdrWriter(body).string("not-a-gfid").int32(1).int32(0).int32(0);
        body.writeZero(304);
        assertThatThrownBy(() -> Callback.decode(5, new XdrReader(body)))
                .isInstanceOf(XdrException.class)
                .hasMessageContaining("not-a-gfid");
    }

    private static Callback up(UpcallBody body) {
        return new Callback.Upcall(body);
    }
}
