package org.glusterj.xdr;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

/** Keys that were read before are the same strings; whatever else is read, it is what is on the wire. */
class KeyCacheTest {
    private static ByteBuf wire(int length, String bytes) {
        var content = bytes.getBytes(ISO_8859_1);
        return Unpooled.buffer().writeInt(length).writeBytes(content);
    }

    private static String read(int length, String bytes) throws XdrException {
        var buffer = wire(length, bytes);
        var text = new XdrReader(buffer).stringWithNul();
        assertThat(buffer.isReadable()).isFalse();
        return text;
    }

    @Test
    void aKeyReadAgainIsTheSameString() throws XdrException {
        var first = read(11, "open-flags\0\0");
        assertThat(first).isEqualTo("open-flags");
        assertThat(read(11, "open-flags\0\0")).isSameAs(first);
    }

    @Test
    void everyLengthIsReadAgainAsItWas() throws XdrException {
        var text = new StringBuilder();
        for (int n = 1; n < 100; n++) {
            text.append((char) (0xe0 + n % 31));
            var bytes = text + "\0" + "\0".repeat(-(n + 1) & 3);
            assertThat(read(n + 1, bytes)).isEqualTo(text.toString());
            assertThat(read(n + 1, bytes)).isEqualTo(text.toString());
        }
    }

    @Test
    void keysThatDifferInOneByteStayApart() throws XdrException {
        var key = "trusted.glusterfs.some.attribute.of.a.file";
        for (int i = 0; i < key.length(); i++) {
            var other = key.substring(0, i) + '_' + key.substring(i + 1);
            assertThat(read(43, key + "\0\0")).isEqualTo(key);
            assertThat(read(43, other + "\0\0")).isEqualTo(other);
        }
    }

    @Test
    void otherPaddingIsTheSameKey() throws XdrException {
        assertThat(read(10, "padded-by\0\0\0")).isEqualTo("padded-by");
        assertThat(read(10, "padded-by\0xy")).isEqualTo("padded-by");
    }

    @Test
    void aKnownKeyWithAnotherLengthIsRefused() throws XdrException {
        assertThat(read(10, "gfid-reqs\0\0\0")).isEqualTo("gfid-reqs");
        for (int length : new int[] {9, 11, 12}) {
            var reader = new XdrReader(wire(length, "gfid-reqs\0\0\0"));
            assertThatThrownBy(reader::stringWithNul)
                    .isInstanceOf(XdrException.class)
                    .hasMessageContaining("NUL");
        }
    }
}
