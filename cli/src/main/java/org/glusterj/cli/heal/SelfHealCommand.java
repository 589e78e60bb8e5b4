package org.glusterj.cli.heal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.glusterj.cli.gluster.command.HealReport;
import org.glusterj.cli.rebalance.ControlSocket;
import org.glusterj.cluster.afr.heal.CrawlStatus;
import org.glusterj.core.Environment;
import org.glusterj.core.FopException;
import org.glusterj.core.GraphException;
import org.glusterj.core.SystemEnvironment;
import sun.misc.Signal;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * {@code glusterj glustershd}, {@code heal-info} and {@code heal-split-brain}. The daemon prints READY when it listens
 * and has begun to connect; SIGTERM and SIGINT end it. Runs on the main thread.
 */
public final class SelfHealCommand {
    private static final int OK = 0;
    private static final int USAGE = 1;
    private static final int FAILED = 2;
    private static final int NOT_HEALED = 3;

    private SelfHealCommand() {}

    /** The daemon; returns the exit code. */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return run("glustershd", args, out, err, SelfHealCommand::daemon);
    }

    /** The question; returns the exit code. */
    public static int info(String[] args, PrintStream out, PrintStream err) {
        return run("heal-info", args, out, err, SelfHealCommand::info);
    }

    /** The administrator's word; returns the exit code. */
    public static int settle(String[] args, PrintStream out, PrintStream err) {
        if (args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"))) {
            out.print(SplitBrainOptions.USAGE);
            return OK;
        }
        SplitBrainOptions options;
        try {
            options = SplitBrainOptions.parse(args);
        } catch (SelfHealOptions.UsageException e) {
            err.println("glusterj heal-split-brain: " + e.getMessage());
            err.print(SplitBrainOptions.USAGE);
            return USAGE;
        }
        var environment = SystemEnvironment.get();
        try (var graphs = HealGraphs.open(environment, options.volfile(), Set.of())) {
            graphs.awaitAll(SelfHealOptions.CONNECT);
            var work = new SplitBrains(graphs, options);
            int code = work.run();
            if (options.json()) {
                var answer = new ObjectMapper().createObjectNode();
                var lines = answer.putArray("lines");
                work.lines().forEach(lines::add);
                out.println(answer.put("exit", code));
                return OK;
            }
            work.lines().forEach(out::println);
            return code;
        } catch (IOException | GraphException e) {
            err.println("glusterj heal-split-brain: " + e.getMessage());
            return FAILED;
        }
    }

    private interface Body {
        int run(SelfHealOptions options, HealGraphs graphs, PrintStream out)
                throws IOException, FopException, InterruptedException;
    }

    private static int run(
            String name, String[] args, PrintStream out, PrintStream err, Body body) {
        if (args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"))) {
            out.print(SelfHealOptions.USAGE);
            return OK;
        }
        SelfHealOptions options;
        try {
            options = SelfHealOptions.parse(args);
        } catch (SelfHealOptions.UsageException e) {
            err.println("glusterj " + name + ": " + e.getMessage());
            err.print(SelfHealOptions.USAGE);
            return USAGE;
        }
        Environment environment = SystemEnvironment.get();
        try (var graphs = HealGraphs.open(environment, options.volfile(), options.local())) {
            return body.run(options, graphs, out);
        } catch (IOException | GraphException | FopException e) {
            err.println("glusterj " + name + ": " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static int info(SelfHealOptions options, HealGraphs graphs, PrintStream out) {
        graphs.awaitAll(options.connect());
        var bricks = graphs.info(options.report());
        switch (options.format()) {
            case "json" -> out.println(bricks);
            case "xml" -> out.print(options.report().xml(bricks, 0, 0, ""));
            default -> options.report().text(bricks, out::println);
        }
        return OK;
    }

    private static int daemon(SelfHealOptions options, HealGraphs graphs, PrintStream out)
            throws IOException, FopException, InterruptedException {
        var stopped = new CountDownLatch(1);
        var control = new SelfHealControl(new Daemon(graphs, stopped));
        if (options.once()) {
            return once(options, graphs, control, out);
        }
        for (var name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), signal -> stopped.countDown());
        }
        var socket =
                options.socket() == null
                        ? null
                        : ControlSocket.listen(
                                SystemEnvironment.get(), options.socket(), control::answer);
        try {
            if (options.pidFile() != null) {
                Files.writeString(options.pidFile(), ProcessHandle.current().pid() + "\n");
            }
            graphs.begin();
            out.println("READY");
            out.flush();
            stopped.await();
            return OK;
        } finally {
            if (socket != null) {
                socket.close();
            }
        }
    }

    private static int once(
            SelfHealOptions options, HealGraphs graphs, SelfHealControl control, PrintStream out)
            throws FopException {
        graphs.awaitAll(options.connect());
        graphs.once(options.full());
        var status = graphs.status();
        out.println(control.status(status));
        return status.stream().allMatch(one -> one.failed() == 0) ? OK : NOT_HEALED;
    }

    private record Daemon(HealGraphs graphs, CountDownLatch stopped)
            implements SelfHealControl.Work {
        @Override
        public List<CrawlStatus> status() {
            return graphs.status();
        }

        @Override
        public ArrayNode info(HealReport kind) {
            return graphs.info(kind);
        }

        @Override
        public void request(boolean full) {
            graphs.request(full);
        }

        @Override
        public void stop() {
            stopped.countDown();
        }
    }
}
