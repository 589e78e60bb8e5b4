package org.glusterj.management.volume;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.glusterj.management.Json;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Peer;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.ValueText;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.transaction.ActionException;
import org.glusterj.management.transaction.TransactionException;
import org.glusterj.management.transaction.Transactions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code volume heal}. Messages of refusals are those of stock 10.3 for the same case. Thread-safe. */
public final class HealCommands {
    private static final String DAEMON = "cluster.self-heal-daemon";

    private static final String LOCALHOST = "localhost";

    /**
     * A node's self-heal daemon.
     *
     * @param host as stock shows it: localhost for the node that is asked
     * @param pid 0 when it does not run, or the node does not answer
     */
    public record DaemonState(UUID peer, String host, long pid) {}

    private final VolumeCommands volumes;
    private final PeerRecords peers;
    private final Transactions transactions;
    private final Healing healing;

    public HealCommands(
            VolumeCommands volumes, PeerRecords peers, Transactions transactions, Healing healing) {
        this.volumes = volumes;
        this.peers = peers;
        this.transactions = transactions;
        this.healing = healing;
        transactions.register(new RequestHeal(healing));
    }

    /** Whether a node with bricks of the volume keeps a daemon for it. */
    public static boolean isHealed(Volume volume) {
        return volume.state() == Volume.State.STARTED
                && volume.shape().replica() > 1
                && ValueText.truth(volume.options().getOrDefault(DAEMON, "on")).orElse(true);
    }

    /** Has the daemons of all nodes with bricks of the volume look soon. */
    public void heal(String name, boolean full) throws CommandException {
        var volume = started(name);
        if (!isHealed(volume)) {
            throw CommandException.invalid(
                    "Self-heal-daemon is disabled. Heal will not be triggered on volume " + name);
        }
        var step =
                new Transactions.Step(
                        RequestHeal.NAME,
                        volume.bricks().stream().map(Brick::peer).collect(Collectors.toSet()),
                        full ? RequestHeal.FULL : RequestHeal.INDEX);
        try {
            transactions.run(
                    new Transactions.Plan(
                            "volume heal",
                            Set.of(),
                            List.of(step),
                            new ClusterStore.Commit(List.of(), List.of())));
        } catch (TransactionException e) {
            throw CommandException.failed(e);
        }
    }

    private Volume started(String name) throws CommandException {
        var volume = volumes.find(name).volume();
        if (volume.state() != Volume.State.STARTED) {
            throw CommandException.invalid("Volume " + name + " is not started.");
        }
        return volume;
    }

    /** @return an array with an object for each brick */
    public JsonNode info(String name, Healing.Info kind) throws CommandException {
        var volume = started(name);
        if (volume.shape().replica() == 1) {
            throw CommandException.invalid(
                    "This command is supported for only volumes of replicate/disperse type. Volume "
                            + name
                            + " is not of type replicate/disperse");
        }
        try {
            var bricks = Json.MAPPER.readTree(healing.info(volume, kind));
            bricks.forEach(brick -> addPeer(volume, brick));
            return bricks;
        } catch (ActionException e) {
            throw new CommandException(CommandException.Kind.FAILED, e.getMessage(), e);
        }
    }

    private static void addPeer(Volume volume, JsonNode told) {
        for (var brick : volume.bricks()) {
            if (brick.name().equals(told.path("name").asString(""))) {
                ((ObjectNode) told).put("host-id", brick.peer().toString());
            }
        }
    }

    /** Those that are to heal the volume, each on a node with bricks of it. */
    public List<DaemonState> daemons(Volume volume) {
        if (!isHealed(volume)) {
            return List.of();
        }
        var asked =
                volume.bricks().stream()
                        .map(Brick::peer)
                        .distinct()
                        .map(
                                node ->
                                        CompletableFuture.supplyAsync(
                                                () -> state(node),
                                                Thread.ofVirtual().name("heal-" + node)::start))
                        .toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private DaemonState state(UUID node) {
        var host = node.equals(peers.self()) ? LOCALHOST : name(node);
        if (node.equals(peers.self())) {
            return new DaemonState(node, host, healing.pid());
        }
        var step = new Transactions.Step(RequestHeal.NAME, Set.of(node), RequestHeal.STATE);
        var nothing = new ClusterStore.Commit(List.of(), List.of());
        try {
            var plan = new Transactions.Plan("volume status", Set.of(), List.of(step), nothing);
            var answer = transactions.run(plan).answers().getFirst().get(node);
            return new DaemonState(node, host, Long.parseLong(answer));
        } catch (TransactionException | NumberFormatException away) {
            return new DaemonState(node, host, 0);
        }
    }

    private String name(UUID node) {
        return peers.known().stream()
                .filter(peer -> peer.id().equals(node))
                .map(Peer::name)
                .findFirst()
                .orElse(node.toString());
    }
}
