package org.glusterj.cluster.dht;

import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Outcome;
import org.glusterj.core.Reply;

/**
 * What a lookup saw on one subvolume.
 *
 * @param errno why nothing was seen; {@link #NO_ERROR} where something was
 * @param reply null where nothing was seen
 * @param target subvolume that a file's linkto xattr names, {@link Known#NOWHERE} without, and if none of ours
 */
record Sighting(Kind kind, Errno errno, Reply.Lookup reply, int target) {
    static final Errno NO_ERROR = Errno.of(0);

    enum Kind {
        ABSENT,
        UNREACHABLE,
        FAILED,
        FILE,
        LINKTO,
        DIRECTORY
    }

    static Sighting of(Outcome<Reply.Lookup> outcome, Keys keys, Children children) {
        return switch (outcome) {
            case Outcome.Ok<Reply.Lookup>(var child, var reply) -> of(reply, keys, children);
            case Outcome.Failed<Reply.Lookup>(var child, var why) -> of(why);
        };
    }

    static Sighting of(FopException why) {
        var errno = why.errno();
        var kind = Kind.FAILED;
        if (errno == Errno.ENOENT || errno == Errno.ESTALE) {
            kind = Kind.ABSENT;
        } else if (errno == Errno.ENOTCONN || errno == Errno.ETIMEDOUT) {
            kind = Kind.UNREACHABLE;
        }
        return new Sighting(kind, why.errno(), null, Known.NOWHERE);
    }

    static Sighting of(Reply.Lookup reply, Keys keys, Children children) {
        if (reply.iatt().isDirectory()) {
            return new Sighting(Kind.DIRECTORY, NO_ERROR, reply, Known.NOWHERE);
        }
        var kind = Marks.isLinkto(reply.iatt(), reply.xdata(), keys) ? Kind.LINKTO : Kind.FILE;
        return new Sighting(kind, NO_ERROR, reply, target(reply, keys, children));
    }

    /** Where the linkto xattr leads; most files have none. */
    static int target(Reply.Lookup reply, Keys keys, Children children) {
        var name = reply.xdata().string(keys.linkto());
        return name.isPresent() ? children.indexOf(name.get()) : Known.NOWHERE;
    }

    Gfid gfid() {
        return reply == null ? Gfid.NULL : reply.iatt().gfid();
    }

    /** Open files of a linkto file: then somebody migrates it. Unknown counts as open. */
    boolean isOpen() {
        return reply == null || reply.xdata().number(Keys.OPEN_FD_COUNT, 1) != 0;
    }
}
