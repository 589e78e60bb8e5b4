package org.glusterj.cli.gluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.glusterj.cli.gluster.GlobalOptions.WrongOptionException;
import org.glusterj.cli.gluster.command.Catalogue;
import org.glusterj.cli.gluster.command.Catalogue.NoCommandException;
import org.glusterj.cli.gluster.command.Session;
import org.glusterj.cli.gluster.grammar.Command;
import org.glusterj.cli.gluster.grammar.CommandException;
import org.glusterj.cli.gluster.grammar.Matcher;
import org.glusterj.cli.gluster.grammar.MismatchException;
import org.glusterj.cli.gluster.rest.Rest;

/**
 * The command line {@code gluster}: one command of its arguments, or commands of its input, one a line. Used once,
 * by one thread.
 */
public final class Gluster {
    private static final String USAGE =
            """

             Usage: gluster [options] <help> <peer> <pool> <volume>
             Options:
             --help  Shows the help information
             --version  Shows the version
             --print-logdir  Shows the log directory
             --print-statedumpdir Shows the state dump directory
            """;

    /** What we are compatible with; programs look for the first line. */
    private static final String VERSION = "glusterfs 10.3";

    private static final String WELCOME =
            "Welcome to gluster prompt, type 'help' to see the available commands.";

    private static final int QUESTIONS_MAX = 3;

    private final Catalogue catalogue = new Catalogue();
    private final BufferedReader in;
    private final PrintStream out;
    private final PrintStream err;

    private Gluster(InputStream in, PrintStream out, PrintStream err) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
        this.err = err;
    }

    /** Entry point of the launcher: without {@code org.glusterj.cli.Main} few jars are needed, and few classes. */
    public static void main(String[] args) {
        int code = run(args, System.in, System.out, System.err);
        System.out.flush();
        System.exit(code);
    }

    /** @return the exit code */
    public static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        return new Gluster(in, out, err).run(List.of(args));
    }

    private int run(List<String> args) {
        GlobalOptions options;
        try {
            options = GlobalOptions.parse(args);
        } catch (WrongOptionException e) {
            if (e.isUnknown()) {
                out.println(e.getMessage());
                out.println(USAGE);
            } else {
                err.println(e.getMessage());
            }
            return e.code();
        }
        if (options.question() != null) {
            return answer(options.question());
        }
        Rest rest;
        try {
            rest = Access.rest(options.remoteHost(), options.socket(), options.timeout());
        } catch (IOException e) {
            err.println(e.getMessage());
            return 1;
        }
        var session =
                new Session(
                        rest,
                        options.format(),
                        out,
                        err,
                        question -> options.script() || confirm(question));
        if (isQuit(options.words())) {
            return 0;
        }
        return options.words().isEmpty() ? interactive(session) : command(session, options.words());
    }

    private int answer(String question) {
        switch (question) {
            case "version" -> {
                var version = Gluster.class.getPackage().getImplementationVersion();
                out.println(VERSION);
                out.println("GlusterJ " + (version == null ? "development" : version));
            }
            case "print-logdir" -> out.println("/var/log/glusterj");
            case "print-statedumpdir" -> out.println("/var/run/gluster");
            default -> out.print(Catalogue.summary());
        }
        return 0;
    }

    private int command(Session session, List<String> line) {
        Catalogue.Found found;
        try {
            found = catalogue.find(line);
        } catch (NoCommandException e) {
            out.println(e.getMessage());
            out.println(USAGE);
            return 1;
        }
        var command = found.command();
        try {
            var words = Matcher.match(command.syntax(), found.arguments());
            return command.action().run(session, words);
        } catch (MismatchException e) {
            var name = String.join(" ", command.words());
            err.println(e.isOurs() ? name + ": " + e.getMessage() : e.getMessage());
            usage(command);
            return 1;
        } catch (CommandException e) {
            if (e.isUsage()) {
                if (e.getMessage() != null) {
                    err.println(e.getMessage());
                }
                usage(command);
            } else if (e.isUnreachable()) {
                out.println(e.getMessage());
            } else {
                err.println(e.getMessage());
            }
            return e.code();
        }
    }

    private void usage(Command<Session> command) {
        err.println("\nUsage:");
        command.usage().forEach(err::println);
        err.println();
    }

    private boolean confirm(String question) {
        for (int i = 0; i < QUESTIONS_MAX; i++) {
            out.print(question + " (y/n) ");
            out.flush();
            var answer = readLine();
            switch (answer == null ? "" : answer.strip().toLowerCase(Locale.ROOT)) {
                case "y", "yes" -> {
                    return true;
                }
                case "n", "no" -> {
                    return false;
                }
                default -> out.println("Invalid input, please enter y/n");
            }
            if (answer == null) {
                return false;
            }
        }
        return false;
    }

    /** Commands of a terminal until {@code quit}; of anything else up to the first that fails. */
    private int interactive(Session session) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        err.println(WELCOME);
        int code = 0;
        while (true) {
            if (terminal) {
                out.print("gluster> ");
                out.flush();
            }
            var line = readLine();
            if (line == null) {
                return code;
            }
            var words = words(line);
            if (words.isEmpty()) {
                continue;
            }
            if (isQuit(words)) {
                return 0;
            }
            code = command(session, words);
            if (code != 0 && !terminal) {
                return code;
            }
        }
    }

    private static boolean isQuit(List<String> words) {
        return words.size() == 1
                && (words.getFirst().equals("quit") || words.getFirst().equals("exit"));
    }

    /** Null at the end, and when it cannot be read. */
    private String readLine() {
        try {
            return in.readLine();
        } catch (IOException e) {
            return null;
        }
    }

    /** Words apart by blanks; those in quotes keep theirs. */
    static List<String> words(String line) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (char c : line.toCharArray()) {
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                begun = true;
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
