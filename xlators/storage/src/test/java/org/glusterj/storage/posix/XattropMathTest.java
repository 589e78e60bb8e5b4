package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XattropMathTest {
    @ParameterizedTest
    @CsvSource({
        "0, 000000020000000000000003, 000000010000000000000002, 000000030000000000000005",
        "0, 00000000, ffffffff, ffffffff",
        "0, 7fffffff, 00000001, 80000000",
        "1, 00000000ffffffff, 0000000000000001, 0000000100000000",
        "2, 0f0f0f0f, 000000f0, 0f0f0fff",
        "3, 0f0f0f0f, 000000ff, 0000000f",
        "4, 01, 02, 02",
        "5, 00000001, 0000000200000009, 00000003",
        "5, 0000000000000001, 00000002000000030000000900000009, 0000000b00000004",
        "6, 0000000000000001, 00000000000000020000000000000009, 0000000000000003"
    })
    void addsToWhatIsStored(int flavour, String before, String operand, String after) {
        assertThat(apply(flavour, before, operand)).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 000000010000000000000002, 000000010000000000000002",
        "3, ffffffff, 00000000",
        "5, 0000000200000009, 0000000b",
        "6, 00000000000000020000000000000009, 000000000000000b"
    })
    void startsFromZerosOrTheDefault(int flavour, String operand, String after) {
        assertThat(apply(flavour, null, operand)).isEqualTo(after);
    }

    private static String apply(int flavour, String before, String operand) {
        var hex = HexFormat.of();
        var stored = before == null ? null : hex.parseHex(before);
        return hex.formatHex(XattropMath.apply(flavour, stored, hex.parseHex(operand)));
    }

    @Test
    void zerosOnlyReadUnlessTheyMeanSomething() {
        assertThat(XattropMath.isRead(XattropMath.ADD_32, new byte[12])).isTrue();
        assertThat(XattropMath.isRead(XattropMath.GET_AND_SET, new byte[12])).isFalse();
        assertThat(XattropMath.isRead(XattropMath.ADD_64, new byte[] {0, 1})).isFalse();
    }

    @Test
    void halfElementsAreMalformed() {
        assertThat(XattropMath.isWellFormed(XattropMath.ADD_32, 6)).isFalse();
        assertThat(XattropMath.isWellFormed(XattropMath.ADD_64, 12)).isFalse();
        assertThat(XattropMath.isWellFormed(XattropMath.ADD_64_WITH_DEFAULT, 8)).isFalse();
        assertThat(XattropMath.isWellFormed(XattropMath.ADD_32, 0)).isFalse();
        assertThat(XattropMath.isWellFormed(XattropMath.ADD_64_WITH_DEFAULT, 16)).isTrue();
    }
}
