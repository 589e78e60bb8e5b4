package org.glusterj.features.upcall;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.glusterj.core.Errno;
import org.glusterj.core.Fnmatch;
import org.glusterj.core.FopException;
import org.glusterj.core.Xdata;

/**
 * The xattrs, by shell pattern, whose changes clients asked to hear of; what one asked for, all get, until the brick
 * ends. Thread-safe; at most {@value #MOST} patterns of {@value #LONGEST} bytes.
 */
final class XattrFilter {
    static final int MOST = 512;
    static final int LONGEST = 255;

    private static final String PENDING = "trusted.afr.";

    private final Set<String> patterns = ConcurrentHashMap.newKeySet();

    /** Adds the keys of {@code wanted}. ENOSPC when there are too many, ENAMETOOLONG for one that names no xattr. */
    void register(Xdata wanted) throws FopException {
        for (var key : wanted.keyList()) {
            if (key.length() > LONGEST) {
                throw new FopException(Errno.ENAMETOOLONG);
            }
            if (patterns.size() >= MOST && !patterns.contains(key)) {
                throw new FopException(Errno.ENOSPC, "too many xattrs to tell of");
            }
            patterns.add(key);
        }
    }

    /** What of {@code changed} is wanted; pending counters that nothing is added to are not. */
    Xdata wanted(Xdata changed) {
        var wanted = new Xdata.Builder(changed.size());
        for (int i = 0; i < changed.size(); i++) {
            var key = changed.key(i);
            if (isWanted(key) && !(key.startsWith(PENDING) && changed.isZero(key))) {
                wanted.put(key, changed.value(i));
            }
        }
        return wanted.build();
    }

    private boolean isWanted(String key) {
        for (var pattern : patterns) {
            if (Fnmatch.matches(pattern, key)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the pending counters among {@code operands} were zero before: only their first change is told. */
    static boolean countedFromZero(Xdata operands, Xdata results) {
        for (var key : operands.keyList()) {
            var result = results.bytes(key).orElse(null);
            if (key.startsWith(PENDING) && !Arrays.equals(operands.bytes(key).get(), result)) {
                return false;
            }
        }
        return true;
    }

    int size() {
        return patterns.size();
    }
}
