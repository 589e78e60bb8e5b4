package org.glusterj.management.volume;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.glusterj.core.Errno;
import org.glusterj.core.Log;
import org.glusterj.management.Json;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Peer;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.ValueText;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.transaction.TransactionException;
import org.glusterj.management.transaction.Transactions;
import org.glusterj.management.volume.AskBricks.Told;
import tools.jackson.databind.JsonNode;

/**
 * What is looked at and mended of volumes that run: profile, details of bricks, locks, logs, barriers. Messages of
 * refusals are those of stock 10.3 for the same case. Thread-safe.
 */
public final class UpkeepCommands {
    private static final String HITS = "diagnostics.count-fop-hits";
    private static final String LATENCY = "diagnostics.latency-measurement";
    private static final String BARRIER = "features.barrier";
    private static final Log LOG = Log.of(UpkeepCommands.class);

    /** So many blocks of so many bytes. */
    public record Blocks(long size, long count) {}

    /** @param message stock's sentence about what was cleared */
    public record Cleared(Brick brick, String message) {}

    private final VolumeCommands volumes;
    private final Transactions transactions;
    private final BrickQuestions questions;
    private final NodeQuestions nodes;
    private final PeerRecords peers;
    private final Clients clients;
    private final InstantSource clock;

    public UpkeepCommands(
            VolumeCommands volumes,
            PeerRecords peers,
            Transactions transactions,
            Bricks bricks,
            Clients clients,
            InstantSource clock) {
        this.volumes = volumes;
        this.transactions = transactions;
        this.questions = new BrickQuestions(peers.self(), transactions, bricks);
        this.nodes = new NodeQuestions(transactions);
        this.peers = peers;
        this.clients = clients;
        this.clock = clock;
        transactions.register(new RotateLogs(bricks));
        transactions.register(new DumpClient(clients));
    }

    private static boolean isProfiled(Volume volume) {
        return isOn(volume, HITS) && isOn(volume, LATENCY);
    }

    private static boolean isOn(Volume volume, String option) {
        return ValueText.truth(volume.options().getOrDefault(option, "off")).orElse(false);
    }

    /** Returns when the bricks that can be reached measure. */
    public void startProfile(String name) throws CommandException {
        var held = volumes.find(name);
        if (isProfiled(held.volume())) {
            throw CommandException.invalid("Profile on Volume " + name + " is already started");
        }
        var options = new TreeMap<>(held.volume().options());
        options.put(HITS, "on");
        options.put(LATENCY, "on");
        settle(volumes.options(held, options));
    }

    public void stopProfile(String name) throws CommandException {
        var held = volumes.find(name);
        requireProfiled(held.volume());
        var options = new TreeMap<>(held.volume().options());
        options.remove(HITS);
        options.remove(LATENCY);
        settle(volumes.options(held, options));
    }

    private static void requireProfiled(Volume volume) throws CommandException {
        if (!isProfiled(volume)) {
            throw CommandException.invalid(
                    "Profile on Volume " + volume.name() + " is not started");
        }
    }

    /**
     * Bricks that do not answer are missing.
     *
     * @param info as {@link Question#INFO}
     * @param peek whether the interval goes on
     */
    public Map<Brick, JsonNode> profile(String name, String info, boolean peek)
            throws CommandException {
        requireProfiled(volumes.find(name).volume());
        var volume = volumes.findStarted(name);
        var details = Map.of(Question.INFO, info, Question.PEEK, Boolean.toString(peek));
        return answers(volume, ask(volume, new Question(Question.Kind.PROFILE, details)));
    }

    /**
     * The files that are used most, since the profile's start or {@link #clearTop}. Bricks that do not answer are
     * missing.
     *
     * @param list its number, from 1
     * @param brick {@code HOST:PATH}; null = all
     * @param disk with what the disk is measured, or null
     */
    public Map<Brick, JsonNode> top(String name, int list, int count, String brick, Blocks disk)
            throws CommandException {
        var volume = volumes.findStarted(name);
        var details = new HashMap<String, String>();
        details.put(Question.LIST, Integer.toString(list));
        details.put(Question.COUNT, Integer.toString(count));
        if (disk != null) {
            details.put(Question.BLOCK_SIZE, Long.toString(disk.size()));
            details.put(Question.BLOCK_COUNT, Long.toString(disk.count()));
        }
        var question = new Question(Question.Kind.TOP, details);
        var told = answers(volume, questions.ask(volume, numbers(wanted(volume, brick)), question));
        for (var answer : told.entrySet()) {
            if (answer.getValue().has("why")) {
                throw CommandException.invalid(
                        answer.getKey().name() + ": " + answer.getValue().path("why").asString());
            }
        }
        return told;
    }

    /** @return the bricks that did */
    public Set<Brick> clearTop(String name, String brick) throws CommandException {
        var volume = volumes.findStarted(name);
        var question = Question.of(Question.Kind.CLEAR_TOP);
        return answers(volume, questions.ask(volume, numbers(wanted(volume, brick)), question))
                .keySet();
    }

    private static Set<Integer> numbers(List<Brick> bricks) {
        return bricks.stream().map(Brick::number).collect(Collectors.toSet());
    }

    /** @param brick {@code HOST:PATH}; null = all */
    private static List<Brick> wanted(Volume volume, String brick) throws CommandException {
        var wanted =
                volume.bricks().stream()
                        .filter(one -> brick == null || one.name().equals(brick))
                        .toList();
        if (wanted.isEmpty()) {
            throw CommandException.invalid(
                    "Incorrect brick " + brick + " for volume " + volume.name());
        }
        return wanted;
    }

    /** In the volume's order. Bricks that do not answer are missing. */
    public Map<Brick, JsonNode> details(Volume volume, Question.Kind kind) {
        return answers(volume, ask(volume, Question.of(kind)));
    }

    private Map<Integer, Told> ask(Volume volume, Question question) {
        return questions.ask(volume, numbers(volume.bricks()), question);
    }

    private static Map<Brick, JsonNode> answers(Volume volume, Map<Integer, Told> told) {
        var all = new LinkedHashMap<Brick, JsonNode>();
        for (var brick : volume.bricks()) {
            var answer = told.get(brick.number());
            if (answer != null && answer.json() != null) {
                all.put(brick, Json.MAPPER.readTree(answer.json()));
            }
        }
        return all;
    }

    /** Waits until the bricks run with these options. @return those that do */
    private Set<Brick> settle(Volume volume) {
        if (volume.state() != Volume.State.STARTED) {
            return Set.of();
        }
        var version = Map.of(Question.VERSION, Integer.toString(volume.version()));
        var told = ask(volume, new Question(Question.Kind.SETTLED, version));
        told.forEach(
                (number, answer) -> {
                    if (answer.json() == null) {
                        LOG.say(VolumeMessage.BRICK_UNSETTLED, volume.name(), number, answer.why());
                    }
                });
        return answers(volume, told).keySet();
    }

    /**
     * Clears locks of a path on every brick that has it.
     *
     * @param kind {@code blocked}, {@code granted} or {@code all}
     * @param type {@code inode}, {@code entry} or {@code posix}
     * @param range null = all
     * @return where there were any
     */
    public List<Cleared> clearLocks(
            String name, String path, String kind, String type, String range)
            throws CommandException {
        var volume = volumes.find(name).volume();
        if (volume.state() != Volume.State.STARTED) {
            throw CommandException.invalid("Couldn't get port numbers of local bricks");
        }
        var attribute =
                "glusterfs.clrlk.t" + type + ".k" + kind + (range == null ? "" : "." + range);
        var details = Map.of(Question.PATH, path, Question.ATTRIBUTE, attribute);
        var told = answers(volume, ask(volume, new Question(Question.Kind.CLEAR_LOCKS, details)));
        var cleared = new ArrayList<Cleared>();
        int errno = told.isEmpty() ? Errno.ENOTCONN.code() : 0;
        boolean found = false;
        for (var answer : told.entrySet()) {
            var message = answer.getValue().path("message").asString("");
            found |= answer.getValue().has("message");
            errno = answer.getValue().path("errno").asInt(errno);
            if (message.contains(" blocked locks=")) {
                cleared.add(new Cleared(answer.getKey(), message));
            }
        }
        if (!found) {
            throw CommandException.invalid(
                    "clear-locks getxattr command failed. Reason: " + Errno.of(errno).text());
        }
        return cleared;
    }

    /** @param brick {@code HOST:PATH}; null = all */
    public void rotateLogs(String name, String brick) throws CommandException {
        var volume = volumes.find(name).volume();
        if (volume.state() != Volume.State.STARTED) {
            throw CommandException.invalid(
                    "Volume " + name + " needs to be started before log rotate.");
        }
        var wanted = wanted(volume, brick);
        var arguments =
                new RotateLogs.Arguments(
                        volume.id(),
                        brick == null ? null : wanted.getFirst().number(),
                        clock.instant().getEpochSecond());
        var step =
                new Transactions.Step(
                        RotateLogs.NAME,
                        wanted.stream().map(Brick::peer).collect(Collectors.toSet()),
                        Json.MAPPER.writeValueAsString(arguments));
        try {
            transactions.run(
                    new Transactions.Plan(
                            "volume log-rotate",
                            Set.of(),
                            List.of(step),
                            new ClusterStore.Commit(List.of(), List.of())));
        } catch (TransactionException e) {
            throw new CommandException(CommandException.Kind.FAILED, e.getMessage(), e);
        }
    }

    /**
     * Has a program on libgfapi write its state on its host. Done when all nodes that answer have told it: as with
     * stock, nobody says whether there is such a program.
     */
    public void statedumpClient(String name, String host, int pid) throws CommandException {
        requireStarted(volumes.find(name).volume());
        var asked = new DumpClient.Arguments(name, host, pid);
        DumpClient.ask(clients, asked);
        var others =
                peers.known().stream()
                        .map(Peer::id)
                        .filter(node -> !node.equals(peers.self()))
                        .toList();
        nodes.ask(
                "volume statedump",
                name,
                others,
                DumpClient.NAME,
                Json.MAPPER.writeValueAsString(asked));
    }

    /** There is never one to write its state: no volume has a quota. */
    public void statedumpQuotad(String name) throws CommandException {
        requireStarted(volumes.find(name).volume());
        throw CommandException.invalid("Quota is not enabled on volume " + name);
    }

    private static void requireStarted(Volume volume) throws CommandException {
        if (volume.state() != Volume.State.STARTED) {
            throw CommandException.conflict(
                    "Volume " + volume.name() + " is not in the started state");
        }
    }

    /** Returns when all bricks hold changes back, or do no more. */
    public void barrier(String name, boolean enable) throws CommandException {
        var held = volumes.find(name);
        if (held.volume().state() != Volume.State.STARTED) {
            throw CommandException.invalid("Volume " + name + " is not started");
        }
        if (isOn(held.volume(), BARRIER) == enable) {
            throw CommandException.invalid("Failed to reconfigure barrier.");
        }
        var options = new TreeMap<>(held.volume().options());
        options.put(BARRIER, enable ? "enable" : "disable");
        var changed = volumes.options(held, options);
        if (settle(changed).size() < changed.bricks().size()) {
            throw new CommandException(
                    CommandException.Kind.FAILED, "Failed to reconfigure barrier.");
        }
    }
}
