package org.glusterj.fuse;

import java.util.Arrays;
import org.glusterj.core.Payload;
import org.glusterj.fuse.kernel.KernelReply;
import org.glusterj.fuse.kernel.KernelRequest;

/**
 * One request under way: what came, where the reply is built, and what must be taken back when the reply does not reach
 * the kernel. Owned by the thread that runs it.
 */
final class FuseRequest {
    private static final long[] NONE = {};

    private final KernelRequest in;
    private final int device;
    private final Payload data;
    private final ReplyBuffer answer;
    private Payload content;
    private long[] told = NONE;
    private int toldCount;
    private long openedHandle;
    private long seen;

    /**
     * @param device the descriptor it was read from, to which the reply must go
     * @param data WRITE's bytes, owned by the request; else {@link Payload#EMPTY}
     */
    FuseRequest(KernelRequest in, int device, Payload data, ReplyBuffer answer) {
        this.in = in;
        this.device = device;
        this.data = data;
        this.answer = answer;
        answer.reply().body(0);
    }

    /** @param changes {@link Mount#elsewhere()} when the request began to run */
    void seen(long changes) {
        seen = changes;
    }

    long seen() {
        return seen;
    }

    KernelRequest in() {
        return in;
    }

    int device() {
        return device;
    }

    Payload data() {
        return data;
    }

    ReplyBuffer answer() {
        return answer;
    }

    KernelReply out() {
        return answer.reply();
    }

    /** Sends {@code bytes} behind the body; the request owns them from now on. */
    void attach(Payload bytes) {
        if (content != null) {
            content.close();
        }
        content = bytes;
    }

    /** What {@link #attach} left here, or null. */
    Payload content() {
        return content;
    }

    /** Notes that the reply tells the kernel of a node. */
    void tells(long nodeId) {
        if (toldCount == told.length) {
            told = Arrays.copyOf(told, Math.max(1, toldCount * 4));
        }
        told[toldCount++] = nodeId;
    }

    /** Notes that the reply opens a handle. */
    void opens(long handle) {
        openedHandle = handle;
    }

    /** Takes back what an undelivered reply would have granted. */
    void undo(Mount mount) {
        for (int i = 0; i < toldCount; i++) {
            mount.nodes().forget(told[i], 1);
        }
        toldCount = 0;
        if (openedHandle != 0) {
            mount.release(openedHandle);
            openedHandle = 0;
        }
    }

    void close() {
        data.close();
        if (content != null) {
            content.close();
            content = null;
        }
    }
}
