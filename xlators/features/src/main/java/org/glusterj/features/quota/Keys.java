package org.glusterj.features.quota;

import org.glusterj.core.Gfid;
import org.glusterj.core.Xdata;

/**
 * Names of quota's xattrs. What is counted and the limits carry the quota's version on disk, so that what an earlier
 * quota left behind is not taken for current; others name them without. Immutable.
 */
final class Keys {
    static final String DIRTY = "trusted.glusterfs.quota.dirty";
    static final String SIZE = "trusted.glusterfs.quota.size";

    private static final String PREFIX = "trusted.glusterfs.quota";
    private static final String PARENT_COUNT = "trusted.pgfid.";
    private static final String[] VERSIONED = {SIZE, Limit.BYTES, Limit.OBJECTS};

    private final String suffix;
    private final String[] onDisk;

    /** @param version 0: names without one */
    Keys(int version) {
        suffix = version > 0 ? "." + version : "";
        onDisk = new String[VERSIONED.length];
        for (int i = 0; i < VERSIONED.length; i++) {
            onDisk[i] = VERSIONED[i] + suffix;
        }
    }

    String size() {
        return onDisk[0];
    }

    /** What an object is counted with in a directory. */
    String contribution(Gfid parent) {
        return PREFIX + "." + parent + ".contri" + suffix;
    }

    boolean areVersioned() {
        return !suffix.isEmpty();
    }

    /** Whether the xattr belongs to this version of the quota. */
    boolean isCurrent(String name) {
        return areVersioned() && name.endsWith(suffix);
    }

    /** Quota's own, and the counts of names it needs: not for others to see. */
    static boolean isInternal(String name) {
        return name.startsWith(PREFIX) || name.startsWith(PARENT_COUNT);
    }

    /** Whether others may see it in answers. */
    static boolean isPublic(String name) {
        for (var key : VERSIONED) {
            if (key.equals(name)) {
                return true;
            }
        }
        return false;
    }

    String onDisk(String name) {
        for (int i = 0; i < VERSIONED.length; i++) {
            if (VERSIONED[i].equals(name)) {
                return onDisk[i];
            }
        }
        return name;
    }

    /** A request with the names that are on disk. */
    Xdata onDisk(Xdata request) {
        if (!areVersioned() || request.isEmpty()) {
            return request;
        }
        var changed = request;
        for (int i = 0; i < VERSIONED.length; i++) {
            var value = request.find(VERSIONED[i]);
            if (value.isPresent()) {
                changed = changed.without(VERSIONED[i]).with(onDisk[i], value.get());
            }
        }
        return changed;
    }

    /** An answer that has the names without version as well. */
    Xdata plain(Xdata answer) {
        if (!areVersioned() || answer.isEmpty()) {
            return answer;
        }
        var changed = answer;
        for (int i = 0; i < VERSIONED.length; i++) {
            var value = answer.find(onDisk[i]);
            if (value.isPresent()) {
                changed = changed.with(VERSIONED[i], value.get());
            }
        }
        return changed;
    }

    /** An answer without quota's own; what is public stays if {@code withPublic}. */
    static Xdata filtered(Xdata answer, boolean withPublic) {
        boolean any = false;
        for (int i = 0; i < answer.size() && !any; i++) {
            any = isInternal(answer.key(i));
        }
        if (!any) {
            return answer;
        }
        var rest = new Xdata.Builder(answer.size());
        for (int i = 0; i < answer.size(); i++) {
            var key = answer.key(i);
            if (!isInternal(key) || withPublic && isPublic(key)) {
                rest.put(key, answer.value(i));
            }
        }
        return rest.build();
    }
}
