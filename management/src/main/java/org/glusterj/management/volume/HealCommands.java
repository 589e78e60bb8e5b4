package org.glusterj.management.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
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

    /** Exit code of stock's glfsheal, -EINVAL cut to an octet. */
    private static final int NOT_REPLICATED = 234;

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
    private final NodeQuestions questions;
    private final Healing healing;

    public HealCommands(
            VolumeCommands volumes, PeerRecords peers, Transactions transactions, Healing healing) {
        this.volumes = volumes;
        this.peers = peers;
        this.transactions = transactions;
        this.questions = new NodeQuestions(transactions);
        this.healing = healing;
        transactions.register(new RequestHeal(healing));
    }

    /** Whether a node with bricks of the volume keeps a daemon for it. */
    public static boolean isHealed(Volume volume) {
        var wanted = volume.options().getOrDefault(DAEMON, "on");
        return volume.state() == Volume.State.STARTED
                && volume.shape().replica() > 1
                && ValueText.truth(wanted).orElse(true);
    }

    /** Has the daemons of all nodes with bricks of the volume look soon. */
    public void heal(String name, boolean full) throws CommandException {
        var volume = volumes.findStarted(name);
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

    /** @return an array with an object for each brick */
    public JsonNode info(String name, Healing.Info kind) throws CommandException {
        var volume = volumes.findStarted(name);
        if (volume.shape().replica() == 1) {
            throw otherType(name, "replicate/disperse");
        }
        try {
            var bricks = Json.MAPPER.readTree(healing.info(volume, kind));
            bricks.forEach(brick -> addPeer(volume, brick));
            return bricks;
        } catch (ActionException e) {
            throw new CommandException(CommandException.Kind.FAILED, e.getMessage(), e);
        }
    }

    private static CommandException otherType(String name, String wanted) {
        return CommandException.invalid(
                "This command is supported for only volumes of "
                        + wanted
                        + " type. Volume "
                        + name
                        + " is not of type "
                        + wanted);
    }

    /**
     * Decides split-brains.
     *
     * @param words as of {@link Healing#settle}
     * @return what stock shows
     * @throws CommandException whose {@code opErrno} is stock's exit code when it does not help
     */
    public String settle(String name, List<String> words) throws CommandException {
        var volume = volumes.findStarted(name);
        if (volume.shape().replica() == 1) {
            throw otherType(name, "replicate").withOpErrno(NOT_REPLICATED);
        }
        JsonNode told;
        try {
            told = Json.MAPPER.readTree(healing.settle(volume, words));
        } catch (ActionException e) {
            throw new CommandException(CommandException.Kind.FAILED, e.getMessage(), e);
        }
        var lines = new ArrayList<String>();
        told.path("lines").forEach(line -> lines.add(line.asString("")));
        var text = String.join("\n", lines);
        int code = told.path("exit").asInt(1);
        if (code != 0) {
            throw CommandException.invalid(text).withOpErrno(code);
        }
        return text;
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
        var nodes = volume.bricks().stream().map(Brick::peer).distinct().toList();
        var others = nodes.stream().filter(node -> !node.equals(peers.self())).toList();
        var pids =
                questions.ask(
                        "volume status",
                        volume.name(),
                        others,
                        RequestHeal.NAME,
                        RequestHeal.STATE);
        return nodes.stream().map(node -> state(node, pids.getOrDefault(node, "0"))).toList();
    }

    private DaemonState state(UUID node, String pid) {
        return node.equals(peers.self())
                ? new DaemonState(node, LOCALHOST, healing.pid())
                : new DaemonState(node, name(node), Long.parseLong(pid));
    }

    private String name(UUID node) {
        return peers.known().stream()
                .filter(peer -> peer.id().equals(node))
                .map(Peer::name)
                .findFirst()
                .orElse(node.toString());
    }
}
