package org.glusterj.management.daemon;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.glusterj.core.Name;
import org.glusterj.management.Json;
import org.glusterj.management.event.EventType;
import org.glusterj.management.event.Events;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Peer;
import org.glusterj.management.model.Volume;
import org.glusterj.management.peer.Census;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.volume.PeerRecords;
import org.glusterj.management.volume.VolumeRecords;

/**
 * Makes events of what this node sees without having done it: its bricks come and go, and, while it leads the pool,
 * its peers do. Message fields are those of glusterd 10.3. Thread-safe: the census comes on the store's thread, one
 * after the other.
 */
final class Observed implements BrickHostProcess.Watch, ClusterStore.Watcher {
    /** Stock's words for a node that was taken in. */
    private static final String BEFRIENDED = "Peer in Cluster";

    private final UUID self;
    private final VolumeRecords volumes;
    private final PeerRecords peers;
    private final Events events;

    /** Null until the pool first said who is away. */
    private Set<UUID> away;

    Observed(UUID self, VolumeRecords volumes, PeerRecords peers, Events events) {
        this.self = self;
        this.volumes = volumes;
        this.peers = peers;
        this.events = events;
    }

    @Override
    public void online(String name, boolean is) {
        var type = is ? EventType.BRICK_CONNECTED : EventType.BRICK_DISCONNECTED;
        find(
                name,
                (volume, brick) ->
                        events.report(
                                type,
                                Map.of(
                                        "peer", brick.host(),
                                        "volume", volume.name(),
                                        "brick", brick.path())));
    }

    @Override
    public void sick(String name) {
        find(
                name,
                (volume, brick) ->
                        events.report(
                                EventType.POSIX_HEALTH_CHECK_FAILED,
                                Map.of("brick", brick.name())));
    }

    @FunctionalInterface
    private interface Found {
        void is(Volume volume, Brick brick);
    }

    private void find(String name, Found found) {
        var path = Name.toText(name);
        for (var volume : volumes.known()) {
            for (var brick : volume.bricks()) {
                if (brick.peer().equals(self) && brick.path().equals(path)) {
                    found.is(volume, brick);
                }
            }
        }
    }

    /** The census of the pool. What was away before this node knew of it is no event. */
    @Override
    public void changed(long revision, List<ClusterStore.Entry> changed) {
        var value = changed.getLast().value();
        if (value == null) {
            away = null;
            return;
        }
        var census = Json.read(value, Census.class);
        var before = away;
        away = Set.copyOf(census.away());
        if (before == null || !self.equals(census.leader())) {
            return;
        }
        for (var peer : peers.known()) {
            boolean was = before.contains(peer.id());
            if (was != away.contains(peer.id())) {
                peer(peer, was);
            }
        }
    }

    private void peer(Peer peer, boolean isBack) {
        var id = peer.id().toString();
        if (isBack) {
            events.report(EventType.PEER_CONNECT, Map.of("host", peer.name(), "uuid", id));
        } else {
            events.report(
                    EventType.PEER_DISCONNECT,
                    Map.of("peer", peer.name(), "uuid", id, "state", BEFRIENDED));
        }
    }
}
