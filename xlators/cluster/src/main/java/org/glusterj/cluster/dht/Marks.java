package org.glusterj.cluster.dht;

import org.glusterj.core.FileType;
import org.glusterj.core.Iatt;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/** The mode bits that say what distribute does with a file (spec dht 4, 7; captured from 10.3). Pure. */
final class Marks {
    /** Mode of a linkto file: regular, sticky and nothing else. */
    static final int LINKTO_MODE = 01000;

    private static final int STICKY = 01000;
    private static final int SETGID = 02000;

    /** What listings and parents' attributes show as size and blocks of a directory, however large it is. */
    static final int DIRECTORY_BYTES = 4096;

    static final int DIRECTORY_BLOCKS = 8;

    private Marks() {}

    /** Has the mode of a linkto file: it is one, or a file whose migration has ended. */
    static boolean isLinktoMode(Iatt iatt) {
        return (iatt.mode() & (FileType.MASK | 07777)) == (FileType.REGULAR.bits() | LINKTO_MODE);
    }

    /** A linkto file has the mode and the xattr; a file with the xattr alone is data. */
    static boolean isLinkto(Iatt iatt, Xdata xattrs, Keys keys) {
        return isLinktoMode(iatt) && xattrs.contains(keys.linkto());
    }

    /** The file is being migrated: changes go to both ends. The bits alone may also be its owner's wish. */
    static boolean isMigrating(Iatt iatt, Xdata xattrs, Keys keys) {
        return isMigrating(iatt) && xattrs.contains(keys.linkto());
    }

    /** As far as the bits tell. */
    static boolean isMigrating(Iatt iatt) {
        return iatt.isRegular() && (iatt.mode() & (STICKY | SETGID)) == (STICKY | SETGID);
    }

    /** One of both: the only files that cost more than a look at the mode. */
    static boolean isMarked(Iatt iatt) {
        return (iatt.mode() & STICKY) != 0 && iatt.isRegular();
    }

    /** A change of attributes took the mode of a linkto file away; its owner may have set that mode, too. */
    static boolean isUncovered(Reply reply) {
        return reply instanceof Reply.PrePost(var pre, var post, var xdata)
                && isLinktoMode(pre)
                && !isLinktoMode(post);
    }

    /** What users see of a file that is being migrated. */
    static Iatt unmarked(Iatt iatt) {
        return isMigrating(iatt)
                ? iatt.toBuilder().mode(iatt.mode() & ~(STICKY | SETGID)).build()
                : iatt;
    }

    /** A directory's attributes from one subvolume, with the size that all subvolumes together show. */
    static Iatt directory(Iatt iatt) {
        boolean same = iatt.size() == DIRECTORY_BYTES && iatt.blocks() == DIRECTORY_BLOCKS;
        return same || iatt.isNone() ? iatt : iatt.withSize(DIRECTORY_BYTES, DIRECTORY_BLOCKS);
    }

    /** The attributes of the file after the fop; {@link Iatt#NONE} for replies without. */
    static Iatt after(Reply reply) {
        return switch (reply) {
            case Reply.Attr attr -> attr.iatt();
            case Reply.PrePost both -> both.post();
            case Reply.Writev write -> write.post();
            case Reply.Readv read -> read.iatt();
            case Reply.Entry entry -> entry.iatt();
            case Reply.Lookup lookup -> lookup.iatt();
            case Reply.CopyFileRange copy -> copy.postTarget();
            default -> Iatt.NONE;
        };
    }

    /** {@code reply} without the marks of a migration. */
    @SuppressWarnings("unchecked")
    static <R extends Reply> R shown(R reply) {
        return (R)
                switch ((Reply) reply) {
                    case Reply.Attr(var iatt, var xdata) -> new Reply.Attr(unmarked(iatt), xdata);
                    case Reply.PrePost(var pre, var post, var xdata) ->
                            new Reply.PrePost(unmarked(pre), unmarked(post), xdata);
                    case Reply.Writev(var count, var pre, var post, var xdata) ->
                            new Reply.Writev(count, unmarked(pre), unmarked(post), xdata);
                    case Reply.Readv(var data, var iatt, var atEnd, var xdata) ->
                            new Reply.Readv(data, unmarked(iatt), atEnd, xdata);
                    case Reply.Entry(var iatt, var pre, var post, var xdata) ->
                            new Reply.Entry(unmarked(iatt), pre, post, xdata);
                    case Reply.Lookup(var iatt, var post, var xdata) ->
                            new Reply.Lookup(unmarked(iatt), post, xdata);
                    case Reply.CopyFileRange(var n, var source, var pre, var post, var xdata) ->
                            new Reply.CopyFileRange(
                                    n, unmarked(source), unmarked(pre), unmarked(post), xdata);
                    default -> reply;
                };
    }
}
