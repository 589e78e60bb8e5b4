package org.glusterj.management.daemon;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.glusterj.core.Log;
import org.glusterj.core.Name;
import org.glusterj.core.Volfile;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Peer;
import org.glusterj.management.model.Volume;
import org.glusterj.management.stock.BrickTable;
import org.glusterj.management.stock.Volfiles;
import org.glusterj.management.volgen.VolgenException;
import org.glusterj.management.volume.PeerRecords;

/**
 * The pool as event loops may ask for it: a picture in memory that one thread replaces when the store changes.
 * Thread-safe.
 */
final class PoolView implements Volfiles, BrickTable {
    private static final int STOCK_PORT = 24007;

    /** Before the name of the volume whose self-heal daemon asks. */
    private static final String HEAL = "shd/";

    /** What the self-heal daemon of all volumes asks for. */
    private static final String HEAL_ALL = "gluster/glustershd";

    /** Before the name of the volume that a stock process rebalances. */
    private static final String REBALANCE = "rebalance/";

    private static final Log LOG = Log.of(PoolView.class);

    private record Place(Volume volume, Brick brick) {}

    private final UUID self;
    private final VolumeGraphs graphs;
    private final BrickKeeper keeper;
    private volatile Map<String, Volume> volumes = Map.of();

    /** Bricks of this node by their path, and all by their id, byte strings. */
    private volatile Map<String, Place> bricks = Map.of();

    private volatile Map<String, Place> bricksById = Map.of();
    private volatile Set<InetAddress> addresses = Set.of();
    private volatile String servers = "";

    PoolView(UUID self, VolumeGraphs graphs, BrickKeeper keeper) {
        this.self = self;
        this.graphs = graphs;
        this.keeper = keeper;
    }

    void volumes(List<Volume> all) {
        var byName = new HashMap<String, Volume>();
        var here = new HashMap<String, Place>();
        var byId = new HashMap<String, Place>();
        for (var volume : all) {
            byName.put(volume.name(), volume);
            for (var brick : volume.bricks()) {
                var place = new Place(volume, brick);
                byId.put(Name.ofText(BrickFiles.id(volume, brick)), place);
                if (brick.peer().equals(self) && volume.state() == Volume.State.STARTED) {
                    here.put(Name.ofText(brick.path()), place);
                }
            }
        }
        volumes = byName;
        bricks = here;
        bricksById = byId;
    }

    /** Looks up names, so not on an event loop. */
    void peers(List<Peer> all) {
        var found = new HashSet<InetAddress>();
        var others = new StringBuilder();
        for (var peer : all) {
            if (!peer.id().equals(self)) {
                others.append(peer.name()).append(':').append(STOCK_PORT).append(' ');
                peer.addresses().forEach(name -> resolve(name, found));
            }
        }
        addresses = found;
        servers = others.toString();
    }

    private static void resolve(String name, Set<InetAddress> into) {
        try {
            into.addAll(List.of(InetAddress.getAllByName(name)));
        } catch (UnknownHostException e) {
            // Not trusted then.
        }
    }

    boolean isOfPool(InetAddress address) {
        return addresses.contains(address) || PeerRecords.isOfThisNode(address);
    }

    /** The other nodes, {@code "HOST:PORT HOST:PORT "}. */
    String servers() {
        return servers;
    }

    @Override
    public String find(String key, boolean trusted) {
        try {
            var graph = graph(key.startsWith("/") ? key.substring(1) : key, trusted);
            return graph == null ? null : graph.write();
        } catch (VolgenException e) {
            LOG.say(DaemonMessage.GRAPH_FAILED, Name.toText(key), "GETSPEC", e.getMessage());
            return null;
        }
    }

    private Volfile graph(String name, boolean trusted) throws VolgenException {
        var volume = volumes.get(name);
        if (volume != null) {
            return graphs.client(volume, trusted);
        }
        if (!trusted) {
            return null;
        }
        if (name.equals(HEAL_ALL)) {
            var started =
                    volumes.values().stream()
                            .filter(v -> v.state() == Volume.State.STARTED)
                            .sorted(Comparator.comparing(Volume::name))
                            .toList();
            return graphs.heal(started).orElse(null);
        }
        if (name.startsWith(HEAL)) {
            var healed = volumes.get(name.substring(HEAL.length()));
            return healed == null ? null : graphs.heal(healed).orElse(null);
        }
        if (name.startsWith(REBALANCE)) {
            var moved = volumes.get(name.substring(REBALANCE.length()));
            return moved == null ? null : graphs.rebalance(moved).orElse(null);
        }
        var place = bricksById.get(name);
        return place == null ? null : graphs.brick(place.volume(), place.brick());
    }

    @Override
    public String volumeId(String volume) {
        var found = volumes.get(volume);
        return found == null ? null : found.id().toString();
    }

    @Override
    public int portOf(String brick) {
        return isOfThisNode(brick) ? keeper.portOf(brick) : 0;
    }

    @Override
    public String brickOn(int port) {
        for (var brick : bricks.keySet()) {
            if (port != 0 && keeper.portOf(brick) == port) {
                return brick;
            }
        }
        return null;
    }

    @Override
    public boolean isOfThisNode(String brick) {
        return bricks.containsKey(brick);
    }
}
