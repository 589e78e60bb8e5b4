package org.glusterj.management.rest;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glusterj.management.volume.CommandException;
import org.glusterj.management.volume.Pool;

/** {@code /v1/peers}. Thread-safe. */
final class PeerRoutes {
    /** Stock's number and words for a node that is in. */
    private static final int STATE = 3;

    private static final String STATE_TEXT = "Peer in Cluster";
    private static final int STOCK_PORT = 24007;

    private final Pool pool;

    PeerRoutes(Pool pool) {
        this.pool = pool;
    }

    void addTo(Router router) {
        router.add("GetPeers", "GET", "/v1/peers", this::list);
        router.add("AddPeer", "POST", "/v1/peers", this::add);
        router.add("SyncPeer", "POST", "/v1/peers/sync", this::sync);
        router.add("GetPeer", "GET", "/v1/peers/{peerid}", this::get);
        router.add("DeletePeer", "DELETE", "/v1/peers/{peerid}", this::delete);
    }

    private Response list(Request request) throws CommandException {
        return Response.ok(pool.nodes().stream().map(node -> info(node, null)).toList());
    }

    private Response get(Request request) throws CommandException {
        return Response.ok(info(find(request.parameter("peerid")), null));
    }

    /** By id or by any of its names. */
    private Pool.Node find(String name) throws CommandException {
        for (var node : pool.nodes()) {
            if (node.peer().id().toString().equals(name)
                    || node.peer().addresses().contains(name)) {
                return node;
            }
        }
        throw new CommandException(CommandException.Kind.MISSING, name + " is not part of cluster");
    }

    private Response add(Request request) throws CommandException {
        var wanted = request.json(Api.PeerAddReq.class, Api.PeerAddReq.EMPTY).addresses();
        if (wanted == null || wanted.isEmpty() || wanted.getFirst().isBlank()) {
            throw CommandException.invalid("the peer's addresses are missing");
        }
        var host = withoutPort(wanted.getFirst());
        var before = pool.nodes().stream().map(node -> node.peer().id()).toList();
        var node = pool.add(host);
        if (node.self()) {
            return Response.ok(info(node, "Probe on localhost not needed"));
        }
        if (before.contains(node.peer().id())) {
            var note = "Host " + host + " port " + STOCK_PORT + " already in peer list";
            return Response.ok(info(node, note));
        }
        return Response.json(201, info(node, null));
    }

    /** All nodes have one state, so there is nothing to take over; who is asked for is checked as stock does. */
    private Response sync(Request request) throws CommandException {
        var host = request.json(Api.SyncReq.class, Api.SyncReq.EMPTY).host();
        if (host == null || host.isBlank()) {
            throw CommandException.invalid("the request names no host");
        }
        for (var node : pool.nodes()) {
            if (node.peer().addresses().contains(host)) {
                if (node.self()) {
                    throw CommandException.invalid("sync from localhost not allowed");
                }
                return Response.ok(Map.of());
            }
        }
        if (host.equals("localhost")) {
            throw CommandException.invalid("sync from localhost not allowed");
        }
        throw new CommandException(CommandException.Kind.MISSING, host + ", is not a friend");
    }

    private static String withoutPort(String address) {
        int colon = address.indexOf(':');
        return colon < 0 || colon != address.lastIndexOf(':')
                ? address
                : address.substring(0, colon);
    }

    private Response delete(Request request) throws CommandException {
        boolean force = request.query("force", "false").equals("true");
        pool.remove(find(request.parameter("peerid")).peer().id(), force);
        return Response.empty(204);
    }

    private static Api.PeerInfo info(Pool.Node node, String note) {
        var addresses = node.peer().addresses();
        return new Api.PeerInfo(
                node.peer().id().toString(),
                node.peer().name(),
                addresses,
                addresses.stream().map(address -> address + ":" + STOCK_PORT).toList(),
                node.online(),
                Map.of(),
                List.copyOf(addresses),
                node.self(),
                STATE,
                STATE_TEXT,
                node.role().name().toLowerCase(Locale.ROOT),
                note);
    }
}
