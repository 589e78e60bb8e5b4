package org.glusterj.storage.posix;

import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Log;
import org.glusterj.linux.OpenFlags;
import org.glusterj.storage.layout.HandlePaths;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the landfill, and takes away the handles of what goes (spec brick-format 9). Run by {@link Chores}, one round
 * at a time.
 */
final class Janitor {
    private static final Logger LOG = LoggerFactory.getLogger(Janitor.class);
    private static final Log EVENTS = Log.of(Janitor.class);
    private static final int OPEN =
            OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC;

    private final Brick brick;

    Janitor(Brick brick) {
        this.brick = brick;
    }

    void clean() {
        if (brick.options().disableLandfillPurge()) {
            return;
        }
        int fd = brick.sys.openat(brick.handles, HandlePaths.LANDFILL, OPEN, 0);
        if (fd < 0) {
            return;
        }
        try (var pad = brick.pads.take()) {
            var remover = new TreeRemover(brick.sys, spot -> forget(spot, pad));
            remover.empty(fd);
            if (remover.removed() > 0) {
                EVENTS.say(PosixMessage.LANDFILL_EMPTIED, brick.name(), remover.removed());
            }
        } finally {
            brick.sys.close(fd);
        }
    }

    /** A file's handle goes with its last name; a directory's unless it has come to stand for another place. */
    private void forget(Spot spot, Pad pad) {
        Gfid gfid;
        try {
            gfid = brick.attributes.gfid(spot, pad);
        } catch (FopException unreadable) {
            return;
        }
        if (gfid.isNull()) {
            return;
        }
        try (var still = brick.moves.pause();
                var held = brick.objects.lock(gfid)) {
            Sys.check(spot.stat(brick.sys, pad.st));
            if (!pad.st.isDirectory()) {
                if (pad.st.nlink() == 2) {
                    brick.handleStore.condemn(gfid);
                }
            } else if (!resolves(gfid, pad)) {
                brick.handleStore.unlink(gfid);
                brick.dirs.invalidate(gfid);
            }
        } catch (FopException e) {
            LOG.atWarn()
                    .addKeyValue("brick", brick.name())
                    .addKeyValue("gfid", gfid)
                    .addKeyValue("errno", e.errno())
                    .log("the handle of what goes from the landfill stays");
        }
    }

    /** Whether the handle still leads to a living directory of that gfid outside the landfill. */
    private boolean resolves(Gfid gfid, Pad pad) {
        brick.dirs.invalidate(gfid);
        var place = brick.dirs.place(gfid, pad);
        if (place == null) {
            return false;
        }
        try (var parent = brick.dirs.acquire(place.parent())) {
            var spot = parent.entry(place.name());
            return gfid.equals(brick.attributes.gfid(spot, pad)) && !isInLandfill(parent, pad);
        } catch (FopException gone) {
            return false;
        }
    }

    /** A directory whose parent is in the landfill as well is about to go too. */
    private boolean isInLandfill(Dirs.Dir parent, Pad pad) {
        var at = parent.gfid;
        for (int i = 0; i < 4096 && !at.isRoot(); i++) {
            var place = brick.dirs.place(at, pad);
            if (place == null) {
                return true;
            }
            at = place.parent();
        }
        return false;
    }
}
