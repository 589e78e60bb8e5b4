package org.glusterj.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glusterj.core.Event;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.GraphException;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * A client machine: a process with the volume's graph, as a mount has it, and what a program does through it. The
 * methods that carry out fops run on threads of the process, all others on the scheduler's.
 */
final class ClientNode {
    static final int O_RDWR = 2;

    /** What a program does in one life of its machine; begins again in the next one. */
    interface Program {
        void run(ClientNode client);
    }

    private final Cluster cluster;
    private final int index;
    private final List<SimProcess> lives = new ArrayList<>();
    private SimProcess process;
    private Graph graph;
    private boolean ready;
    private Program program;
    private boolean finished;

    ClientNode(Cluster cluster, int index) {
        this.cluster = cluster;
        this.index = index;
    }

    int index() {
        return index;
    }

    String name() {
        return "c" + index;
    }

    SimProcess process() {
        return process;
    }

    List<SimProcess> lives() {
        return lives;
    }

    boolean isUp() {
        return process != null && process.isAlive();
    }

    /** Has connections to all bricks, or is down. */
    boolean seesAll() {
        if (!isUp()) {
            return true;
        }
        for (int i = 0; i < cluster.bricks().size(); i++) {
            if (!graph.find("v-client-" + i).isUp()) {
                return false;
            }
        }
        return true;
    }

    void start(Program what) throws GraphException {
        program = what;
        cluster.scheduler().note("start " + name());
        process = new SimProcess(cluster.scheduler(), cluster.network(), name(), null);
        lives.add(process);
        ready = false;
        var builder = new GraphBuilder(process);
        graph = builder.build(cluster.volfile("cluster/replicate", Map.of()));
        graph.listen(this::heard);
        graph.activate();
    }

    private void heard(Event.Up event) {
        if (event instanceof Event.ChildUp && !ready) {
            ready = true;
            process.spawn("program", () -> program.run(this));
        }
    }

    /** What the program of the next life will be. */
    void next(Program what) {
        program = what;
    }

    void restart() throws GraphException {
        start(program);
    }

    /** Its program has nothing more to do. */
    void finished() {
        finished = true;
    }

    boolean isFinished() {
        return finished;
    }

    void crash() {
        cluster.scheduler().note("crash " + name());
        process.die();
        cluster.network().died(process);
    }

    <R extends Reply> R call(Fop<R> op) throws FopException {
        return graph.top().call(Frame.internal(), op);
    }

    Inode root() {
        return graph.inodes().root();
    }

    /** Some clients look at what they know the name as, as a mount does, others at the name alone. */
    Inode look(Inode parent, String name) throws FopException {
        var known = index % 2 == 0 ? graph.inodes().childPinned(parent, name) : null;
        if (known != null) {
            try {
                var loc = Loc.entry(parent, name, known);
                var found = call(new Fop.Lookup(loc, Xdata.EMPTY));
                if (found.iatt().gfid().equals(known.gfid())) {
                    return known.pin();
                }
            } finally {
                known.unpin();
            }
        }
        var loc = Loc.entry(parent, name);
        var found = call(new Fop.Lookup(loc, Xdata.EMPTY));
        return graph.inodes().linkPinned(loc.inode(), parent, name, found.iatt());
    }

    /** A number of its own for what will be made. */
    Gfid fresh() {
        return Gfid.random(process.random());
    }

    Fd create(Inode parent, String name, Gfid gfid) throws FopException {
        var loc = Loc.entry(parent, name);
        var fd = graph.inodes().newFd(loc.inode(), O_RDWR);
        boolean made = false;
        try {
            var request = Xdata.EMPTY.withGfid("gfid-req", gfid);
            var reply = call(new Fop.Create(loc, 0302, 0644, 0, fd, request));
            fd.rebind(graph.inodes().linkPinned(loc.inode(), parent, name, reply.iatt()));
            made = true;
            return fd;
        } finally {
            if (!made) {
                fd.close();
            }
        }
    }

    Fd open(Inode inode) throws FopException {
        var fd = graph.inodes().newFd(inode, O_RDWR);
        boolean opened = false;
        try {
            call(new Fop.Open(Loc.of(inode), O_RDWR, fd, Xdata.EMPTY));
            opened = true;
            return fd;
        } finally {
            if (!opened) {
                fd.close();
            }
        }
    }

    void write(Fd fd, long offset, byte[] bytes) throws FopException {
        try (var data = Payload.copyOf(bytes)) {
            int count = call(new Fop.Writev(fd, offset, data, 0, Xdata.EMPTY)).count();
            if (count != bytes.length) {
                throw new IllegalStateException("wrote " + count + " of " + bytes.length);
            }
        }
    }

    byte[] read(Fd fd, long offset, int length) throws FopException {
        try (var reply = call(new Fop.Readv(fd, offset, length, 0, Xdata.EMPTY))) {
            return reply.data().toBytes();
        }
    }

    void close(Fd fd) {
        try {
            call(new Fop.Flush(fd, Xdata.EMPTY));
        } catch (FopException why) {
            process.scheduler().note(name() + " flush " + why.errno());
        } finally {
            fd.close();
        }
    }
}
