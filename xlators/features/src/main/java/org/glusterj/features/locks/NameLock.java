package org.glusterj.features.locks;

import org.glusterj.core.Gfid;
import org.glusterj.core.UpcallBody;
import org.glusterj.core.Xdata;

/** An entrylk: a name in a directory, or the whole directory. */
final class NameLock extends InternalLock<NameLock> {
    static final int READ = 0;
    static final int WRITE = 1;

    private final String name;
    private final boolean whole;
    private final int type;

    /**
     * @param name byte string; without meaning when {@code whole}
     * @param type {@link #READ} or {@link #WRITE}
     */
    NameLock(Owner owner, String name, boolean whole, int type, int pid, long since) {
        super(owner, pid, since);
        this.name = whole ? "" : name;
        this.whole = whole;
        this.type = type;
    }

    /** "" for a whole directory. */
    String lockedName() {
        return name;
    }

    int type() {
        return type;
    }

    boolean isOn(String other) {
        return !whole && name.equals(other);
    }

    boolean covers(String other) {
        return whole || name.equals(other);
    }

    @Override
    boolean excludes(NameLock other) {
        return (type == WRITE || other.type == WRITE)
                && (whole || other.whole || name.equals(other.name));
    }

    @Override
    boolean isUnlockedBy(NameLock other) {
        return whole == other.whole && name.equals(other.name) && owner().equals(other.owner());
    }

    @Override
    UpcallBody contention(Gfid gfid, String domain) {
        return new UpcallBody.EntrylkContention(gfid, type, pid(), name, domain, Xdata.NULL);
    }
}
