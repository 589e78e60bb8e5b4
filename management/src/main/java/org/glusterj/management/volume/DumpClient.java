package org.glusterj.management.volume;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.glusterj.management.Json;
import org.glusterj.management.transaction.Action;

/** Has a node ask a client that is connected to it for a statedump. Thread-safe. */
final class DumpClient implements Action {
    static final String NAME = "clients.statedump";

    /** @param host as the user names it; one that this node cannot resolve is nobody's here */
    record Arguments(String volume, String host, int pid) {}

    private final Clients clients;

    DumpClient(Clients clients) {
        this.clients = clients;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String perform(Call call) {
        ask(clients, Json.MAPPER.readValue(call.arguments(), Arguments.class));
        return "";
    }

    static void ask(Clients clients, Arguments asked) {
        try {
            var hosts = List.of(InetAddress.getAllByName(asked.host()));
            clients.statedump(asked.volume(), hosts, asked.pid());
        } catch (UnknownHostException e) {
            // As with stock: there is no such client.
        }
    }

    @Override
    public void undo(Call call) {}
}
