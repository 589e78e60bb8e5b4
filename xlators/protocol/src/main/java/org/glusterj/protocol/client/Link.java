package org.glusterj.protocol.client;

import java.io.IOException;
import java.time.Duration;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.transport.RpcClient;

/**
 * Keeps a translator connected to its brick: attempt after attempt until one is up, and again when it is lost. Every
 * attempt starts at the management port unless the volfile names the brick's (spec wire-protocol 7.3). Guarded by the
 * monitor; attempts call back under it from event loops, and nothing here blocks.
 */
final class Link {
    static final int MANAGEMENT_PORT = 24007;

    /** From the start of an attempt until the brick accepted us. */
    static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(30);

    private final ProtocolClient client;
    private final Environment environment;
    private final Backoff backoff = new Backoff();
    private RpcClient network;
    private Attempt current;
    private Environment.Timer retry;
    private String volumeId;
    private String firstMemory;
    private String memory;
    private int memories;
    private boolean running;

    Link(ProtocolClient client, Environment environment) {
        this.client = client;
        this.environment = environment;
    }

    /** Starts connecting, unless it does already. */
    synchronized void start(RpcClient over) {
        if (running) {
            over.close();
            return;
        }
        running = true;
        network = over;
        connect();
    }

    /** Disconnects and stays so. */
    synchronized void stop() {
        if (!running) {
            return;
        }
        running = false;
        if (retry != null) {
            retry.cancel();
        }
        var last = current;
        current = null;
        if (last != null) {
            last.end();
        }
        client.stopped();
        network.close();
    }

    /** Gives the present connection up and starts over: it is dead, or the options name another brick. */
    synchronized void restart(Attempt attempt, Errno errno, String why) {
        if (attempt == null || attempt == current) {
            backoff.reset();
            if (current != null) {
                current.giveUp(errno, why, false);
            }
        }
    }

    private void connect() {
        var options = client.options();
        int port = options.remotePort() == 0 ? MANAGEMENT_PORT : options.remotePort();
        attempt(port);
    }

    private void attempt(int port) {
        current = new Attempt(this, client, environment);
        current.connect(network, client.options().remoteHost(), port);
    }

    /** The management server said where the brick is: the attempt goes on there. */
    synchronized void redirect(Attempt from, int port) {
        if (from == current && running) {
            attempt(port);
            from.end();
        }
    }

    synchronized String volumeId() {
        return volumeId;
    }

    synchronized void accepted(Attempt by, String foundVolumeId) {
        if (by == current) {
            volumeId = foundVolumeId == null ? volumeId : foundVolumeId;
            backoff.reset();
        }
    }

    /** Numbers the brick's memories from 1; 0 for a brick that does not name it. Says when another one takes over. */
    synchronized int memory(String found) {
        if (found == null) {
            return 0;
        }
        if (!found.equals(memory)) {
            if (memory == null) {
                firstMemory = found;
            } else {
                client.memoryLost();
            }
            memory = found;
            memories++;
        }
        return memories;
    }

    /**
     * How much must be added to the numbers of {@link #memory} so that they go on from those of a former graph.
     *
     * @param name of the brick's memory, as the former graph knew it last; null when it did not
     * @param number of that memory there
     */
    synchronized int memoriesBefore(String name, int number) {
        if (name == null || memory == null) {
            return 0;
        }
        if (name.equals(memory)) {
            return number - memories;
        }
        return name.equals(firstMemory) ? number - 1 : number;
    }

    /** Number of the present memory, as {@link #memory} counts; 0 for none. */
    synchronized int memories() {
        return memories;
    }

    synchronized String memoryName() {
        return memory;
    }

    synchronized boolean isCurrent(Attempt attempt) {
        return running && attempt == current;
    }

    synchronized boolean isConnecting() {
        return running && (current == null || !current.isUp());
    }

    /** An attempt ended, whether it ever was up or not. */
    synchronized void ended(Attempt by, IOException why) {
        if (by != current) {
            return;
        }
        current = null;
        by.report(why);
        if (running) {
            retry = environment.schedule(backoff.next(), "reconnect", this::again);
        }
    }

    private synchronized void again() {
        if (running && current == null) {
            connect();
        }
    }
}
