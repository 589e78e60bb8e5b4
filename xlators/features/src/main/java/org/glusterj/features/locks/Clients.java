package org.glusterj.features.locks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.glusterj.core.ClientId;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;

/**
 * The connections that have or had locks. Thread-safe. A connection that ended stays known for a while, so that a
 * request of it that is still on its way cannot take a lock that nobody would ever release.
 */
final class Clients {
    /** How many ended connections are remembered; their last requests end long before as many others came and went. */
    private static final int REMEMBERED = 1024;

    private final Map<ClientId, ClientLocks> byId = new ConcurrentHashMap<>();

    /** Books of connections that are expected, by name; at most {@link #REMEMBERED}. */
    private final Map<String, ClientLocks> awaited = new ConcurrentHashMap<>();

    private final ClientLocks.Total all = new ClientLocks.Total();

    /** Guarded by itself. */
    private final LinkedHashSet<ClientId> ended = new LinkedHashSet<>();

    ClientLocks of(ClientId id) {
        var known = byId.get(id);
        return known != null ? known : byId.computeIfAbsent(id, this::take);
    }

    private ClientLocks take(ClientId id) {
        var early = awaited.remove(id.uid());
        if (early == null) {
            return new ClientLocks(id, all);
        }
        early.id(id);
        return early;
    }

    /**
     * The connection of that name, or books that it takes over when it comes: for locks that arrive from another brick.
     */
    ClientLocks named(String uid) throws FopException {
        for (var client : byId.values()) {
            if (client.id().uid().equals(uid) && !client.isGone()) {
                return client;
            }
        }
        if (awaited.size() >= REMEMBERED) {
            throw new FopException(Errno.ENOLCK);
        }
        return awaited.computeIfAbsent(uid, name -> new ClientLocks(new ClientId(name, 0), all));
    }

    /** Drops everything of a connection that has ended; may be told more than once. */
    void gone(ClientId id) {
        var client = of(id);
        for (var inode : client.close()) {
            inode.dropClient(client);
        }
        synchronized (ended) {
            if (ended.add(id) && ended.size() > REMEMBERED) {
                byId.remove(ended.removeFirst());
            }
        }
    }

    /** Every inode with locks, each once, in the order of connections. */
    List<InodeLocks> inodes() {
        var inodes = new LinkedHashSet<InodeLocks>();
        var clients = new ArrayList<>(byId.values());
        clients.addAll(awaited.values());
        clients.sort((a, b) -> Long.compare(a.id().connection(), b.id().connection()));
        clients.forEach(client -> inodes.addAll(client.inodes()));
        return List.copyOf(inodes);
    }

    /** Locks of all connections, held and waited for. */
    int locks() {
        return all.locks();
    }

    int known() {
        return byId.size();
    }
}
