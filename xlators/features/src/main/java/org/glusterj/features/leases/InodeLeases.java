package org.glusterj.features.leases;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.glusterj.core.ClientId;
import org.glusterj.core.Environment;
import org.glusterj.core.Gfid;
import org.glusterj.core.Promise;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * The leases on one inode, the fds that are open on it and the fops that wait for a recall. Guarded by the monitor;
 * what is to be done outside of it is returned. Bounded: holders by the translator's total, fds by the server,
 * waiting fops by the front.
 */
final class InodeLeases {
    /** What a fop may do with regard to the leases. */
    enum Verdict {
        GO,
        WAIT
    }

    /** A fop that waits until no lease is left. */
    static final class Waiter extends Promise<Reply.Ok> {}

    private static final Reply.Ok NO_LEASE_LEFT = new Reply.Ok(Xdata.NULL);

    private final Map<Gfid, LeaseHolder> holders = new HashMap<>();
    private final Map<LeasedFd, Integer> fds = new HashMap<>();
    private final List<Waiter> waiting = new ArrayList<>();
    private Environment.Timer revocation;
    private boolean recalling;

    /** Counts an open file. */
    synchronized void opened(LeasedFd fd) {
        fds.merge(fd, 1, Integer::sum);
    }

    synchronized void closed(LeasedFd fd) {
        fds.computeIfPresent(fd, (same, count) -> count == 1 ? null : count - 1);
    }

    /** Grants a lease unless something conflicts. */
    synchronized boolean grant(Gfid id, int type, ClientId client) {
        if (recalling || !waiting.isEmpty() || openElsewhere(id, type)) {
            return false;
        }
        boolean shared = type == LeaseHolder.READ && types() <= LeaseHolder.READ;
        if (!shared && heldByOthers(id)) {
            return false;
        }
        holders.computeIfAbsent(id, fresh -> new LeaseHolder(client)).add(type);
        return true;
    }

    /** Whether fds of other lease ids are in the way: for a read lease those that write. */
    private boolean openElsewhere(Gfid id, int type) {
        for (var fd : fds.keySet()) {
            if (!fd.leaseId().equals(id) && (type == LeaseHolder.WRITE || fd.writes())) {
                return true;
            }
        }
        return false;
    }

    private boolean heldByOthers(Gfid id) {
        return holders.size() > (holders.containsKey(id) ? 1 : 0);
    }

    /**
     * Gives a lease back; one that is not there was revoked. Others may come and go at the same time.
     *
     * @param type {@link LeaseHolder#READ} or {@link LeaseHolder#WRITE}
     * @return how many leases went, −1 when the id holds none of that type
     */
    synchronized int release(Gfid id, int type) {
        var holder = holders.get(id);
        if (holder == null) {
            return 0;
        }
        if ((holder.types() & type) == 0) {
            return -1;
        }
        holder.remove(type);
        if (holder.count() == 0) {
            holders.remove(id);
        }
        return 1;
    }

    /** Forgets the leases of a client that is gone. @return how many */
    synchronized int drop(ClientId client) {
        int before = count();
        holders.values().removeIf(holder -> holder.client().equals(client));
        return before - count();
    }

    /** Forgets all. @return how many */
    synchronized int revoke() {
        int before = count();
        holders.clear();
        return before;
    }

    /** When no lease is left: the recall is over, and who waited goes on. @return those who wait, to be told */
    synchronized List<Waiter> settle() {
        if (!holders.isEmpty()) {
            return List.of();
        }
        recalling = false;
        if (revocation != null) {
            revocation.cancel();
            revocation = null;
        }
        var all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    static void wake(List<Waiter> waiters) {
        waiters.forEach(waiter -> waiter.ok(NO_LEASE_LEFT));
    }

    /** What a fop under {@code id} may do; {@code always} for those that conflict with the holder's own lease too. */
    synchronized Verdict check(Gfid id, boolean modifies, boolean always) {
        if (holders.isEmpty()) {
            return Verdict.GO;
        }
        boolean conflict;
        if (always || id.isNull()) {
            conflict = true;
        } else if ((types() & LeaseHolder.WRITE) != 0) {
            var own = holders.get(id);
            conflict = own == null || (own.types() & LeaseHolder.WRITE) == 0;
        } else {
            conflict = modifies && heldByOthers(id);
        }
        return conflict ? Verdict.WAIT : Verdict.GO;
    }

    /** Waits in line; null when no lease is left meanwhile. */
    synchronized Waiter await() {
        if (holders.isEmpty()) {
            return null;
        }
        var waiter = new Waiter();
        waiting.add(waiter);
        return waiter;
    }

    synchronized void leave(Waiter waiter) {
        waiting.remove(waiter);
    }

    /** Begins a recall. @return whom to ask, nobody when they were asked before or nobody holds a lease */
    synchronized List<ClientId> recall() {
        if (recalling || holders.isEmpty()) {
            return List.of();
        }
        recalling = true;
        var clients = new ArrayList<ClientId>();
        holders.values().forEach(holder -> clients.add(holder.client()));
        return clients;
    }

    /** Sets the timer of a recall; cancels it when the recall is over already. */
    synchronized void revokeBy(Environment.Timer timer) {
        if (recalling) {
            revocation = timer;
        } else {
            timer.cancel();
        }
    }

    /** The union of all leases' types. */
    synchronized int types() {
        int types = 0;
        for (var holder : holders.values()) {
            types |= holder.types();
        }
        return types;
    }

    synchronized int count() {
        int count = 0;
        for (var holder : holders.values()) {
            count += holder.count();
        }
        return count;
    }

    synchronized int waiting() {
        return waiting.size();
    }
}
