package org.glusterj.protocol.server;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.glusterj.core.DataSize;
import org.glusterj.core.Dump;
import org.glusterj.core.Edge;
import org.glusterj.core.Event;
import org.glusterj.core.GraphException;
import org.glusterj.core.InodeTable;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Volfile;
import org.glusterj.core.Workers;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * The top of a brick graph, type {@code protocol/server}: says who may use the brick below, owns the io-threads that
 * carry
 * out its clients' fops, and passes events of the graph on to the clients. The connections themselves come from a
 * {@link
 * BrickPort}. Events arrive on the thread that raised them; sessions are kept in a concurrent map.
 */
public final class ProtocolServer extends Xlator {
    record Options(
            @Option(
                            key = "rpc-auth-allow-insecure",
                            def = "on",
                            settable = true,
                            help = "Accept clients whose source port is not privileged.")
                    boolean allowInsecure,
            @Option(
                            key = "strict-auth-accept",
                            def = "off",
                            settable = true,
                            help = "Accept only clients that log in with a known user name.")
                    boolean strictAuth,
            @Option(
                            key = "rpc.outstanding-rpc-limit",
                            def = "64",
                            min = 0,
                            max = 65536,
                            settable = true,
                            help =
                                    "Requests of one client that are carried out at once, 0 for all.")
                    int outstandingLimit,
            @Option(
                            key = "inline-fops",
                            def = "on",
                            settable = true,
                            help =
                                    "Let the thread that receives quick fops carry them out as long as the"
                                            + " process serves this brick only.")
                    boolean inlineFops,
            @Option(
                            key = "payload-limit",
                            def = "16MB",
                            help =
                                    "Bytes of file content that the requests of all clients hold at a time; of"
                                            + " several bricks in a process the largest counts.")
                    DataSize payloadLimit,
            @Option(
                            key = "root-squash",
                            def = "off",
                            settable = true,
                            help = "Let the client's root act as the anonymous user.")
                    boolean rootSquash,
            @Option(
                            key = "all-squash",
                            def = "off",
                            settable = true,
                            help = "Let every user act as the anonymous user.")
                    boolean allSquash,
            @Option(
                            key = "anonuid",
                            def = "65534",
                            min = 0,
                            max = 0xffffffffL,
                            settable = true,
                            help = "User id of the anonymous user.")
                    long anonUid,
            @Option(
                            key = "anongid",
                            def = "65534",
                            min = 0,
                            max = 0xffffffffL,
                            settable = true,
                            help = "Group id of the anonymous user.")
                    long anonGid,
            @Option(
                            key = "manage-gids",
                            def = "off",
                            help =
                                    "Resolve a user's groups on the server, which is not possible yet.")
                    boolean manageGids,
            @Option(
                            key = "*",
                            help = "Authentication rules per brick and options of the transport.")
                    Map<String, String> others) {
        Options {
            if (manageGids) {
                throw new IllegalArgumentException(
                        "manage-gids is on, but this version lacks it; switch it off");
            }
        }

        Access access() {
            return new Access(others, allowInsecure, strictAuth);
        }

        Squash squash() {
            return new Squash(rootSquash, allSquash, (int) anonUid, (int) anonGid);
        }
    }

    private record Settings(Options options, Access access, Squash squash) {
        static Settings of(Options options) {
            return new Settings(options, options.access(), options.squash());
        }
    }

    /** Attached sessions by connection number; bounded by the connections the port accepts. */
    private final Map<Long, Session> sessions = new ConcurrentHashMap<>();

    private volatile Settings settings;
    private boolean leastEnabled;
    private Workers workers;
    private String volumeId = "";

    private ProtocolServer(XlatorContext context, Options options) {
        super(context);
        settings = Settings.of(options);
    }

    @Override
    public void init() throws GraphException {
        if (children().isEmpty()) {
            throw new GraphException("volfile: node " + name() + " needs a subvolume to serve");
        }
        var volfile = context().graph().volfile();
        volumeId = volumeIdIn(volfile);
        var sizing = sizing();
        leastEnabled = sizing == null || sizing.leastPriority();
        var limits = sizing == null ? Workers.Limits.DEFAULT : sizing.limits();
        workers = environment().workers("io-" + name(), limits);
    }

    /** The graph's io-threads node, null when it has none. */
    private Workers.Sizing sizing() {
        for (var xlator : context().graph().xlators()) {
            if (xlator instanceof Workers.Sizing sizing) {
                return sizing;
            }
        }
        return null;
    }

    private static String volumeIdIn(Volfile volfile) {
        return volfile.nodes().stream()
                .filter(node -> node.options().containsKey("volume-id"))
                .map(node -> node.options().get("volume-id"))
                .findFirst()
                .orElse("");
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        settings = Settings.of(values.as(Options.class));
    }

    @Override
    public void fini() {
        workers.close();
    }

    @Override
    public void notify(Event event) {
        switch (event) {
            case Event.Upcall(var target, var body) -> {
                var session = sessions.get(target.connection());
                if (session != null) {
                    session.send(body);
                }
            }
            case Event.ChildUp up -> {
                sessions.values().forEach(Session::sendChildUp);
                context().forward(up);
            }
            case Event.ChildDown down -> {
                sessions.values().forEach(Session::sendChildDown);
                context().forward(down);
            }
            default -> context().forward(event);
        }
    }

    @Override
    public void dump(Dump out) {
        out.section("xlator.protocol.server." + name())
                .put("clients", sessions.size())
                .put("io-threads.queued", workers.queued());
        for (var session : sessions.values()) {
            session.dump(out.section("xlator.protocol.server.connection." + session.connection()));
        }
    }

    /** The served subvolume of that name, or null. */
    Edge brick(String name) {
        for (var edge : children()) {
            if (edge.name().equals(name)) {
                return edge;
            }
        }
        return null;
    }

    void add(Session session) {
        sessions.put(session.connection(), session);
    }

    void remove(Session session) {
        sessions.remove(session.connection(), session);
    }

    /** The clients that are attached. */
    public List<ClientView> views() {
        return sessions.values().stream().map(Session::view).toList();
    }

    /** How many clients are attached. */
    public int clients() {
        return sessions.size();
    }

    /** The io-threads of this graph. */
    public Workers workers() {
        return workers;
    }

    InodeTable inodes() {
        return context().graph().inodes();
    }

    /** Text of the volume's uuid, "" when the volfile does not say. */
    String volumeId() {
        return volumeId;
    }

    boolean leastEnabled() {
        return leastEnabled;
    }

    Access access() {
        return settings.access();
    }

    Squash squash() {
        return settings.squash();
    }

    /** Whether event loops may carry out quick fops: a disk that hangs must not stop other bricks. */
    boolean inlineFops() {
        return settings.options().inlineFops();
    }

    int outstandingLimit() {
        return settings.options().outstandingLimit();
    }

    long payloadLimit() {
        return settings.options().payloadLimit().bytes();
    }

    void spawn(String what, Runnable body) {
        environment().spawn(what, body);
    }

    void tellGone(Event.ClientGone gone) {
        context().forward(gone);
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("protocol/server", Options.class, ProtocolServer::new);
        }
    }
}
