package org.glusterj.cluster.afr;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Answers the xattr {@code replica.split-brain-status}: whether nobody knows which copy of an object is right, and the
 * names by which copies are called. The text is a stock client's (captured from 10.3), the NUL at its end too. Asks all
 * copies; keeps nothing.
 */
final class SplitBrainStatus {
    static final String KEY = "replica.split-brain-status";
    private static final String NONE = "The file is not under data or metadata split-brain";

    private final Replica replica;

    SplitBrainStatus(Replica replica) {
        this.replica = replica;
    }

    /** @throws FopException EAGAIN a copy that does not answer may know which is right */
    Reply.Xattrs of(Frame frame, Inode inode) throws FopException {
        replica.require();
        var children = replica.children();
        var ask = new Fop.Lookup(Loc.of(inode), replica.asked());
        var answers = children.ask(Children.steady(frame), children.all(), ask);
        if (answers.gone().count() == children.size()) {
            throw answers.failure(Copies.NONE);
        }
        if (!answers.failed().isEmpty()) {
            throw new FopException(Errno.EAGAIN, "not all copies answer");
        }
        var replies = new ArrayList<Xdata>(children.size());
        for (int i = 0; i < children.size(); i++) {
            replies.add(answers.reply(i).xdata());
        }
        boolean data = isSplit(ChangeType.DATA, replies);
        boolean metadata = isSplit(ChangeType.METADATA, replies);
        var text = (data || metadata ? text(data, metadata) : NONE) + "\0";
        return new Reply.Xattrs(Xdata.EMPTY.withBytes(KEY, text.getBytes(ISO_8859_1)), Xdata.NULL);
    }

    private boolean isSplit(ChangeType type, ArrayList<Xdata> replies) {
        var settings = replica.settings();
        return PendingMatrix.of(type, settings.keys(), replies)
                .direction(type, replica.children().all(), settings.quorum().needed())
                .sources()
                .isEmpty();
    }

    private String text(boolean data, boolean metadata) {
        var names =
                IntStream.range(0, replica.children().size())
                        .mapToObj(replica.children()::name)
                        .collect(Collectors.joining(","));
        return "data-split-brain:%s    metadata-split-brain:%s    Choices:%s"
                .formatted(data ? "yes" : "no", metadata ? "yes" : "no", names);
    }
}
