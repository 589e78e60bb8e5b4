package org.glusterj.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

final class ByteStringProperties {

    private final MemorySegment memory = Arena.ofAuto().allocate(256);

    @Property
    void bytesOneTo255RoundTripAndAreClosedByNul(
            @ForAll @StringLength(max = 255) @CharRange(from = 1, to = 255) String text) {
        memory.fill((byte) 'x');
        assertThat(Scratch.encode(text, memory, LinuxErrno.ENAMETOOLONG)).isZero();
        assertThat(memory.get(ValueLayout.JAVA_BYTE, text.length())).isZero();
        assertThat(Scratch.text(memory, 0, text.length())).isEqualTo(text);
    }

    @Property
    void aCharThatIsNoByteIsRefusedAnywhere(
            @ForAll @StringLength(max = 100) @CharRange(from = 1, to = 255) String before,
            @ForAll @CharRange(from = 256, to = '\uffff') char bad,
            @ForAll @StringLength(max = 100) @CharRange(from = 1, to = 255) String after) {
        int einval = -LinuxErrno.EINVAL;
        assertThat(Scratch.encode(before + bad + after, memory, 1)).isEqualTo(einval);
        assertThat(Scratch.encode(before + '\0' + after, memory, 1)).isEqualTo(einval);
    }

    @Property
    void deviceNumbersKeepMajorAndMinor(@ForAll int major, @ForAll @IntRange(min = 0) int minor) {
        long dev = StatBuf.makedev(major, minor);
        assertThat(StatBuf.major(dev)).isEqualTo(major);
        assertThat(StatBuf.minor(dev)).isEqualTo(minor);
    }
}
