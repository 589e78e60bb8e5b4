package org.glusterj.performance.writebehind;

import org.glusterj.core.Promise;
import org.glusterj.core.Reply;

/** A caller whose write found no room: answered when there is room, or when the write is done. */
final class Asker extends Promise<Reply.Writev> {
    final Write write;
    final int bytes;
    final long weight;

    Asker(Write write, int bytes, long weight) {
        this.write = write;
        this.bytes = bytes;
        this.weight = weight;
    }
}
