package org.glusterj.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.glusterj.core.ClientId;
import org.glusterj.core.Event;
import org.glusterj.core.Fd;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.GraphException;
import org.glusterj.core.Volfile;
import org.glusterj.testkit.MemoryDisk;

/** A brick: a disk, and a process that comes and goes. On the scheduler's thread. */
final class BrickNode {
    private final Scheduler scheduler;
    private final Network network;
    private final int index;
    private final MemoryDisk disk;
    private final Map<ClientId, Connection> clients = new HashMap<>();
    private final List<SimProcess> lives = new ArrayList<>();
    private SimProcess process;
    private Graph graph;
    private int memory;

    BrickNode(Scheduler scheduler, Network network, int index) {
        this.scheduler = scheduler;
        this.network = network;
        this.index = index;
        disk = new MemoryDisk(scheduler.epochNanos());
        network.add(this);
    }

    int index() {
        return index;
    }

    MemoryDisk disk() {
        return disk;
    }

    Graph graph() {
        return graph;
    }

    SimProcess process() {
        return process;
    }

    /** All lives so far, for what went wrong in them. */
    List<SimProcess> lives() {
        return lives;
    }

    /** Changes when the brick forgets what it has not synced. */
    int memory() {
        return memory;
    }

    boolean isUp() {
        return process != null && process.isAlive();
    }

    void start() throws GraphException {
        scheduler.note("start brick " + index);
        process = new SimProcess(scheduler, network, "brick" + index, disk);
        lives.add(process);
        var disk = new Volfile.Node("disk", "test/memory", Map.of(), List.of());
        var list = new Volfile.Node("index", "sim/index", Map.of(), List.of("disk"));
        var locks = new Volfile.Node("locks", "features/locks", Map.of(), List.of("index"));
        graph = new GraphBuilder(process).build(new Volfile(List.of(disk, list, locks)));
        graph.listen(this::heard);
        graph.activate();
    }

    private void heard(Event.Up event) {
        if (event instanceof Event.Upcall upcall) {
            var client = clients.get(upcall.target());
            if (client != null) {
                client.tell(upcall);
            }
        }
    }

    void accept(Connection connection) {
        clients.put(connection.id(), connection);
    }

    /** A client's connection has ended: its locks go, then its fds. */
    void forget(Connection connection, List<Fd> fds) {
        clients.remove(connection.id());
        graph.top().notify(new Event.ClientGone(connection.id()));
        connection.fds.clear();
        fds.forEach(Fd::close);
    }

    /** Its process ends, or its machine does; then content that is not synced may be lost. */
    void crash(boolean powerFails) {
        if (!isUp()) {
            return;
        }
        scheduler.note((powerFails ? "power cut " : "kill ") + "brick " + index);
        process.die();
        clients.clear();
        network.died(process);
        if (powerFails) {
            memory++;
            disk.losePower(scheduler.random());
        }
    }

    /** How many locks clients hold or wait for, by the brick's own account. */
    long locks() {
        var dump = new org.glusterj.testkit.DumpText();
        graph.find("locks").dump(dump);
        var text = dump.toString();
        return Long.parseLong(text.substring(text.lastIndexOf("\nlocks=") + 7).strip());
    }
}
