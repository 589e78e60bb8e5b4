package org.glusterj.management.volume;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.glusterj.management.Json;
import org.glusterj.management.model.Peer;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.StoreException;

/** Nodes in the store: {@code peers/ID}, JSON of {@link Peer}; and which of them a host name means. Thread-safe. */
public final class PeerRecords {
    public static final String PREFIX = "peers/";

    private final ClusterStore store;
    private final UUID self;

    public PeerRecords(ClusterStore store, UUID self) {
        this.store = store;
        this.self = self;
    }

    public UUID self() {
        return self;
    }

    public static String key(UUID id) {
        return PREFIX + id;
    }

    public List<Peer> list() throws StoreException {
        return store.list(PREFIX).stream().map(PeerRecords::peer).toList();
    }

    public List<Peer> known() {
        return store.known(PREFIX).stream().map(PeerRecords::peer).toList();
    }

    public Optional<Peer> find(UUID id) throws StoreException {
        return store.get(key(id)).map(PeerRecords::peer);
    }

    private static Peer peer(ClusterStore.Entry entry) {
        return Json.MAPPER.readValue(entry.value(), Peer.class);
    }

    public static ClusterStore.Write write(Peer peer) {
        return new ClusterStore.Write(key(peer.id()), Json.MAPPER.writeValueAsBytes(peer));
    }

    /** The node that {@code host} means: by its names, or by the address of one. May look up names. */
    public Optional<UUID> byHost(String host) throws StoreException {
        var peers = list();
        for (var peer : peers) {
            if (peer.addresses().stream().anyMatch(host::equalsIgnoreCase)) {
                return Optional.of(peer.id());
            }
        }
        try {
            var address = InetAddress.getByName(host);
            if (isOfThisNode(address)) {
                return Optional.of(self);
            }
            for (var peer : peers) {
                for (var name : peer.addresses()) {
                    if (address.equals(InetAddress.getByName(name))) {
                        return Optional.of(peer.id());
                    }
                }
            }
        } catch (UnknownHostException e) {
            // No node's then.
        }
        return Optional.empty();
    }

    /** Whether a connection from or to {@code address} stays on this node. Asks the kernel only. */
    public static boolean isOfThisNode(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
