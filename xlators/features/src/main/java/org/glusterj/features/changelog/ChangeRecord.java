package org.glusterj.features.changelog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.glusterj.core.FopType;
import org.glusterj.core.Gfid;

/**
 * Builds one record of a journal: a letter, the gfid of the object, then fields that begin with a NUL; a NUL ends it.
 * Text encoding has gfids in canonical form and decimal numbers; binary encoding has 16 raw bytes, and four bytes in
 * the order of the host, which is little-endian on the machines we run on (captured from 10.3). Names are byte
 * strings. Used by one thread.
 */
final class ChangeRecord {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);
    private final Encoding encoding;

    private ChangeRecord(Encoding encoding, char letter, Gfid gfid) {
        this.encoding = encoding;
        out.write(letter);
        gfid(gfid);
    }

    /** Content changed. */
    static ChangeRecord data(Encoding encoding, Gfid gfid) {
        return new ChangeRecord(encoding, 'D', gfid);
    }

    /** Attributes or xattrs changed. */
    static ChangeRecord metadata(Encoding encoding, Gfid gfid, FopType by) {
        return new ChangeRecord(encoding, 'M', gfid).fop(by);
    }

    /** A name changed. */
    static ChangeRecord entry(Encoding encoding, Gfid gfid, FopType by) {
        return new ChangeRecord(encoding, 'E', gfid).fop(by);
    }

    private ChangeRecord fop(FopType type) {
        return number(type.gfFop());
    }

    ChangeRecord number(int number) {
        out.write(0);
        if (encoding == Encoding.ASCII) {
            text(Integer.toUnsignedString(number));
        } else {
            for (int shift = 0; shift < 32; shift += 8) {
                out.write(number >>> shift);
            }
        }
        return this;
    }

    ChangeRecord name(Gfid parent, String name) {
        out.write(0);
        gfid(parent);
        text("/");
        text(name);
        return this;
    }

    /** @param path of what is removed, "" when it is not recorded: then its place holds a NUL */
    ChangeRecord path(String path) {
        out.write(0);
        if (path.isEmpty()) {
            out.write(0);
        } else {
            text(path);
        }
        return this;
    }

    private void gfid(Gfid gfid) {
        if (encoding == Encoding.ASCII) {
            text(gfid.toString());
        } else {
            out.writeBytes(gfid.toBytes());
        }
    }

    private void text(String bytes) {
        out.writeBytes(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The record, its last NUL included. */
    byte[] bytes() {
        out.write(0);
        return out.toByteArray();
    }
}
