package org.glusterj.storage.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.glusterj.core.Mdata;
import org.junit.jupiter.api.Test;

class MdataCodecTest {
    private static final String CAPTURED =
            "010000000000000000000000006b00cb78000000003589d2ae000000003a7b837200000000075bcd15"
                    + "000000003a7b837200000000075bcd15";

    @Test
    void aCapturedValueIsReadAndWritten() {
        var bytes = HexFormat.of().parseHex(CAPTURED);
        var mdata = MdataCodec.decode(bytes);
        assertThat(mdata)
                .isEqualTo(
                        new Mdata(
                                981173106, 123456789, 981173106, 123456789, 1795214200, 898224814));
        assertThat(MdataCodec.encode(mdata)).isEqualTo(bytes);
    }

    @Test
    void wrongLengthVersionOrNanosecondsAreRefused() {
        var good = HexFormat.of().parseHex(CAPTURED);
        assertThat(MdataCodec.decode(new byte[1])).isNull();
        assertThat(MdataCodec.decode(Arrays.copyOf(good, 58))).isNull();
        var version = good.clone();
        version[0] = 2;
        assertThat(MdataCodec.decode(version)).isNull();
        var nanos = good.clone();
        nanos[17] = 1;
        assertThat(MdataCodec.decode(nanos)).isNull();
    }
}
