package org.glusterj.gfapi;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Name;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/** The extended attributes in replies as callers want them. Pure. */
final class Xattrs {
    /** Longest attribute name in bytes. */
    private static final int MAX_NAME = 255;

    /** For root only. */
    private static final String TRUSTED = "trusted.";

    /** Changed by root only. */
    private static final String SECURITY = "security.";

    /** What GlusterFS keeps for itself; clients do not list it. */
    private static final List<String> INTERNAL =
            List.of(
                    "trusted.gfid",
                    "trusted.glusterfs.",
                    "trusted.pgfid.",
                    "trusted.afr.",
                    "trusted.ec.",
                    "glusterfs.");

    private Xattrs() {}

    static String name(String text) throws FopException {
        var name = Name.ofText(text);
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new FopException(name.isEmpty() ? Errno.EINVAL : Errno.ERANGE);
        }
        return name;
    }

    /** The name to ask for; ENODATA where it is none of the caller's business, as in the kernel. */
    static String readable(Session session, String text) throws FopException {
        var name = name(text);
        if (session.uid() != 0 && name.startsWith(TRUSTED)) {
            throw new FopException(Errno.ENODATA);
        }
        return name;
    }

    /** The name to set or remove; EPERM where only root may. */
    static String changeable(Session session, String text) throws FopException {
        var name = name(text);
        if (session.uid() != 0 && (name.startsWith(TRUSTED) || name.startsWith(SECURITY))) {
            throw new FopException(Errno.EPERM);
        }
        return name;
    }

    static Xdata dict(Session session, String name, byte[] value) throws FopException {
        return Xdata.EMPTY.withBytes(changeable(session, name), value.clone());
    }

    static byte[] value(Reply.Xattrs reply, String name) throws FopException {
        return reply.dict()
                .bytes(Name.ofText(name))
                .orElseThrow(() -> new FopException(Errno.ENODATA))
                .clone();
    }

    static List<String> names(Session session, Reply.Xattrs reply) {
        boolean root = session.uid() == 0;
        var names = new ArrayList<String>();
        for (int i = 0; i < reply.dict().size(); i++) {
            var name = reply.dict().key(i);
            boolean hidden = !root && name.startsWith(TRUSTED);
            if (!hidden && INTERNAL.stream().noneMatch(name::startsWith)) {
                names.add(Name.toText(name));
            }
        }
        return names;
    }
}
