package org.glusterj.management.daemon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;
import org.glusterj.management.event.Datagrams;
import org.glusterj.management.event.EventLog;
import org.glusterj.management.event.Events;
import org.glusterj.management.model.Peer;
import org.glusterj.management.model.Volume;
import org.glusterj.management.peer.Census;
import org.glusterj.management.rest.HttpPort;
import org.glusterj.management.rest.Rest;
import org.glusterj.management.rest.RestTls;
import org.glusterj.management.rest.Token;
import org.glusterj.management.stock.StockServer;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.LocalStore;
import org.glusterj.management.store.StoreException;
import org.glusterj.management.transaction.Limits;
import org.glusterj.management.transaction.StoredTransactions;
import org.glusterj.management.transaction.Transactions;
import org.glusterj.management.volume.BrickCommands;
import org.glusterj.management.volume.ClusterOptions;
import org.glusterj.management.volume.HealCommands;
import org.glusterj.management.volume.LonePool;
import org.glusterj.management.volume.OptionCommands;
import org.glusterj.management.volume.PeerRecords;
import org.glusterj.management.volume.Pool;
import org.glusterj.management.volume.UpkeepCommands;
import org.glusterj.management.volume.VolumeCommands;
import org.glusterj.management.volume.VolumeRecords;
import org.glusterj.management.webhook.HookSender;
import org.glusterj.management.webhook.HookTests;
import org.glusterj.management.webhook.Webhooks;

/**
 * A running manager: starts its parts in order in {@link #start}, ends them in reverse in {@link #close}. {@link News}
 * of volumes and peers go to the pool's picture, the keeper of bricks, and to whoever has a volfile.
 */
public final class Daemon implements AutoCloseable {
    private static final Log LOG = Log.of(Daemon.class);

    private static final InstantSource CLOCK = InstantSource.system();

    private final DaemonOptions options;
    private final Environment environment;
    private final Runnable beginAnew;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private InetSocketAddress stockAddress;
    private InetSocketAddress restAddress;
    private boolean closed;

    private Daemon(DaemonOptions options, Environment environment, Runnable beginAnew) {
        this.options = options;
        this.environment = environment;
        this.beginAnew = beginAnew;
    }

    /**
     * @param beginAnew called, on any thread, when this daemon must be closed and another one started: this node has
     *     got another id. Must not block
     * @throws IOException with a sentence for the user; everything that was started is ended again
     */
    static Daemon start(
            DaemonOptions options,
            HostLauncher launcher,
            Environment environment,
            Runnable beginAnew)
            throws IOException {
        var daemon = new Daemon(options, environment, beginAnew);
        boolean ready = false;
        try {
            daemon.begin(launcher);
            ready = true;
        } catch (StoreException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            if (!ready) {
                daemon.close();
            }
        }
        return daemon;
    }

    private void begin(HostLauncher launcher) throws IOException, StoreException {
        makeDirectories();
        var tls = tls();
        var workdir = part(Workdir.open(options.workdir()));
        var base = options.pool() == null ? alone(workdir) : among(workdir);
        var store = base.store();
        var volumes = new VolumeRecords(store);
        var peers = base.peers();
        var transactions = base.transactions();
        var self = peers.self();
        var events = base.events();
        var log = part(new EventLog(store, environment));
        log.start();
        var observed = new Observed(self, volumes, peers, events);
        var clusterOptions = new ClusterOptions(store);
        var graphs = new VolumeGraphs(self, options.workdir());
        var files = new BrickFiles(options.workdir(), options.rundir(), options.logdir());
        var keeper =
                part(
                        new BrickKeeper(
                                self,
                                volumes,
                                graphs,
                                files,
                                launcher,
                                environment,
                                clusterOptions::isMultiplexed,
                                observed));
        keeper.begin();
        var view = new PoolView(self, graphs, keeper);
        var stock = part(new StockServer(view, view, view::isOfPool, view::servers));
        view.volumes(volumes.known());
        keeper.assign();
        var heals = part(new HealKeeper(self, volumes, graphs, files, launcher, environment));
        var tasks = tasks(base, graphs, keeper, files, launcher, heals::certain);
        follow(
                base.store(),
                changed -> {
                    view.peers(peers.known());
                    view.volumes(volumes.known());
                    keeper.changed(volumesOf(changed));
                    tasks.assign();
                    heals.assign();
                    stock.volfilesChanged();
                },
                observed);
        stockAddress = stock.listen(options.stock());
        hear(events, view);
        var commands = new VolumeCommands(volumes, peers, transactions, keeper, graphs, events);
        var upkeep = new UpkeepCommands(commands, peers, transactions, keeper, stock, CLOCK);
        var replacement = new BrickCommands(commands, transactions, heals);
        var heal = new HealCommands(commands, peers, transactions, heals);
        var watching = watching(base, log);
        base.ready().run();
        var rest =
                new Rest(
                        commands,
                        upkeep,
                        replacement,
                        heal,
                        new OptionCommands(commands, graphs, clusterOptions),
                        clusterOptions,
                        keeper,
                        base.pool(),
                        stock::connections,
                        watching,
                        version());
        listen(rest, workdir, tls);
        LOG.say(DaemonMessage.DAEMON_STARTED, self, stockAddress, restAddress, options.socket());
    }

    private void listen(Rest rest, Workdir workdir, RestTls tls) throws IOException {
        var token = new Token(workdir.secret(), CLOCK);
        var http = part(new HttpPort(rest, token, environment));
        http.listenLocal(options.socket());
        restAddress = http.listen(options.rest(), tls);
        writePid();
    }

    private TaskKeeper tasks(
            Base base,
            VolumeGraphs graphs,
            BrickKeeper bricks,
            BrickFiles files,
            HostLauncher launcher,
            Runnable alsoCertain) {
        var store = base.store();
        var volumes = new VolumeRecords(store);
        var keeper =
                part(
                        new TaskKeeper(
                                base.peers().self(),
                                volumes,
                                graphs,
                                base.events(),
                                bricks::serves,
                                files,
                                launcher,
                                environment));
        keeper.assign();
        Runnable certain =
                () -> {
                    bricks.certain();
                    keeper.certain();
                    alsoCertain.run();
                };
        part(new FirstAnswer(store, environment, certain)).begin();
        return keeper;
    }

    /** Null: none is wanted. */
    private RestTls tls() throws IOException {
        var given = options.tls();
        return given == null ? null : RestTls.read(given.certificates(), given.key());
    }

    private void makeDirectories() throws IOException {
        for (var directory : List.of(options.rundir(), options.logdir())) {
            Files.createDirectories(directory);
        }
    }

    private void follow(
            ClusterStore store, Consumer<List<ClusterStore.Entry>> hearer, Observed observed) {
        var news = new News(environment, hearer);
        part(store.watch(VolumeRecords.PREFIX, news));
        part(store.watch(PeerRecords.PREFIX, news));
        part(store.watch(Census.KEY, observed));
    }

    private Rest.Watching watching(Base base, EventLog log) {
        var hooks = new Webhooks(base.store(), log);
        var sender =
                part(new HookSender(base.store(), log, hooks, base.leads(), CLOCK, environment));
        var self = base.peers().self();
        var tests = new HookTests(base.transactions(), sender, self, CLOCK, base.pool());
        sender.start();
        return new Rest.Watching(log, hooks, tests);
    }

    /** Events of processes on nodes of the pool. */
    private void hear(Events events, PoolView view) {
        if (options.events() != null) {
            Datagrams.listen(options.events(), view::isOfPool, events, environment)
                    .ifPresent(this::part);
        }
    }

    /**
     * What is different with and without peers.
     *
     * @param ready runs when all actions are registered
     * @param leads whether this node leads the pool
     */
    private record Base(
            ClusterStore store,
            PeerRecords peers,
            Transactions transactions,
            Runnable ready,
            Pool pool,
            Events events,
            BooleanSupplier leads) {}

    private Base alone(Workdir workdir) throws IOException, StoreException {
        var self = new Peer(workdir.node(), List.of(options.name()));
        var store = part(LocalStore.open(workdir.store()));
        join(store, self);
        var peers = new PeerRecords(store, self.id());
        var transactions =
                part(new StoredTransactions(store, self.id(), id -> self.name(), Limits.USUAL));
        return new Base(
                store,
                peers,
                transactions,
                transactions::start,
                new LonePool(peers, self),
                new Events(store, self.id(), CLOCK, environment),
                () -> true);
    }

    private Base among(Workdir workdir) throws IOException {
        var setup =
                org.glusterj.management.peer.Pool.Setup.usual(
                        workdir.path(),
                        options.pool(),
                        options.name(),
                        options.replaceVoterAfter(),
                        () -> {
                            LOG.say(DaemonMessage.BEGINS_ANEW, options.name());
                            beginAnew.run();
                        });
        var pool = part(new org.glusterj.management.peer.Pool(setup));
        var peers = new PeerRecords(pool.store(), pool.self());
        var transactions =
                part(
                        new StoredTransactions(
                                pool.store(), pool.self(), id -> nameOf(id, peers), Limits.USUAL));
        var events = new Events(pool.store(), pool.self(), CLOCK, environment);
        return new Base(
                pool.store(),
                peers,
                transactions,
                transactions::start,
                new TrustedPool(pool, peers, options.name(), events),
                events,
                () -> pool.self().equals(pool.census().leader()));
    }

    private static String nameOf(UUID id, PeerRecords peers) {
        return peers.known().stream()
                .filter(peer -> peer.id().equals(id))
                .map(Peer::name)
                .findFirst()
                .orElse(id.toString());
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.push(part);
        return part;
    }

    /** The node is in its own pool, under the name it has now. */
    private static void join(ClusterStore store, Peer self) throws StoreException {
        var key = PeerRecords.key(self.id());
        var write = PeerRecords.write(self);
        var present = store.get(key);
        if (present.isEmpty() || !Arrays.equals(present.get().value(), write.value())) {
            store.commit(new ClusterStore.Commit(List.of(), List.of(write)));
        }
    }

    /** By name; null = removed. */
    private static Map<String, Volume> volumesOf(List<ClusterStore.Entry> changed) {
        var all = new HashMap<String, Volume>();
        for (var entry : changed) {
            if (entry.key().startsWith(VolumeRecords.PREFIX)) {
                var name = entry.key().substring(VolumeRecords.PREFIX.length());
                all.put(name, entry.value() == null ? null : VolumeRecords.volume(entry));
            }
        }
        return all;
    }

    private static String version() {
        var version = Daemon.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private void writePid() throws IOException {
        Files.createDirectories(options.pidFile().getParent());
        Files.writeString(options.pidFile(), ProcessHandle.current().pid() + "\n");
        Path file = options.pidFile();
        part(() -> Files.deleteIfExists(file));
    }

    InetSocketAddress stockAddress() {
        return stockAddress;
    }

    InetSocketAddress restAddress() {
        return restAddress;
    }

    /** Ends the manager; brick processes go on. Safe to call twice. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        LOG.say(DaemonMessage.DAEMON_STOPS, options.name());
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.say(DaemonMessage.END_FAILED, e);
            }
        }
    }
}
