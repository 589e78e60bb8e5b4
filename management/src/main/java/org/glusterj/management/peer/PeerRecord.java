package org.glusterj.management.peer;

import java.util.List;
import java.util.UUID;
import org.glusterj.management.model.Peer;
import org.glusterj.management.store.Membership;

/**
 * A node of the pool in the store, under {@code peers/UUID}, JSON; one that was detached under {@code
 * peers-gone/UUID}.
 *
 * @param addresses host names or IP addresses, the first is how the pool calls it
 * @param port of its wire
 * @param incarnation as which it should be a member
 * @param trouble why it cannot be invited, for whoever waits for it; null when it can
 * @param joined whether it has been a member; of one that is gone, whether it has to be told yet
 */
record PeerRecord(
        UUID id,
        List<String> addresses,
        int port,
        int incarnation,
        String trouble,
        boolean joined) {
    static final String PREFIX = "peers/";
    static final String GONE = "peers-gone/";

    PeerRecord {
        addresses = List.copyOf(addresses);
    }

    static PeerRecord founder(Membership self, String address, int port) {
        return new PeerRecord(self.node(), List.of(address), port, self.incarnation(), null, true);
    }

    String member() {
        return Membership.name(id, incarnation);
    }

    /** {@code HOST:PORT}. */
    String address() {
        var host = addresses.getFirst();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    Peer peer() {
        return new Peer(id, addresses);
    }

    PeerRecord renewed() {
        return new PeerRecord(id, addresses, port, incarnation + 1, null, joined);
    }

    PeerRecord called(List<String> names, int at) {
        return new PeerRecord(id, names, at, incarnation, trouble, joined);
    }

    PeerRecord troubled(String why) {
        return new PeerRecord(id, addresses, port, incarnation, why, joined);
    }

    PeerRecord in() {
        return new PeerRecord(id, addresses, port, incarnation, null, true);
    }

    /** Of one that is gone: it knows. The record stays, so that no incarnation is used twice. */
    PeerRecord told() {
        return new PeerRecord(id, addresses, port, incarnation, null, false);
    }

    static String key(UUID id) {
        return PREFIX + id;
    }

    static String goneKey(UUID id) {
        return GONE + id;
    }
}
