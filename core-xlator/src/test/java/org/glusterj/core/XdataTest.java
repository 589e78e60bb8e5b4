package org.glusterj.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XdataTest {
    @Test
    void nullAndEmptyStayApart() {
        assertThat(Xdata.NULL).isNotEqualTo(Xdata.EMPTY);
        assertThat(new Xdata.Builder().build()).isSameAs(Xdata.EMPTY);
        assertThat(Xdata.NULL.with("k", new XdataValue.Int(1)).isNull()).isFalse();
    }

    @Test
    void numbersAreReadFromIntegersAndDecimalText() {
        var xdata =
                Xdata.EMPTY
                        .withInt("i", -3)
                        .withUint("u", 4)
                        .withString("s", "12")
                        .withBytes("p", new byte[] {0x37});
        assertThat(xdata.number("i", 0)).isEqualTo(-3);
        assertThat(xdata.number("u", 0)).isEqualTo(4);
        assertThat(xdata.number("s", 0)).isEqualTo(12);
        assertThat(xdata.number("p", 0)).isEqualTo(7);
        assertThat(xdata.number("none", 9)).isEqualTo(9);
        assertThat(Xdata.EMPTY.withString("s", "yes").number("s", 9)).isEqualTo(9);
    }

    @Test
    void changesMakeCopiesAndKeepOrder() {
        var first = Xdata.EMPTY.withInt("a", 1).withInt("b", 2);
        var second = first.withInt("a", 3);
        assertThat(first.number("a", 0)).isEqualTo(1);
        assertThat(second.keyList()).containsExactly("a", "b");
        assertThat(second.without("a").keyList()).containsExactly("b");
        assertThat(second.without("c")).isSameAs(second);
    }

    @Test
    void aBuilderThatGoesOnLeavesAloneWhatItBuilt() {
        var builder = new Xdata.Builder(1).put("a", new XdataValue.Int(1));
        var first = builder.build();
        var second =
                builder.put("b", new XdataValue.Int(2)).put("a", new XdataValue.Int(3)).build();
        assertThat(first.keyList()).containsExactly("a");
        assertThat(second.keyList()).containsExactly("a", "b", "a");
        assertThat(builder.build()).isEqualTo(second);
        assertThat(new Xdata.Builder(0).put("a", new XdataValue.Int(1)).build()).isEqualTo(first);
    }

    @Test
    void stringsLoseTheirNulAndGfidsComeFromBytesToo() {
        assertThat(Xdata.EMPTY.withString("s", "yes").string("s")).contains("yes");
        assertThat(Xdata.EMPTY.withBytes("g", Gfid.ROOT.toBytes()).gfid("g")).contains(Gfid.ROOT);
        assertThat(Xdata.EMPTY.withBytes("g", new byte[3]).gfid("g")).isEmpty();
    }

    @Test
    void zeroIsWhatHasBytesAndNoneOther() {
        var xdata =
                Xdata.EMPTY
                        .withBytes("zeros", new byte[12])
                        .withBytes("empty", new byte[0])
                        .withBytes("last", new byte[] {0, 0, 1})
                        .withInt("number", 0);
        assertThat(xdata.isZero("zeros")).isTrue();
        assertThat(xdata.isZero("empty")).isTrue();
        assertThat(xdata.isZero("last")).isFalse();
        assertThat(xdata.isZero("number")).isFalse();
        assertThat(xdata.isZero("none")).isFalse();
    }
}
