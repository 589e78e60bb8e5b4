package org.glusterj.cluster.afr.heal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.glusterj.cluster.afr.Children;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.cluster.afr.PendingKeys;
import org.glusterj.core.Caller;
import org.glusterj.core.ClusterXlator;
import org.glusterj.core.Deadline;
import org.glusterj.core.Dump;
import org.glusterj.core.Event;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Loc;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * The self-heal daemon of one set of copies, volfile type {@code cluster/self-heal}: stands in its graph where a
 * client's has {@code cluster/replicate}, with the same options, and takes no fops. While it is {@linkplain #begin
 * begun}, it crawls through each local brick's lists when all copies have come up, on request, and at intervals.
 *
 * <p>Threads: one virtual thread for each local brick ({@link Watch}), and those that it heals with. State: the
 * healer is replaced as a whole by {@link #reconfigure}; a heal under way ends with the old one.
 */
public final class SelfHeal extends ClusterXlator {
    /** As of cluster/replicate; see there. */
    record Options(
            @Option(key = "afr-pending-xattr", help = "Names of the counters, one a subvolume.")
                    String pendingXattr,
            @Option(
                            key = "afr-dirty-xattr",
                            def = "trusted.afr.dirty",
                            help = "Name of the counter of changes under way.")
                    String dirtyXattr,
            @Option(key = "volume-id", help = "The volume's id.") String volumeId,
            @Option(
                            key = "use-anonymous-inode",
                            def = "no",
                            help =
                                    "Keep what loses its name on one copy until it is known useless.")
                    boolean anonymousInode,
            @Option(
                            key = "granular-entry-heal",
                            def = "no",
                            help = "Clients keep records of the names that they change.")
                    boolean granular,
            @Option(
                            key = "data-self-heal-algorithm",
                            def = "dynamic",
                            help = "How data is healed: full, diff, or dynamic.")
                    String algorithm,
            @Option(
                            key = "data-self-heal-window-size",
                            def = "8",
                            min = 1,
                            max = 1024,
                            help = "Blocks of 128 KiB that are healed at once.")
                    int window,
            @Option(
                            key = "favorite-child-policy",
                            def = "none",
                            help = "Which copy wins a split-brain.")
                    String favourite,
            @Option(key = "quorum-type", help = "What a majority is: none, auto or fixed.")
                    String quorumType,
            @Option(key = "quorum-count", def = "0", help = "The majority, when it is fixed.")
                    int quorumCount,
            @Option(key = "arbiter-count", def = "0", help = "Whether the last copy has no data.")
                    int arbiters,
            @Option(
                            key = "ensure-durability",
                            def = "on",
                            help = "Make healed copies durable before the counters go down.")
                    boolean durable,
            @Option(
                            key = "metadata-splitbrain-forced-heal",
                            def = "off",
                            help = "Let any copy win a split-brain of attributes.")
                    boolean forceMetadata,
            @Option(key = "self-heal-daemon", def = "on", help = "Heal in the background.")
                    boolean enabled,
            @Option(
                            key = "heal-timeout",
                            def = "600",
                            min = 5,
                            max = Integer.MAX_VALUE,
                            help = "Seconds between two crawls.")
                    int timeoutSeconds,
            @Option(
                            key = "shd-max-threads",
                            def = "1",
                            min = 1,
                            max = 64,
                            help = "Inodes that are healed at once for each brick.")
                    int threads,
            @Option(
                            key = "local-subvolumes",
                            help = "Children on this node, separated by commas; none = all.")
                    String local) {}

    private static final String NODE_UUID = "trusted.glusterfs.node-uuid";
    private static final int WINDOW_MAX = 64;
    private static final Duration END_WITHIN = Duration.ofSeconds(10);

    private final List<Watch> watches = new ArrayList<>();
    private volatile Options options;
    private volatile Healer healer;

    SelfHeal(XlatorContext context, Options options) throws GraphException {
        super(context);
        this.options = options;
        keys(options);
    }

    @Override
    public void init() throws GraphException {
        healer = healer(options, Caller.PID_SELF_HEAL_DAEMON);
        var local = healer.replica().settings().local();
        for (int i = local.lowest(); i >= 0; i = local.next(i)) {
            watches.add(new Watch(this, environment(), i));
        }
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        var changed = values.as(Options.class);
        healer = healer(changed, Caller.PID_SELF_HEAL_DAEMON);
        options = changed;
        watches.forEach(Watch::wake);
    }

    private Healer healer(Options of, int pid) throws GraphException {
        return new Healer(replica(of, settings(of), pid), context().graph().inodes());
    }

    private Replica replica(Options of, HealSettings settings, int pid) throws GraphException {
        var copies = new Children(children(), environment());
        return new Replica(environment(), name(), copies, keys(of), settings, pid);
    }

    private PendingKeys keys(Options of) throws GraphException {
        var names = children().stream().map(edge -> edge.name()).toList();
        return PendingKeys.of(of.pendingXattr(), of.dirtyXattr(), names);
    }

    private HealSettings settings(Options of) throws GraphException {
        int size = children().size();
        boolean auto = of.quorumType().equals("auto") || of.quorumType().isEmpty() && size > 2;
        int quorum = auto ? size / 2 + 1 : of.quorumType().equals("fixed") ? of.quorumCount() : 0;
        var algorithm =
                switch (of.algorithm()) {
                    case "full" -> HealSettings.Algorithm.FULL;
                    case "diff" -> HealSettings.Algorithm.DIFF;
                    default -> HealSettings.Algorithm.DYNAMIC;
                };
        return new HealSettings(
                quorum,
                of.arbiters() > 0 ? size - 1 : -1,
                algorithm,
                Math.min(of.window(), WINDOW_MAX) * HealSettings.BLOCK,
                of.granular(),
                of.anonymousInode() ? volumeId(of) : null,
                Favourite.of(of.favourite().toLowerCase(Locale.ROOT)),
                of.durable(),
                of.forceMetadata(),
                local(of));
    }

    private Gfid volumeId(Options of) throws GraphException {
        try {
            return of.volumeId().isEmpty() ? null : Gfid.parse(of.volumeId());
        } catch (IllegalArgumentException e) {
            throw new GraphException("volume-id of " + name() + ": " + e.getMessage());
        }
    }

    private Copies local(Options of) throws GraphException {
        var local = Copies.NONE;
        for (var wanted : of.local().split(",")) {
            if (wanted.isBlank()) {
                continue;
            }
            int found = -1;
            for (int i = 0; i < children().size(); i++) {
                found = children().get(i).name().equals(wanted.strip()) ? i : found;
            }
            if (found < 0) {
                throw new GraphException(name() + " has no subvolume " + wanted.strip());
            }
            local = local.with(found);
        }
        return local.isEmpty() ? Copies.first(children().size()) : local;
    }

    @Override
    public boolean isUp() {
        return children().stream().anyMatch(edge -> edge.isUp());
    }

    @Override
    public void notify(Event event) {
        super.notify(event);
        if (event instanceof Event.ChildUp) {
            watches.forEach(Watch::request);
        }
    }

    /** Crawls from now on, until the graph ends. */
    public void begin() {
        watches.forEach(Watch::begin);
    }

    /** Crawls through the lists soon, or through the whole tree. */
    public void request(boolean full) {
        watches.forEach(full ? Watch::requestFull : Watch::request);
    }

    /** Of each local brick, in the order of the volfile. */
    public List<CrawlStatus> status() {
        return watches.stream().map(Watch::status).toList();
    }

    /** Crawls once through the lists of all local bricks, on this thread, until nothing more can be healed. */
    public void crawlOnce() throws FopException {
        for (var watch : watches) {
            watch.crawlUntilQuiet();
        }
    }

    /** Walks once through the whole tree of the first local brick, on this thread. */
    public void walkOnce() throws FopException {
        if (!watches.isEmpty()) {
            watches.getFirst().walk();
        }
    }

    /** What waits for a heal on {@code brick}, a child of this node. */
    public void info(int brick, Consumer<HealEntry> entries) throws FopException {
        try {
            new HealInfo(healer(options, Caller.PID_GLFS_HEAL)).visit(brick, entries);
        } catch (GraphException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends split-brains as an administrator says; its changes are those of a self-heal daemon. */
    public Settlement settlement(Verdict verdict) {
        var ruling = new Ruling(verdict);
        try {
            int pid = Caller.PID_SELF_HEAL_DAEMON;
            var settings = settings(options);
            return new Settlement(
                    replica(options, settings.judgedBy(ruling), pid),
                    replica(options, settings, pid),
                    context().graph().inodes(),
                    ruling);
        } catch (GraphException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Has the copies that are up say of {@code empty}, children that are not served yet, that they have missed all.
     *
     * @return how many copies say so
     * @throws FopException EBUSY one of them is served; ENOTCONN no copy with data is up; else nothing is sure
     */
    public int accuseEmpty(Set<String> empty) throws FopException {
        var copies = new EmptyCopies(healer.replica());
        return copies.accuse(context().graph().inodes().root(), empty).count();
    }

    /** The id of the node that {@code brick} is on, "-" where it cannot be asked. */
    public String hostId(int brick) {
        try {
            var loc = Loc.of(context().graph().inodes().root());
            var get = new Fop.Getxattr(loc, NODE_UUID, Xdata.NULL);
            Reply.Xattrs reply = children().get(brick).call(healer.replica().frame(), get);
            return reply.dict().string(NODE_UUID).orElse("-");
        } catch (FopException why) {
            return "-";
        }
    }

    Healer healer() {
        return healer;
    }

    boolean isEnabled() {
        return options.enabled();
    }

    Duration timeout() {
        return Duration.ofSeconds(options.timeoutSeconds());
    }

    int threads() {
        return options.threads();
    }

    @Override
    public void fini() {
        watches.forEach(Watch::end);
        var frame = Frame.internal().until(Deadline.after(environment(), END_WITHIN));
        for (var watch : watches) {
            if (!watch.awaitEnd(frame)) {
                return;
            }
        }
    }

    @Override
    public void dump(Dump out) {
        out.section("xlator.cluster.self-heal." + name() + ".priv");
        for (var status : status()) {
            var prefix = status.brick() + ".";
            out.put(prefix + "type", status.type())
                    .put(prefix + "running", status.running() ? 1 : 0)
                    .put(prefix + "checked", status.checked())
                    .put(prefix + "healed", status.healed())
                    .put(prefix + "failed", status.failed())
                    .put(prefix + "split-brain", status.splitBrain());
        }
    }

    /** The volfile type. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("cluster/self-heal", Options.class, SelfHeal::new);
        }
    }
}
