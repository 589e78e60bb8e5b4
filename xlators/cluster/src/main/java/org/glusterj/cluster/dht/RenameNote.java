package org.glusterj.cluster.dht;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.glusterj.core.Loc;
import org.glusterj.core.XdataValue;

/**
 * What distribute tells bricks of the rename of a file: old and new parent, lengths of old and new name with their NUL
 * in the order of the host (little-endian on the machines we run on), the names. The whole is three bytes of padding
 * and one of a member longer (sent by 10.3). Pure.
 */
final class RenameNote {
    static final String KEY = "changelog.rename-op";
    private static final int FIXED_BYTES = 44;

    private RenameNote() {}

    static XdataValue of(Loc from, Loc to) {
        byte[] oldName = from.name().getBytes(StandardCharsets.ISO_8859_1);
        byte[] newName = to.name().getBytes(StandardCharsets.ISO_8859_1);
        var bytes = ByteBuffer.allocate(FIXED_BYTES + oldName.length + newName.length + 2);
        bytes.put(from.pargfid().toBytes()).put(to.pargfid().toBytes());
        bytes.order(ByteOrder.LITTLE_ENDIAN).putInt(oldName.length + 1).putInt(newName.length + 1);
        bytes.put(oldName).put((byte) 0).put(newName);
        return new XdataValue.Bytes(XdataValue.TAG_PTR, bytes.array());
    }
}
