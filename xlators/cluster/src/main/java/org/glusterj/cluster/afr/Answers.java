package org.glusterj.cluster.afr;

import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Reply;

/** What children answered to one fop, by index; those that were not asked answered nothing. Filled by one thread. */
public final class Answers<R extends Reply> {
    private final Object[] byChild;
    private Copies succeeded = Copies.NONE;
    private Copies failed = Copies.NONE;

    public Answers(int children) {
        byChild = new Object[children];
    }

    public void ok(int child, R reply) {
        byChild[child] = reply;
        succeeded = succeeded.with(child);
    }

    public void failed(int child, FopException why) {
        byChild[child] = why;
        failed = failed.with(child);
    }

    /** Null when it failed or was not asked. */
    @SuppressWarnings("unchecked")
    public R reply(int child) {
        return succeeded.has(child) ? (R) byChild[child] : null;
    }

    /** Null when it succeeded or was not asked. */
    public FopException failure(int child) {
        return failed.has(child) ? (FopException) byChild[child] : null;
    }

    public Copies succeeded() {
        return succeeded;
    }

    public Copies failed() {
        return failed;
    }

    /** Who said that there is no such thing. */
    public Copies gone() {
        var gone = Copies.NONE;
        for (int i = failed.lowest(); i >= 0; i = failed.next(i)) {
            gone = isGone(failure(i)) ? gone.with(i) : gone;
        }
        return gone;
    }

    /** Whether there is no such thing, by its name or by its gfid. */
    public static boolean isGone(FopException why) {
        return why.errno() == Errno.ENOENT || why.errno() == Errno.ESTALE;
    }

    /** @throws FopException the first failure that is not "no such thing" */
    public void requireKnown() throws FopException {
        var unknown = failed.minus(gone());
        if (!unknown.isEmpty()) {
            throw failure(unknown.lowest());
        }
    }

    /** @throws FopException the first failure */
    public void requireAll() throws FopException {
        if (!failed.isEmpty()) {
            throw failure(failed.lowest());
        }
    }

    /** The reply of {@code preferred} if it succeeded, else of the first that did; null when none did. */
    R best(int preferred) {
        int child = preferred >= 0 && succeeded.has(preferred) ? preferred : succeeded.lowest();
        return child < 0 ? null : reply(child);
    }

    /** All that were asked failed, and alike: then no copy differs from another (spec afr 2). */
    boolean isSymmetricFailure() {
        if (!succeeded.isEmpty() || failed.isEmpty()) {
            return false;
        }
        var first = failure(failed.lowest()).errno();
        for (int i = failed.lowest(); i >= 0; i = failed.next(i)) {
            var errno = failure(i).errno();
            if (errno == Errno.ENOTCONN || errno != first) {
                return false;
            }
        }
        return true;
    }

    /**
     * The failure that says most: some errors mean more than others, and what one that can be read says more than what
     * others do.
     */
    FopException failure(Copies readable) {
        FopException worst = null;
        int from = -1;
        for (int i = failed.lowest(); i >= 0; i = failed.next(i)) {
            var why = failure(i);
            if (worst == null || rank(why.errno()) > rank(worst.errno())) {
                worst = why;
                from = i;
            } else if (why.errno() == worst.errno() && readable.has(i) && !readable.has(from)) {
                worst = why;
                from = i;
            }
        }
        return worst == null ? new FopException(Errno.ENOTCONN) : worst;
    }

    private static int rank(Errno errno) {
        if (errno == Errno.ENODATA) {
            return 5;
        }
        if (errno == Errno.ENOENT) {
            return 4;
        }
        if (errno == Errno.ESTALE) {
            return 3;
        }
        if (errno == Errno.ENOSPC) {
            return 2;
        }
        return errno == Errno.ENOTCONN ? 0 : 1;
    }
}
