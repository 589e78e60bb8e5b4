package org.glusterj.cli.gluster.command;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.cli.gluster.grammar.Command;
import org.glusterj.cli.gluster.grammar.Command.Group;
import org.glusterj.cli.gluster.grammar.CommandException;
import org.glusterj.cli.gluster.grammar.Match;
import org.glusterj.cli.gluster.rest.RefusedException;
import tools.jackson.databind.JsonNode;

/** The pool's nodes. Stateless. */
final class PeerCommands {
    /** {@code GD_FRIEND_STATE_BEFRIENDED}, a node that belongs to the pool. */
    private static final int IN_CLUSTER = 3;

    private static final int NAME_COLUMNS_MIN = 8;

    private PeerCommands() {}

    static List<Command<Session>> commands() {
        return List.of(
                Command.of(
                        Group.PEER,
                        "peer probe",
                        "<host>",
                        "peer probe { <HOSTNAME> | <IP-address> }",
                        "take a node into the pool",
                        PeerCommands::probe),
                Command.of(
                        Group.PEER,
                        "peer detach",
                        "<host> [force]",
                        "peer detach { <HOSTNAME> | <IP-address> } [force]",
                        "dismiss a node from the pool",
                        PeerCommands::detach),
                Command.of(
                        Group.PEER,
                        "peer status",
                        "",
                        "peer status",
                        "show the other nodes of the pool",
                        PeerCommands::status),
                Command.of(
                        Group.PEER,
                        "pool list",
                        "",
                        "pool list",
                        "show all nodes of the pool, this one too",
                        PeerCommands::list));
    }

    private static int probe(Session session, Match words) throws CommandException {
        var request = Session.object();
        request.putArray("addresses").add(words.get("host"));
        return session.run(
                Failure.of("peer probe: failed: "),
                rest -> rest.post("/peers", request),
                peer -> session.say("peer probe: " + noteOf(peer)),
                (xml, peer) -> xml.leaf("output", noteOf(peer)));
    }

    private static String noteOf(JsonNode answer) {
        return answer.path("note").asString("success");
    }

    private static int detach(Session session, Match words) throws CommandException {
        var host = words.get("host");
        if (!session.confirm()
                .test(
                        "Every client that was mounted through "
                                + host
                                + " must be mounted through"
                                + " another node of the pool. Detach it?")) {
            return 0;
        }
        var force = words.has("force") ? "?force=true" : "";
        return session.run(
                Failure.of("peer detach: failed: "),
                rest -> rest.delete("/peers/" + Session.segment(host) + force, null),
                gone -> session.say("peer detach: " + noteOf(gone)),
                (xml, gone) -> xml.leaf("output", noteOf(gone)));
    }

    private static int status(Session session, Match words) throws CommandException {
        return session.run(
                Failure.of("peer status: failed: "),
                rest -> rest.get("/peers"),
                peers -> {
                    var others = others(peers);
                    session.say("Number of Peers: " + others.size());
                    others.forEach(peer -> status(session, peer));
                },
                (xml, peers) ->
                        xml.element("peerStatus", () -> others(peers).forEach(p -> write(xml, p))));
    }

    private static List<JsonNode> others(JsonNode peers) {
        return peers.valueStream().filter(peer -> !peer.path("local").asBoolean(false)).toList();
    }

    private static void status(Session session, JsonNode peer) {
        session.say("");
        session.say("Hostname: " + name(peer));
        session.say("Uuid: " + peer.path("id").asString());
        session.say("State: " + state(peer) + " (" + connected(peer) + ")");
        var names = names(peer);
        if (names.size() > 1) {
            session.say("Other names:");
            names.subList(1, names.size()).forEach(session::say);
        }
    }

    private static int list(Session session, Match words) throws CommandException {
        return session.run(
                Failure.of("pool list: failed: "),
                rest -> rest.get("/peers"),
                peers -> list(session, poolOf(peers)),
                (xml, peers) ->
                        xml.element("peerStatus", () -> poolOf(peers).forEach(p -> write(xml, p))));
    }

    /** The others, then this node. */
    private static List<JsonNode> poolOf(JsonNode peers) {
        var pool = new ArrayList<>(others(peers));
        peers.valueStream().filter(peer -> peer.path("local").asBoolean(false)).forEach(pool::add);
        return pool;
    }

    private static void list(Session session, List<JsonNode> pool) {
        int columns =
                pool.stream()
                        .mapToInt(peer -> name(peer).length())
                        .reduce(NAME_COLUMNS_MIN, Math::max);
        var row = "%s\t%-" + columns + "s\t%s";
        session.say(("%s\t\t\t\t\t%-" + columns + "s\t%s").formatted("UUID", "Hostname", "State"));
        for (var peer : pool) {
            var id = peer.path("id").asString();
            session.say(row.formatted(id, name(peer), connected(peer) + " "));
        }
    }

    private static void write(Xml xml, JsonNode peer) {
        xml.element(
                "peer",
                () -> {
                    xml.leaf("uuid", peer.path("id").asString()).leaf("hostname", name(peer));
                    boolean local = peer.path("local").asBoolean(false);
                    if (!local) {
                        xml.element(
                                "hostnames",
                                () -> names(peer).forEach(name -> xml.leaf("hostname", name)));
                    }
                    xml.leaf("connected", isOnline(peer) ? 1 : 0);
                    if (!local) {
                        xml.leaf("state", peer.path("state").asInt(IN_CLUSTER));
                        xml.leaf("stateStr", state(peer));
                    }
                });
    }

    /** How the pool calls it; this node is localhost. */
    private static String name(JsonNode peer) {
        return names(peer).getFirst();
    }

    private static List<String> names(JsonNode peer) {
        if (peer.path("local").asBoolean(false)) {
            return List.of("localhost");
        }
        var names = peer.path("addresses").valueStream().map(JsonNode::asString).toList();
        if (!names.isEmpty()) {
            return names;
        }
        var addresses =
                peer.path("peer-addresses")
                        .valueStream()
                        .map(JsonNode::asString)
                        .map(address -> address.replaceFirst(":\\d+$", ""))
                        .toList();
        return addresses.isEmpty() ? List.of(peer.path("name").asString("")) : addresses;
    }

    private static String state(JsonNode peer) {
        return peer.path("state-text").asString("Peer in Cluster");
    }

    private static boolean isOnline(JsonNode peer) {
        return peer.path("local").asBoolean(false) || peer.path("online").asBoolean(false);
    }

    private static String connected(JsonNode peer) {
        return isOnline(peer) ? "Connected" : "Disconnected";
    }

    /** The node that answers; for {@code system:: uuid get}. */
    static JsonNode local(Session session) throws CommandException, RefusedException {
        return session.ask(rest -> rest.get("/peers"))
                .valueStream()
                .filter(peer -> peer.path("local").asBoolean(false))
                .findFirst()
                .orElseThrow(
                        () ->
                                CommandException.failure(
                                        "the manager does not say which node it is"));
    }
}
