package org.glusterj.cluster.dht;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.cluster.dht.Layout.State;
import org.glusterj.core.Errno;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * A directory as all subvolumes together tell of it after a lookup. Pure; made once per lookup.
 *
 * @param sightings by subvolume
 * @param mds subvolume that is marked as metadata server, or {@link Known#NOWHERE}
 * @param missed changes of xattrs or attributes that others than the metadata server missed, 0 = none
 * @param source subvolume whose owner and mode hold
 */
record DirectoryView(
        List<Sighting> sightings, Layout layout, int mds, int missed, int source, Iatt iatt) {

    static DirectoryView of(List<Sighting> seen, Keys keys) {
        int n = seen.size();
        var states = new State[n];
        var stored = new byte[n][];
        int mds = Known.NOWHERE;
        int missed = 0;
        for (int i = 0; i < n; i++) {
            var one = seen.get(i);
            states[i] = stateOf(one);
            if (one.kind() != Sighting.Kind.DIRECTORY) {
                continue;
            }
            var xattrs = one.reply().xdata();
            stored[i] = xattrs.bytes(keys.layout()).orElse(null);
            var counter = xattrs.bytes(keys.mds()).orElse(null);
            if (counter != null && counter.length >= Integer.BYTES) {
                mds = i;
                missed = ByteBuffer.wrap(counter).getInt();
            }
        }
        int source = source(seen, stored, mds);
        var iatt = source == Known.NOWHERE ? Iatt.NONE : merged(seen, source);
        return new DirectoryView(
                List.copyOf(seen), Layout.of(states, stored), mds, missed, source, iatt);
    }

    private static State stateOf(Sighting one) {
        return switch (one.kind()) {
            case DIRECTORY -> State.PRESENT;
            case ABSENT -> State.MISSING;
            case UNREACHABLE -> State.DOWN;
            case FAILED, FILE, LINKTO -> State.FAILED;
        };
    }

    /** The metadata server; without one the newest among those with a layout, else among all. */
    private static int source(List<Sighting> seen, byte[][] stored, int mds) {
        if (mds != Known.NOWHERE && !seen.get(mds).gfid().isRoot()) {
            return mds;
        }
        int best = Known.NOWHERE;
        for (int i = 0; i < seen.size(); i++) {
            if (seen.get(i).kind() != Sighting.Kind.DIRECTORY) {
                continue;
            }
            boolean better =
                    best == Known.NOWHERE
                            || stored[i] != null && stored[best] == null
                            || (stored[i] == null) == (stored[best] == null)
                                    && isNewer(iatt(seen, i), iatt(seen, best));
            best = better ? i : best;
        }
        return best;
    }

    private static Iatt iatt(List<Sighting> seen, int at) {
        return seen.get(at).reply().iatt();
    }

    private static boolean isNewer(Iatt a, Iatt b) {
        return a.ctime() != b.ctime() ? a.ctime() > b.ctime() : a.ctimeNsec() > b.ctimeNsec();
    }

    private static Iatt merged(List<Sighting> seen, int source) {
        var merge = new IattMerge();
        for (var one : seen) {
            if (one.kind() == Sighting.Kind.DIRECTORY) {
                merge.add(one.reply().iatt());
            }
        }
        return merge.as(iatt(seen, source));
    }

    /** Whether all that see a directory see the same one. */
    boolean isOneDirectory() {
        var gfid = gfid();
        for (var one : sightings) {
            if (one.reply() != null
                    && (one.kind() != Sighting.Kind.DIRECTORY || !one.gfid().equals(gfid))) {
                return false;
            }
        }
        return true;
    }

    boolean isSeen() {
        return source != Known.NOWHERE;
    }

    Gfid gfid() {
        return isSeen() ? sightings.get(source).gfid() : Gfid.NULL;
    }

    /** Subvolumes that show another owner or mode than the source. */
    List<Integer> differentOn() {
        var different = new ArrayList<Integer>();
        for (int i = 0; i < sightings.size(); i++) {
            var one = sightings.get(i);
            if (one.kind() == Sighting.Kind.DIRECTORY && differs(one.reply().iatt(), iatt)) {
                different.add(i);
            }
        }
        return different;
    }

    private static boolean differs(Iatt a, Iatt b) {
        return a.mode() != b.mode() || a.uid() != b.uid() || a.gid() != b.gid();
    }

    /** Why the directory cannot be seen at all. */
    Errno failure() {
        var why = Errno.ENOENT;
        for (var one : sightings) {
            boolean worse =
                    one.kind() == Sighting.Kind.UNREACHABLE || one.kind() == Sighting.Kind.FAILED;
            why = worse ? one.errno() : why;
        }
        return why;
    }

    /** What callers get: the source's xattrs without distribute's own. */
    Reply.Lookup reply(Keys keys) {
        var from = sightings.get(source).reply();
        Xdata xattrs = from.xdata().without(keys.mds());
        return new Reply.Lookup(iatt, Marks.directory(from.postParent()), xattrs);
    }
}
