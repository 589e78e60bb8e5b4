package org.glusterj.management.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that happened, as stock's webhooks are told it.
 *
 * @param event name of an {@link EventType}, or one that a newer manager knows
 * @param nodeid of the node where it happened
 * @param ts seconds since 1970
 * @param message texts by stock's names; of VOLUME_SET {@code options} is a list of pairs
 */
public record Event(String event, UUID nodeid, long ts, Map<String, Object> message) {
    /** Longest text in a message, in characters: the bricks of some hundred nodes. */
    static final int TEXT_MAX = 16_000;

    /** What stock, too, has for a text that it cannot tell. */
    private static final String UNAVAILABLE = "<unavailable>";

    private static final Set<String> NAMES =
            Stream.of(EventType.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

    private static final Set<String> GROUPS =
            NAMES.stream().map(EventType::group).collect(Collectors.toUnmodifiableSet());

    public Event {
        message = Map.copyOf(message);
    }

    static Event of(EventType type, UUID node, long seconds, Map<String, ?> message) {
        var bounded = new LinkedHashMap<String, Object>();
        message.forEach((name, value) -> bounded.put(name, bounded(value)));
        return new Event(type.name(), node, seconds, bounded);
    }

    private static Object bounded(Object value) {
        return value.toString().length() > TEXT_MAX ? UNAVAILABLE : value;
    }

    /** As {@link EventType#group}. */
    public String group() {
        return EventType.group(event);
    }

    /** Whether there is an event of that name. */
    public static boolean isKnown(String name) {
        return NAMES.contains(name);
    }

    public static boolean isGroup(String name) {
        return GROUPS.contains(name);
    }

    /** {@code KEY,VALUE,KEY,VALUE} as lists of two. */
    static List<List<String>> pairs(String text) {
        var all = new ArrayList<List<String>>();
        var words = text.replaceAll("^,+|,+$", "").split(",");
        for (int i = 0; i < words.length; i += 2) {
            all.add(List.of(words).subList(i, Math.min(i + 2, words.length)));
        }
        return all;
    }

    /** The members in the order that stock gives them. */
    public Map<String, Object> sorted() {
        var all = new TreeMap<String, Object>();
        all.put("event", event);
        all.put("nodeid", nodeid.toString());
        all.put("ts", ts);
        all.put("message", new TreeMap<>(message));
        return all;
    }
}
