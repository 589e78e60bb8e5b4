package org.glusterj.cli;

import java.io.PrintStream;
import java.util.Arrays;
import org.glusterj.brick.BrickCommand;
import org.glusterj.brick.ServeCommand;
import org.glusterj.cli.compat.StockProcess;
import org.glusterj.cli.gluster.EventsTool;
import org.glusterj.cli.heal.EmptyBricksCommand;
import org.glusterj.cli.heal.SelfHealCommand;
import org.glusterj.cli.rebalance.RebalanceCommand;
import org.glusterj.fuse.MountCommand;

/**
 * Entry point of the launcher. A plain switch, not an argument parser: daemons must start fast, and each subcommand
 * reads
 * its own arguments.
 */
public final class Main {
    /** Exit code for wrong usage, of every subcommand. */
    static final int USAGE = 1;

    private static final String HELP =
            """
            usage: glusterj SUBCOMMAND [ARGUMENTS]

              quickstart   a manager, a volume of three directories, mounted, and files going through it
              serve        serve directories as volumes: --volume NAME=BRICKDIR ... [--listen ADDR:PORT]
              brick        run brick graphs from a volfile or a management server
              brick check  find and mend damage of a brick's directory: DIR [--fix] [--all] [--json]
              volume, peer, pool
                           the commands of stock's gluster, for the manager's pool ("gluster --help"; compat/gluster)
              events       webhooks, as stock's gluster-eventsapi has them
              mount        mount a volume: HOST:/VOLUME DIRECTORY [-o OPTIONS] (see also mount.glusterj)
              glusterd     manage volumes and their bricks (see also glusterjd)
              rebalance    bring a volume's files to where new bricks want them (the manager runs it)
              spare        wait for the next mount.glusterj and become its process: mounts 5 times faster
              glustershd   make the copies of a replicated volume equal (see also heal-info)
              heal-info    what copies of a replicated volume lack of each other
              heal-split-brain
                           say which copy of a file is right
              heal-empty   have copies say that a new one lacks all (the manager runs it)
              train        make the start-up cache of this JDK, as the build does (see docs/serving.md)
              version      print the version

            "glusterj SUBCOMMAND --help" tells more. Exit codes: 0 success, 1 wrong usage, 2 failure; mount: 32 failure;
            brick check: 0 clean, 1 mendable, 2 damaged, 3 wrong usage or failure.
            """;

    private Main() {}

    public static void main(String[] args) {
        System.setProperty("slf4j.provider", LogProvider.class.getName());
        System.setProperty("slf4j.internal.verbosity", "WARN");
        int code = run(args, System.out, System.err);
        System.out.flush();
        System.exit(code);
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length == 0) {
            err.print(HELP);
            return USAGE;
        }
        var rest = Arrays.copyOfRange(args, 1, args.length);
        return switch (args[0]) {
            case "serve" -> ServeCommand.run(rest, out, err);
            case "brick" -> brick(rest, out, err);
            case "mount" -> MountCommand.run(rest, out, err);
            case "rebalance" -> RebalanceCommand.run(rest, out, err);
            case "glustershd" -> SelfHealCommand.run(rest, out, err);
            case "heal-empty" -> EmptyBricksCommand.run(rest, out, err);
            case "heal-info" -> SelfHealCommand.info(rest, out, err);
            case "heal-split-brain" -> SelfHealCommand.settle(rest, out, err);
            case "compat" -> StockProcess.run(rest, err, ours -> run(ours, out, err));
            case "glusterd" -> org.glusterj.management.daemon.Main.run(rest, out, err);
            case "events" -> EventsTool.run(rest, out, err);
            case "quickstart" -> Quickstart.run(rest, out, err);
            case "spare" -> Spare.run(rest, out, err);
            case "train" -> Training.run(rest, err);
            case "train-manager" -> Training.runManager(rest, err);
            case "man" -> ManPages.run(rest, version(), err);
            case "version", "--version", "-V" -> {
                out.println("glusterj " + version());
                yield 0;
            }
            case "help", "--help", "-h" -> {
                out.print(HELP);
                yield 0;
            }
            default -> {
                err.println("glusterj: unknown subcommand '" + args[0] + "'");
                err.print(HELP);
                yield USAGE;
            }
        };
    }

    private static int brick(String[] rest, PrintStream out, PrintStream err) {
        return rest.length > 0 && rest[0].equals("check")
                ? CheckCommand.run(Arrays.copyOfRange(rest, 1, rest.length), out, err)
                : BrickCommand.run(rest, out, err);
    }

    private static String version() {
        var version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
