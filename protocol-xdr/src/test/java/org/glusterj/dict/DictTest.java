package org.glusterj.dict;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.glusterj.core.Gfid;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;
import org.junit.jupiter.api.Test;

final class DictTest {
    @Test
    void nullAndEmptyDictionariesDiffer() throws Exception {
        assertThat(hex(Xdata.NULL)).isEqualTo("00000000ffffffff00000000");
        assertThat(hex(Xdata.EMPTY)).isEqualTo("000000000000000000000000");
        assertThat(NewDict.decode(words(0, -1, 0))).isSameAs(Xdata.NULL);
        assertThat(NewDict.decode(words(0, 0, 0))).isSameAs(Xdata.EMPTY);
    }

    @Test
    void sizeCountsThePairsAndKeysEndInNul() {
        assertThat(hex(Xdata.NULL.withUint("abc", 5)))
                .isEqualTo(
                        "00000014"
                                + "00000001"
                                + "00000001"
                                + "00000004"
                                + "61626300"
                                + "00000003"
                                + "0000000000000005");
    }

    @Test
    void aSizeThatDoesNotFitThePairsIsRefused() {
        refuse(words(24, 1, 1, 4, 0x61626300, 3, 0, 5));
        refuse(words(16, 1, 1, 4, 0x61626300, 3, 0, 5));
    }

    @Test
    void countsThatDisagreeOrCannotFollowAreRefused() {
        refuse(words(20, 2, 1, 4, 0x61626300, 3, 0, 5));
        refuse(words(20, -1, 1, 4, 0x61626300, 3, 0, 5));
        refuse(words(0, Integer.MAX_VALUE, Integer.MAX_VALUE));
        refuse(words(0, -2, -2));
    }

    @Test
    void keysWithoutNulOrWithNulInsideAreRefused() {
        refuse(words(20, 1, 1, 4, 0x61626364, 3, 0, 5));
        refuse(words(20, 1, 1, 4, 0x61006200, 3, 0, 5));
        refuse(words(16, 1, 1, 0, 3, 0, 5));
    }

    @Test
    void anUnknownTagFailsTheRequest() {
        refuse(words(20, 1, 1, 4, 0x61626300, 10, 0, 5));
        refuse(words(20, 1, 1, 4, 0x61626300, 0, 0, 5));
    }

    @Test
    void anOldDictionaryIsPackedWithoutPadding() {
        var dict = OldDict.none().putNumber("child_up", 1);
        assertThat(HexFormat.of().formatHex(dict.toBytes()))
                .isEqualTo(
                        "00000001" + "00000008" + "00000002" + "6368696c645f7570" + "00" + "3100");
        ByteBuf buffer = Unpooled.buffer();
        dict.encode(new XdrWriter(buffer));
        assertThat(buffer.readableBytes() % 4).isZero();
    }

    @Test
    void oldValuesAreReadAsTextOrNumber() throws Exception {
        var dict = OldDict.ofBytes(OldDict.none().putText("a", "x").putNumber("n", -7).toBytes());
        assertThat(dict.text("a", null)).isEqualTo("x");
        assertThat(dict.number("n", 0)).isEqualTo(-7);
        assertThat(dict.number("a", 3)).isEqualTo(3);
        assertThat(dict.text("missing", "fallback")).isEqualTo("fallback");
    }

    @Test
    void malformedOldDictionariesAreRefused() {
        for (var hex :
                new String[] {
                    "000000", // no count
                    "7fffffff", // pairs that cannot follow
                    "ffffffff",
                    "00000001" + "00000001" + "00000001" + "61" + "62" + "63", // no NUL
                    "00000001" + "7fffffff" + "00000001" + "61" + "00" + "63", // key too long
                    "00000001" + "00000001" + "ffffffff" + "61" + "00" + "63", // value too long
                    "00000001" + "00000001" + "00000001" + "61" + "00" + "63" + "00" // leftover
                }) {
            assertThatThrownBy(() -> OldDict.ofBytes(HexFormat.of().parseHex(hex)))
                    .as(hex)
                    .isInstanceOf(XdrException.class);
        }
    }

    @Test
    void typedValuesBecomeTextOrRawBytesInAnOldDictionary() {
        var xdata =
                Xdata.NULL
                        .withInt("i", -1)
                        .withUint("u", -1)
                        .withGfid("g", Gfid.ROOT)
                        .withBytes("b", "raw".getBytes(ISO_8859_1));
        var dict = OldDict.of(xdata);
        assertThat(dict.text("i", "")).isEqualTo("-1");
        assertThat(dict.text("u", "")).isEqualTo("18446744073709551615");
        assertThat(dict.bytes("g")).isEqualTo(Gfid.ROOT.toBytes());
        assertThat(dict.toXdata().find("b"))
                .contains(new XdataValue.Bytes(XdataValue.TAG_STR_OLD, "raw".getBytes(ISO_8859_1)));
        assertThat(OldDict.of(Xdata.NULL).isNone()).isTrue();
        assertThat(OldDict.of(Xdata.EMPTY).isNone()).isFalse();
    }

    private static String hex(Xdata xdata) {
        ByteBuf buffer = Unpooled.buffer();
        NewDict.encode(new XdrWriter(buffer), xdata);
        return ByteBufUtil.hexDump(buffer);
    }

    private static void refuse(XdrReader in) {
        assertThatThrownBy(() -> NewDict.decode(in)).isInstanceOf(XdrException.class);
    }

    private static XdrReader words(int... words) {
        ByteBuf buffer = Unpooled.buffer();
        for (int word : words) {
            buffer.writeInt(word);
        }
        return new XdrReader(buffer);
    }
}
