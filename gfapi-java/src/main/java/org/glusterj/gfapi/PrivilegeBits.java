package org.glusterj.gfapi;

import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Loc;
import org.glusterj.core.SetIdBits;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;

/**
 * Clears set-uid and set-gid after a user has changed the content of a file: bricks change it as root and leave them.
 * Costs a fop only for a file that has the bits, as the reply shows. Stateless.
 */
final class PrivilegeBits {
    private PrivilegeBits() {}

    /** @param after attributes after the change */
    static void dropAfterChange(Session session, Fd fd, Iatt after) throws FopException {
        if (fall(session, after)) {
            var op = new Fop.Fsetattr(fd, kept(after), SetattrMask.MODE, Xdata.NULL);
            session.as(0, 0).call(op);
        }
    }

    static void dropAfterChange(Session session, Loc loc, Iatt after) throws FopException {
        if (fall(session, after)) {
            var op = new Fop.Setattr(loc, kept(after), SetattrMask.MODE, Xdata.NULL);
            session.as(0, 0).call(op);
        }
    }

    private static boolean fall(Session session, Iatt after) {
        return session.uid() != 0 && SetIdBits.fallWith(after);
    }

    private static Iatt kept(Iatt after) {
        return new Iatt.Builder().mode(SetIdBits.without(after.mode()) & 07777).build();
    }
}
