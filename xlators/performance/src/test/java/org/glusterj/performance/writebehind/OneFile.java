package org.glusterj.performance.writebehind;

import java.util.Arrays;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.RecordingChild;
import org.glusterj.testkit.Samples;

/** The content of the one file that a scripted child has. Guarded by its monitor. */
final class OneFile implements RecordingChild.Script {
    private static final int O_APPEND = 02000;

    private byte[] content = {};
    private Gfid gfid = Gfid.NULL;
    private int mode = FileType.REGULAR.bits() | 0644;

    synchronized void gfid(Gfid value) {
        gfid = value;
    }

    synchronized byte[] content() {
        return content.clone();
    }

    synchronized void mode(int permissions) {
        mode = FileType.REGULAR.bits() | permissions;
    }

    @Override
    public synchronized Reply answer(Frame frame, Fop<?> op) throws FopException {
        return switch (op) {
            case Fop.Writev write -> write(write);
            case Fop.Readv read -> read(read);
            case Fop.Ftruncate truncate -> {
                content = Arrays.copyOf(content, (int) truncate.offset());
                yield new Reply.PrePost(iatt(), iatt(), Xdata.NULL);
            }
            case Fop.Fstat stat -> new Reply.Attr(iatt(), Xdata.NULL);
            case Fop.Lookup lookup -> new Reply.Lookup(iatt(), Iatt.NONE, Xdata.NULL);
            default -> Samples.reply(op.type());
        };
    }

    private Reply write(Fop.Writev write) {
        var bytes = write.data().toBytes();
        boolean append = (write.fd().flags() & O_APPEND) != 0;
        int offset = append ? content.length : (int) write.offset();
        content = Arrays.copyOf(content, Math.max(content.length, offset + bytes.length));
        System.arraycopy(bytes, 0, content, offset, bytes.length);
        return new Reply.Writev(bytes.length, iatt(), iatt(), Xdata.NULL);
    }

    private Reply read(Fop.Readv read) {
        int from = (int) Math.min(read.offset(), content.length);
        int to = Math.min(from + read.sizeBytes(), content.length);
        var data = Payload.copyOf(Arrays.copyOfRange(content, from, to));
        return new Reply.Readv(data, iatt(), to == content.length, Xdata.NULL);
    }

    private Iatt iatt() {
        return new Iatt.Builder().gfid(gfid).mode(mode).nlink(1).size(content.length).build();
    }
}
