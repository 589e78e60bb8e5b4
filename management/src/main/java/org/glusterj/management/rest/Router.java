package org.glusterj.management.rest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.glusterj.core.Log;
import org.glusterj.management.store.Deadline;
import org.glusterj.management.volume.CommandException;

/** Which code answers which method and path. Filled before the first request, then immutable. */
final class Router {
    /** So that an answer is there within 10 s, also of a manager that has just begun, unless nodes are at work. */
    private static final Duration ANSWER = Duration.ofSeconds(8);

    private static final Log LOG = Log.of(Router.class);

    /** Carries out a request; blocks. */
    @FunctionalInterface
    interface Handler {
        Response handle(Request request) throws CommandException;
    }

    /**
     * @param template path whose parts in braces match any one part, or all the rest when it is the last and ends in
     *     {@code ...}
     */
    record Route(String name, String method, String template, Handler handler) {
        List<String> parts() {
            return Router.parts(template);
        }
    }

    private final List<Route> routes = new ArrayList<>();

    /** @param name GlusterD-2's where it has one */
    void add(String name, String method, String template, Handler handler) {
        routes.add(new Route(name, method, template, handler));
    }

    List<Route> routes() {
        return List.copyOf(routes);
    }

    Response answer(Request request) {
        var given = parts(request.path());
        var methods = new TreeSet<String>();
        for (var route : routes) {
            var found = match(route.parts(), given);
            if (found != null && route.method().equals(request.method())) {
                return handle(route, request.with(found));
            }
            if (found != null) {
                methods.add(route.method());
            }
        }
        if (methods.isEmpty()) {
            return Response.error(404, "no such path: " + request.path());
        }
        var refused = Response.error(405, request.method() + " is not for " + request.path());
        return new Response(
                405, refused.type(), refused.body(), Map.of("Allow", String.join(", ", methods)));
    }

    private static Response handle(Route route, Request request) {
        try {
            return Deadline.within(ANSWER, () -> route.handler().handle(request));
        } catch (CommandException e) {
            return Response.of(e);
        } catch (RuntimeException bug) {
            LOG.say(RestMessage.HANDLER_BUG, bug, request.method(), request.path());
            return Response.error(500, "internal error, see the manager's log: " + bug);
        }
    }

    private static List<String> parts(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    /** What the braces stand for, or null when it is another path. */
    private static Map<String, String> match(List<String> template, List<String> given) {
        var found = new HashMap<String, String>();
        for (int i = 0; i < template.size(); i++) {
            var part = template.get(i);
            if (i >= given.size()) {
                return null;
            }
            if (part.endsWith("...}")) {
                var rest = String.join("/", given.subList(i, given.size()));
                found.put(part.substring(1, part.length() - 4), rest);
                return found;
            }
            if (part.startsWith("{")) {
                found.put(part.substring(1, part.length() - 1), given.get(i));
            } else if (!part.equals(given.get(i))) {
                return null;
            }
        }
        return template.size() == given.size() ? found : null;
    }
}
