package org.glusterj.cli.gluster;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.glusterj.cli.gluster.rest.RefusedException;
import org.glusterj.cli.gluster.rest.Rest;
import org.glusterj.cli.gluster.rest.UnreachableException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code glusterj events}: stock's {@code gluster-eventsapi} of GlusterFS 10.3, its words, tables and exit codes, for
 * the pool of the manager. What stock copies to each node is in the pool's store here, so a node that answers has it.
 * Used once, by one thread.
 */
public final class EventsTool {
    private static final String USAGE =
            """
            usage: glusterj events [--glusterd-sock PATH | --remote-host HOST] COMMAND [ARGUMENTS] [--json]

              webhook-add URL [-t TOKEN] [-s SECRET]   tells the URL of all that happens from now on
              webhook-mod URL [-t TOKEN] [-s SECRET]   changes the token or the secret
              webhook-del URL
              webhook-test URL [-t TOKEN] [-s SECRET]  has each node post a test
              status                                   webhooks, and which nodes are there
              reload, sync                             shows which nodes are there; there is nothing to copy

            -t, --bearer_token   sent with each event; -s, --secret: of the JSON Web Token that is sent instead
            """;

    /** Of argparse. */
    private static final int WRONG_USAGE = 2;

    private static final int NO_NODE_OK = 3;
    private static final int PARTLY_OK = 4;
    private static final int EXISTS = 5;
    private static final int MISSING = 6;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final String HOOK = "/events/webhook";

    /** @param error as stock has it: {@code N/A} of a node that is away */
    private record Row(String node, boolean up, boolean ok, String error) {
        String state() {
            return up ? "UP" : "DOWN";
        }
    }

    private final List<String> words = new ArrayList<>();
    private final PrintStream out;
    private final PrintStream err;
    private boolean json;
    private String token = "";
    private String secret = "";
    private Path socket = Access.socket();
    private String remoteHost;
    private Rest rest;

    private EventsTool(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** @return the exit code */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return new EventsTool(out, err).run(List.of(args));
    }

    private int run(List<String> line) {
        if (line.contains("--help") || line.contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        var wrong = parse(line);
        if (wrong != null) {
            err.print(USAGE);
            err.println("glusterj events: error: " + wrong);
            return WRONG_USAGE;
        }
        try {
            rest = Access.rest(remoteHost, socket, TIMEOUT);
            return command();
        } catch (RefusedException e) {
            return failed(e.getMessage(), code(e));
        } catch (UnreachableException e) {
            return failed("Connection failed. Please check if gluster daemon is operational.", 1);
        } catch (IOException e) {
            return failed(e.getMessage(), 1);
        }
    }

    private static int code(RefusedException e) {
        return switch (e.status()) {
            case CONFLICT -> EXISTS;
            case NOT_FOUND -> MISSING;
            default -> 1;
        };
    }

    private int failed(String why, int code) {
        if (json) {
            var object = object();
            object.put("output", "").put("error", why);
            out.println(object);
        } else {
            err.println(why);
        }
        return code;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** @return what is wrong, or null */
    private String parse(List<String> line) {
        for (int i = 0; i < line.size(); i++) {
            var word = line.get(i);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            var name = equals < 0 ? word : word.substring(0, equals);
            if (word.equals("--json")) {
                json = true;
            } else if (!word.startsWith("-")) {
                words.add(word);
            } else if (equals < 0 && i + 1 == line.size()) {
                return "argument " + word + ": expected one argument";
            } else if (!option(name, equals < 0 ? line.get(++i) : word.substring(equals + 1))) {
                return "unrecognized arguments: " + word;
            }
        }
        return missing();
    }

    private boolean option(String name, String value) {
        switch (name) {
            case "-t", "--bearer_token" -> token = value;
            case "-s", "--secret" -> secret = value;
            case "--glusterd-sock" -> socket = Path.of(value);
            case "--remote-host" -> remoteHost = value;
            default -> {
                return false;
            }
        }
        return true;
    }

    private String missing() {
        if (words.isEmpty()) {
            return "a command is missing";
        }
        int wanted =
                switch (words.getFirst()) {
                    case "webhook-add", "webhook-mod", "webhook-del", "webhook-test" -> 2;
                    case "status", "reload", "sync" -> 1;
                    default -> 0;
                };
        if (wanted == 0) {
            return "argument mode: invalid choice: '" + words.getFirst() + "'";
        }
        if (words.size() < wanted) {
            return "the following arguments are required: url";
        }
        return words.size() > wanted ? "unrecognized arguments: " + words.get(wanted) : null;
    }

    private int command() throws UnreachableException, RefusedException {
        return switch (words.getFirst()) {
            case "webhook-add" -> changed("POST");
            case "webhook-mod" -> changed("PUT");
            case "webhook-del" -> changed("DELETE");
            case "webhook-test" -> test();
            case "status" -> status();
            case "reload" -> show("RELOAD", peers(), 0);
            default -> sync();
        };
    }

    private ObjectNode hook() {
        return object().put("url", words.get(1)).put("token", token).put("secret", secret);
    }

    private int changed(String method) throws UnreachableException, RefusedException {
        rest.call(method, HOOK, hook());
        return sync();
    }

    private int sync() throws UnreachableException, RefusedException {
        var rows = peers();
        return show("SYNC", rows, code(rows));
    }

    private int test() throws UnreachableException, RefusedException {
        var rows =
                rows(
                        rest.post(HOOK + "/test?each=true", hook()),
                        node -> node.path("ok").asBoolean(false));
        return show("WEBHOOK", rows, code(rows));
    }

    private int status() throws UnreachableException, RefusedException {
        var hooks = rest.get(HOOK);
        var rows = peers();
        if (json) {
            var output = object();
            output.set("webhooks", hooks);
            output.set("data", array("glustereventsd_status", rows));
            out.println(object().<ObjectNode>set("output", output).put("error", ""));
            return 0;
        }
        out.println("Webhooks: " + (hooks.isEmpty() ? "None" : ""));
        hooks.forEach(hook -> out.println(hook.asString("")));
        out.println();
        return show("GLUSTEREVENTSD", rows, 0);
    }

    private List<Row> peers() throws UnreachableException, RefusedException {
        return rows(rest.get("/peers"), node -> node.path("online").asBoolean(false));
    }

    private static List<Row> rows(JsonNode nodes, Function<JsonNode, Boolean> ok) {
        var rows = new ArrayList<Row>();
        for (var node : nodes) {
            boolean local = node.path("local").asBoolean(false);
            boolean up = node.path("online").asBoolean(false);
            var row =
                    new Row(
                            local ? "localhost" : node.path("name").asString(""),
                            up,
                            ok.apply(node),
                            up ? node.path("error").asString("") : "N/A");
            rows.add(rows.isEmpty() || !local ? rows.size() : 0, row);
        }
        return rows;
    }

    private static int code(List<Row> rows) {
        long ok = rows.stream().filter(Row::ok).count();
        return ok == 0 ? NO_NODE_OK : ok < rows.size() ? PARTLY_OK : 0;
    }

    private int show(String what, List<Row> rows, int code) {
        if (json) {
            var column = what.toLowerCase(Locale.ROOT) + "_status";
            out.println(object().<ObjectNode>set("output", array(column, rows)).put("error", ""));
        } else {
            table(what + " STATUS", rows);
        }
        return code;
    }

    private static JsonNode array(String column, List<Row> rows) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var row : rows) {
            array.addObject()
                    .put("node", row.node())
                    .put("node_status", row.state())
                    .put(column, row.ok() ? "OK" : "NOT OK")
                    .put("error", row.error());
        }
        return array;
    }

    private void table(String column, List<Row> rows) {
        var lines = new ArrayList<List<String>>();
        lines.add(List.of("NODE", "NODE STATUS", column));
        for (var row : rows) {
            var state = row.ok() ? "OK" : "NOT OK: " + row.error();
            lines.add(List.of(row.node(), row.state(), state));
        }
        var widths = new int[lines.getFirst().size()];
        for (var line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        var rule = new StringBuilder("+");
        for (int width : widths) {
            rule.append("-".repeat(width + 2)).append('+');
        }
        out.println(rule);
        for (int i = 0; i < lines.size(); i++) {
            out.println(line(lines.get(i), widths));
            if (i == 0 || i == lines.size() - 1) {
                out.println(rule);
            }
        }
    }

    /** The first column in the middle, the others to the right. */
    private static String line(List<String> cells, int[] widths) {
        var line = new StringBuilder("| ").append(centred(cells.getFirst(), widths[0]));
        for (int i = 1; i < widths.length; i++) {
            line.append(" | ").append(" ".repeat(widths[i] - cells.get(i).length()));
            line.append(cells.get(i));
        }
        return line.append(" |").toString();
    }

    /** What does not come out even is on the right of a text of odd length, and on the left of others. */
    private static String centred(String text, int width) {
        int excess = width - text.length();
        int left = excess / 2 + (excess % 2 == 1 && text.length() % 2 == 0 ? 1 : 0);
        return " ".repeat(left) + text + " ".repeat(excess - left);
    }
}
