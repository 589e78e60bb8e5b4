package org.glusterj.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Volfile;

/** The machines of one run: bricks, clients, the self-heal daemon, and the network between them. */
final class Cluster {
    static final String VOLUME_ID = "07eae9e8-0002-4003-8004-000000000006";

    private final Scheduler scheduler;
    private final Network network;
    private final List<BrickNode> bricks = new ArrayList<>();
    private final List<ClientNode> clients = new ArrayList<>();
    private final HealNode healer;
    private final Scenario scenario;
    private final Planted.Bug bug;

    Cluster(Scheduler scheduler, Scenario scenario, Planted.Bug bug) throws GraphException {
        this.scheduler = scheduler;
        this.scenario = scenario;
        this.bug = bug;
        network = new Network(scheduler, scenario.bricks());
        for (int i = 0; i < scenario.bricks(); i++) {
            bricks.add(new BrickNode(scheduler, network, i));
            bricks.get(i).start();
        }
        for (int i = 0; i < scenario.clients(); i++) {
            clients.add(new ClientNode(this, i));
        }
        healer = new HealNode(this);
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Network network() {
        return network;
    }

    Scenario scenario() {
        return scenario;
    }

    List<BrickNode> bricks() {
        return bricks;
    }

    List<ClientNode> clients() {
        return clients;
    }

    HealNode healer() {
        return healer;
    }

    /** The graph of a client or of the healer: links to all bricks below one node. */
    Volfile volfile(String type, Map<String, String> options) {
        var nodes = new ArrayList<Volfile.Node>();
        var children = new ArrayList<String>();
        for (int i = 0; i < bricks.size(); i++) {
            var name = "v-client-" + i;
            boolean planted = bug != Planted.Bug.NONE;
            var below = planted ? name + "-wire" : name;
            nodes.add(new Volfile.Node(below, "sim/link", Map.of("brick", "" + i), List.of()));
            if (planted) {
                var what = Map.of("bug", bug.name());
                nodes.add(new Volfile.Node(name, "sim/planted", what, List.of(below)));
            }
            children.add(name);
        }
        var all = new LinkedHashMap<String, String>();
        all.put("volume-id", VOLUME_ID);
        all.put("use-anonymous-inode", "yes");
        all.put("quorum-type", "auto");
        all.putAll(options);
        nodes.add(new Volfile.Node("v-replicate-0", type, all, children));
        return new Volfile(nodes);
    }

    /** Objects that some copy has counters at. */
    List<Gfid> pending() {
        var pending = new ArrayList<Gfid>();
        for (var brick : bricks) {
            pending.addAll(SimIndex.listed(brick.disk(), "trusted.afr."));
        }
        return pending;
    }

    /** Everything is there and nothing needs a heal. */
    boolean isHealthy() {
        for (var brick : bricks) {
            if (!brick.isUp()) {
                return false;
            }
        }
        return clients.stream().allMatch(ClientNode::seesAll) && pending().isEmpty();
    }

    /** All lives of all processes. */
    List<SimProcess> lives() {
        var lives = new ArrayList<SimProcess>();
        bricks.forEach(brick -> lives.addAll(brick.lives()));
        clients.forEach(client -> lives.addAll(client.lives()));
        lives.addAll(healer.lives());
        return lives;
    }
}
