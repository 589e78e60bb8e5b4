package org.glusterj.cli.rebalance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glusterj.cluster.dht.Rebalance;
import org.glusterj.cluster.dht.RebalanceStatus;
import org.glusterj.cluster.dht.RebalanceTask;
import org.glusterj.core.Deadline;
import org.glusterj.core.Environment;
import org.glusterj.core.FopException;
import org.glusterj.core.Log;
import org.glusterj.core.Name;
import org.glusterj.protocol.mgmt.ManagementException;
import org.glusterj.protocol.mgmt.VolumeGraph;

/**
 * A rebalance from its volfile to its end, and the socket on which it is asked. Owns graph and socket. Begun, waited
 * for and closed by the main thread; stopped from any.
 */
final class RebalanceProcess implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(60);
    private static final Duration UNASKED_END = Duration.ofMinutes(10);
    private static final long LOOK_SECONDS = 5;

    /** Inodes that are kept although nobody uses them: directories on the way down, files under way. */
    private static final int INODES = 4096;

    private static final Log LOG = Log.of(RebalanceProcess.class);

    private final Environment environment;
    private final RebalanceOptions options;
    private final CountDownLatch done = new CountDownLatch(1);
    private final CountDownLatch told = new CountDownLatch(1);
    private final Control control;
    private VolumeGraph graph;
    private ControlSocket socket;
    private volatile Rebalance rebalance;

    RebalanceProcess(Environment environment, RebalanceOptions options) {
        this.environment = environment;
        this.options = options;
        control =
                new Control(
                        environment,
                        new Control.Work() {
                            @Override
                            public RebalanceStatus status() {
                                return rebalance.status();
                            }

                            @Override
                            public void stop() {
                                RebalanceProcess.this.stop();
                            }
                        });
    }

    /** Connects, listens, and begins. */
    void begin() throws IOException, ManagementException, FopException {
        var text = Files.readString(options.volfile(), ISO_8859_1);
        var name = Name.ofText(options.volfile().getFileName().toString());
        graph = new VolumeGraph(environment, name, text, DistributeOnly::of, INODES);
        var connected = Deadline.after(environment, CONNECT_WITHIN);
        graph.awaitRoot(connected, Deadline.after(environment, CONNECT_WITHIN.multipliedBy(2)));
        int hash =
                options.commitHash() == null
                        ? RebalanceTask.freshCommitHash(environment)
                        : options.commitHash();
        var task = new RebalanceTask(options.action(), options.local(), hash, RebalanceTask.NOTICE);
        rebalance = Rebalance.of(environment, graph.graph(), task);
        if (options.socket() != null) {
            socket = ControlSocket.listen(environment, options.socket(), control::answer);
        }
        if (options.pidFile() != null) {
            Files.writeString(options.pidFile(), ProcessHandle.current().pid() + "\n");
        }
        environment.spawn("rebalance", this::work);
    }

    private void work() {
        try {
            rebalance.run();
            keepStatus();
        } finally {
            done.countDown();
        }
    }

    private void keepStatus() {
        var file = options.statusFile();
        if (file == null) {
            return;
        }
        try {
            var fresh = Path.of(file + ".new");
            Files.write(fresh, (control.status() + "\n").getBytes(UTF_8));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.say(RebalanceMessage.STATUS_NOT_WRITTEN, file, e.getMessage());
        }
    }

    /** The work ends in order, then the process. */
    void stop() {
        rebalance.stop();
        told.countDown();
    }

    /** Waits for the end of the work, and with a socket until somebody has had the chance to hear of it. */
    RebalanceStatus await() throws InterruptedException {
        done.await();
        if (socket != null) {
            while (!told.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
                if (control.idleNanos() > UNASKED_END.toNanos()) {
                    break;
                }
            }
        }
        return rebalance.status();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
        }
        if (graph != null) {
            graph.close();
        }
    }
}
