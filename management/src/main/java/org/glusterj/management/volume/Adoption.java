package org.glusterj.management.volume;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.glusterj.core.Log;
import org.glusterj.management.Json;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.Defaults;
import org.glusterj.management.options.OptionException;
import org.glusterj.management.options.Settings;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.StoreException;
import org.glusterj.management.transaction.TransactionException;
import org.glusterj.management.transaction.Transactions;

/**
 * Takes a volume of a stock glusterd over: what glusterd's directory says becomes a volume of the pool, with its id,
 * the order and numbers of its bricks, its options and its login; its bricks stay as they are. The directory is only
 * read, so that a stock glusterd can serve the volume again. Thread-safe.
 */
final class Adoption {
    private static final Log LOG = Log.of(Adoption.class);

    private final VolumeRecords volumes;
    private final PeerRecords peers;
    private final Transactions transactions;
    private final Settings.Graphs graphs;

    Adoption(
            VolumeRecords volumes,
            PeerRecords peers,
            Transactions transactions,
            Settings.Graphs graphs) {
        this.volumes = volumes;
        this.peers = peers;
        this.transactions = transactions;
        this.graphs = graphs;
        transactions.register(new AdoptBricks(peers.self(), volumes));
    }

    /** @param from the stock glusterd's working directory, on this node */
    Volume adopt(String name, Path from) throws CommandException {
        BrickPlacement.requireName(name);
        if (!from.isAbsolute()) {
            throw CommandException.invalid("the directory must be absolute: " + from);
        }
        var stock = StockVolume.read(from, name);
        try {
            requireNew(name, stock.id());
            var volume = volume(name, stock);
            run(volume);
            return volume;
        } catch (StoreException e) {
            throw new CommandException(CommandException.Kind.FAILED, e.getMessage(), e);
        }
    }

    private void requireNew(String name, UUID id) throws StoreException, CommandException {
        for (var present : volumes.list()) {
            if (present.name().equals(name)) {
                throw conflict("Volume " + name + " already exists");
            }
            if (present.id().equals(id)) {
                throw conflict("Volume " + present.name() + " has the id " + id + " already");
            }
        }
    }

    private static CommandException conflict(String message) {
        return new CommandException(CommandException.Kind.CONFLICT, message);
    }

    private Volume volume(String name, StockVolume stock) throws StoreException, CommandException {
        var bricks = bricks(stock);
        BrickPlacement.requireShape(stock.shape(), bricks, true);
        var plain =
                new Volume(
                        name,
                        stock.id(),
                        stock.shape(),
                        stock.everStarted() ? Volume.State.STOPPED : Volume.State.CREATED,
                        bricks,
                        Map.of(),
                        1,
                        stock.username(),
                        stock.password());
        return plain.withOptions(options(plain, stock.options()));
    }

    private List<Brick> bricks(StockVolume stock) throws StoreException, CommandException {
        var bricks = new ArrayList<Brick>();
        var numbers = new HashSet<Integer>();
        for (var brick : stock.bricks()) {
            if (!numbers.add(brick.number())) {
                throw CommandException.invalid("two bricks have the number " + brick.number());
            }
            bricks.add(new Brick(brick.number(), nodeOf(brick), brick.host(), brick.path()));
        }
        return bricks;
    }

    /** The node that kept its id, or that its name means now. */
    private UUID nodeOf(StockVolume.StockBrick brick) throws StoreException, CommandException {
        if (peers.find(brick.peer()).isPresent()) {
            return brick.peer();
        }
        return peers.byHost(brick.host())
                .orElseThrow(
                        () ->
                                CommandException.invalid(
                                        "Host "
                                                + brick.host()
                                                + " is not in 'Peer in Cluster' state"));
    }

    /** What a new volume has without anybody's word is not checked again. */
    private Map<String, String> options(Volume plain, Map<String, String> stock)
            throws CommandException {
        var usual = new TreeMap<>(Defaults.created(plain.shape()));
        usual.entrySet().retainAll(stock.entrySet());
        var said = new TreeMap<>(stock);
        said.keySet().removeAll(usual.keySet());
        try {
            return Settings.set(plain.withOptions(usual), said, graphs);
        } catch (OptionException e) {
            throw CommandException.invalid("an option of the volume: " + e.getMessage());
        }
    }

    private void run(Volume volume) throws CommandException {
        var key = VolumeRecords.key(volume.name());
        var nodes = volume.bricks().stream().map(Brick::peer).collect(Collectors.toSet());
        var arguments = new AdoptBricks.Arguments(volume.id(), volume.bricks());
        var look =
                new Transactions.Step(
                        AdoptBricks.NAME, nodes, Json.MAPPER.writeValueAsString(arguments));
        var result =
                new ClusterStore.Commit(
                        List.of(new ClusterStore.Condition(key, 0)),
                        List.of(VolumeRecords.write(volume)));
        try {
            transactions.run(
                    new Transactions.Plan("volume adopt", Set.of(key), List.of(look), result));
            LOG.say(VolumeMessage.COMMAND_DONE, "volume adopt", volume.name());
        } catch (TransactionException e) {
            LOG.say(VolumeMessage.COMMAND_FAILED, "volume adopt", volume.name(), e.getMessage());
            throw new CommandException(CommandException.Kind.FAILED, e.getMessage(), e);
        }
    }
}
