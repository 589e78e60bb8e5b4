package org.glusterj.management.rest;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.glusterj.management.event.Event;
import org.glusterj.management.event.EventLog;
import org.glusterj.management.event.EventLog.Logged;
import org.glusterj.management.volume.CommandException;
import org.glusterj.management.webhook.HookTests;
import org.glusterj.management.webhook.Webhook;
import org.glusterj.management.webhook.Webhooks;

/** {@code /v1/events}. Thread-safe. */
final class EventRoutes {
    static final String STREAM = "/v1/events/stream";

    private static final String HOOK = "/v1/events/webhook";

    private final EventLog log;
    private final Webhooks hooks;
    private final HookTests tests;

    EventRoutes(EventLog log, Webhooks hooks, HookTests tests) {
        this.log = log;
        this.hooks = hooks;
        this.tests = tests;
    }

    void addTo(Router router) {
        router.add("EventsList", "GET", "/v1/events", this::list);
        router.add("EventsStream", "GET", STREAM, EventRoutes::noWebSocket);
        router.add("EventsWebhookAdd", "POST", HOOK, this::add);
        router.add("EventsWebhookMod", "PUT", HOOK, this::change);
        router.add("EventsWebhookDelete", "DELETE", HOOK, this::remove);
        router.add("EventsWebhookList", "GET", HOOK, this::hooks);
        router.add("EventsWebhookTest", "POST", HOOK + "/test", this::test);
    }

    /** A WebSocket is made before requests are routed. */
    private static Response noWebSocket(Request request) {
        var refused = Response.error(426, "the stream of events is a WebSocket");
        return new Response(426, refused.type(), refused.body(), Map.of("Upgrade", "websocket"));
    }

    private Response list(Request request) throws CommandException {
        var wanted = wanted(request);
        return Response.ok(
                log.after(after(request, 0), Integer.MAX_VALUE).stream()
                        .filter(wanted)
                        .map(EventRoutes::info)
                        .toList());
    }

    /** The sequence number that the caller knows already. */
    static long after(Request request, long otherwise) throws CommandException {
        var text = request.query("after", "");
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw CommandException.invalid("after=" + text + " is no sequence number");
        }
        return Long.parseLong(text);
    }

    /** Events and groups that the query names; all when it names none. */
    static Predicate<Logged> wanted(Request request) throws CommandException {
        var names = words(request.query("event", ""));
        var groups = words(request.query("group", ""));
        for (var name : names) {
            if (!Event.isKnown(name)) {
                throw CommandException.invalid("there is no event " + name);
            }
        }
        for (var group : groups) {
            if (!Event.isGroup(group)) {
                throw CommandException.invalid("there is no group of events " + group);
            }
        }
        boolean all = names.isEmpty() && groups.isEmpty();
        return logged ->
                all
                        || names.contains(logged.event().event())
                        || groups.contains(logged.event().group());
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(","));
    }

    private static Api.EventInfo info(Logged logged) {
        var event = logged.event();
        return new Api.EventInfo(
                logged.id().toString(),
                event.event(),
                event.message(),
                event.nodeid().toString(),
                Instant.ofEpochSecond(event.ts()).toString(),
                logged.sequence());
    }

    private Response hooks(Request request) throws CommandException {
        return Response.ok(hooks.list().stream().map(Webhook::url).toList());
    }

    private Response add(Request request) throws CommandException {
        hooks.add(hook(request));
        return Response.empty(200);
    }

    private Response change(Request request) throws CommandException {
        hooks.change(hook(request));
        return Response.empty(200);
    }

    private Response remove(Request request) throws CommandException {
        hooks.remove(hook(request).url());
        return Response.empty(204);
    }

    private static Webhook hook(Request request) throws CommandException {
        return request.json(Webhook.class, new Webhook(null, null, null));
    }

    /** As GlusterD-2: an error when any node fails. With {@code each=true} what each said, whatever it was. */
    private Response test(Request request) throws CommandException {
        var all = tests.test(hook(request));
        if (request.query("each", "").equals("true")) {
            return Response.ok(all.stream().map(EventRoutes::tested).toList());
        }
        for (var tested : all) {
            if (tested.error() != null) {
                throw new CommandException(
                        CommandException.Kind.FAILED,
                        tested.node().peer().name() + ": " + tested.error());
            }
        }
        return Response.empty(200);
    }

    private static Api.HookTested tested(HookTests.Tested tested) {
        var node = tested.node();
        return new Api.HookTested(
                node.peer().id().toString(),
                node.peer().name(),
                node.self(),
                node.online(),
                tested.error() == null,
                tested.error());
    }
}
