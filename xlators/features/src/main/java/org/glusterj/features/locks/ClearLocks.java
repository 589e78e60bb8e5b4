package org.glusterj.features.locks;

import java.util.Collection;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;

/**
 * An administrator's request to clear locks, which arrives as the name of an attribute to get: {@code
 * glusterfs.clrlk.t<posix|inode|entry>.k<blocked|granted|all>[.<whence>,<start>-<len> or .<name>]}; a range or
 * name means locks on exactly that. Immutable.
 */
record ClearLocks(Kind kind, boolean blocked, boolean granted, Range range, String name) {
    enum Kind {
        POSIX,
        INODE,
        ENTRY
    }

    /** How many waiters were refused and how many locks released. */
    record Cleared(int blocked, int granted) {
        static final Cleared NOTHING = new Cleared(0, 0);

        /** Stock's sentence. */
        String text(String place, Kind kind) {
            if (blocked + granted == 0) {
                return "No locks cleared.";
            }
            return place
                    + ": "
                    + kind.name().toLowerCase(java.util.Locale.ROOT)
                    + " blocked locks="
                    + blocked
                    + " granted locks="
                    + granted;
        }
    }

    static final String PREFIX = "glusterfs.clrlk.";

    /** As {@link #PREFIX}, from a client that interrupts its own wait. */
    static final String INTERRUPT_PREFIX = "glusterfs.intrlk.";

    private static final Pattern NAME =
            Pattern.compile(
                    "t(posix|inode|entry)\\.k(blocked|granted|all)(?:\\.(.*))?", Pattern.DOTALL);
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9}),(\\d{1,18})-(\\d{1,18})");

    /** @throws FopException EINVAL when {@code attribute} (without its prefix) is not of that form */
    static ClearLocks parse(String attribute) throws FopException {
        var parts = NAME.matcher(attribute);
        if (!parts.matches()) {
            throw new FopException(Errno.EINVAL);
        }
        var kind = Kind.valueOf(parts.group(1).toUpperCase(java.util.Locale.ROOT));
        var which = parts.group(2);
        var options = parts.group(3);
        boolean named = kind == Kind.ENTRY && options != null;
        return new ClearLocks(
                kind,
                !which.equals("granted"),
                !which.equals("blocked"),
                options == null || named ? null : range(options),
                named ? options : null);
    }

    private static Range range(String text) throws FopException {
        var numbers = RANGE.matcher(text);
        if (!numbers.matches()) {
            throw new FopException(Errno.EINVAL);
        }
        return Range.of(
                Integer.parseInt(numbers.group(1)),
                Long.parseLong(numbers.group(2)),
                Long.parseLong(numbers.group(3)));
    }

    Cleared clearPosix(PosixLocks locks) {
        Predicate<PosixLock> matches =
                lock -> range == null || lock.start() == range.start() && lock.end() == range.end();
        return new Cleared(
                blocked ? locks.refuse(matches, Errno.EINTR) : 0,
                granted ? locks.release(matches) : 0);
    }

    Cleared clearRanges(Collection<LockQueue<RangeLock>> queues) {
        return clear(queues, lock -> range == null || lock.range().equals(range));
    }

    Cleared clearNames(Collection<LockQueue<NameLock>> queues) {
        return clear(queues, lock -> name == null || lock.isOn(name));
    }

    private <L extends InternalLock<L>> Cleared clear(
            Collection<LockQueue<L>> queues, Predicate<L> matches) {
        int refused = 0;
        int released = 0;
        for (var queue : queues) {
            refused += blocked ? queue.refuse(matches, Errno.EAGAIN) : 0;
            released += granted ? queue.release(matches) : 0;
        }
        return new Cleared(refused, released);
    }
}
