package org.glusterj.cli.gluster.command;

import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.glusterj.cli.gluster.grammar.CommandException;
import org.glusterj.cli.gluster.rest.Json;
import org.glusterj.cli.gluster.rest.RefusedException;
import org.glusterj.cli.gluster.rest.Rest;
import org.glusterj.cli.gluster.rest.UnreachableException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a command works with: the manager, and where and how answers are shown. Confined to one thread.
 *
 * @param confirm asks the user; true: go on. With {@code --mode=script} it never asks
 */
public record Session(
        Rest rest, Format format, PrintStream out, PrintStream err, Predicate<String> confirm) {
    private static final String NO_ANSWER =
            "Connection failed. Please check if gluster daemon is operational.";

    /** {@code ETIMEDOUT}: stock's exit code when the manager does not answer in time. */
    private static final int TIMED_OUT = 110;

    /** How answers are shown. */
    public enum Format {
        TEXT,
        XML,
        JSON
    }

    /** A request. */
    interface Call {
        JsonNode run(Rest rest) throws UnreachableException, RefusedException;
    }

    /** Whether stock's own output is wanted, or what the manager said. */
    boolean isJson() {
        return format == Format.JSON;
    }

    boolean isXml() {
        return format == Format.XML;
    }

    void say(String line) {
        out.println(line);
    }

    /** The answer of a request that must not fail but for the manager being away. */
    JsonNode ask(Call call) throws CommandException, RefusedException {
        try {
            return call.run(rest);
        } catch (UnreachableException e) {
            throw CommandException.unreachable(NO_ANSWER, e.isTimeout() ? TIMED_OUT : 1);
        }
    }

    /**
     * Runs a request and shows what comes back.
     *
     * @param xml writes what follows {@code opErrstr}
     * @return the exit code
     */
    int run(Failure failure, Call call, Consumer<JsonNode> text, Shown xml)
            throws CommandException {
        JsonNode answer;
        try {
            answer = ask(call);
        } catch (RefusedException e) {
            return refused(failure, e);
        }
        return show(answer, () -> text.accept(answer), x -> xml.show(x, answer));
    }

    /**
     * Shows an answer in the format that is wanted.
     *
     * @param xml as with {@link #run}
     * @return the exit code
     */
    int show(JsonNode answer, Runnable text, Consumer<Xml> xml) {
        switch (format) {
            case JSON -> json(answer);
            case XML -> out.print(document(0, answer.path("op-errno").asInt(0), "", xml));
            case TEXT -> text.run();
        }
        return 0;
    }

    /** Part of an XML document. */
    interface Shown {
        void show(Xml xml, JsonNode answer);
    }

    /** The common form: {@code cliOp} and {@code output}. */
    int run(Failure failure, Call call, String text, String output) throws CommandException {
        return run(
                failure,
                call,
                answer -> say(text),
                (xml, answer) -> xml.leaf("cliOp", failure.cliOp()).leaf("output", output));
    }

    int refused(Failure failure, RefusedException e) {
        if (isJson()) {
            json(e.json());
            return 1;
        }
        if (!isXml()) {
            err.println(failure.text() + e.getMessage());
            return 1;
        }
        out.print(
                document(
                        -1,
                        e.opErrno(),
                        e.getMessage(),
                        xml -> {
                            if (failure.cliOp() != null) {
                                xml.leaf("cliOp", failure.cliOp());
                                xml.leaf("output", failure.output().formatted(e.getMessage()));
                            } else if (failure.element() != null) {
                                failure.element().accept(xml);
                            }
                        }));
        return failure.xmlCode();
    }

    /** Where stock has no XML: the lines, unless JSON is wanted. */
    int refused(RefusedException e, String... lines) {
        if (isJson()) {
            json(e.json());
        } else {
            List.of(lines).forEach(err::println);
        }
        return 1;
    }

    void json(JsonNode node) {
        out.println(Json.show(node));
    }

    static String document(int opRet, int opErrno, String opErrstr, Consumer<Xml> content) {
        var xml = new Xml();
        xml.element(
                "cliOutput",
                () -> {
                    xml.leaf("opRet", opRet).leaf("opErrno", opErrno).leaf("opErrstr", opErrstr);
                    content.accept(xml);
                });
        return xml.toString();
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A segment of a path, or a value of a query. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String volume(String name) {
        return "/volumes/" + segment(name);
    }
}
