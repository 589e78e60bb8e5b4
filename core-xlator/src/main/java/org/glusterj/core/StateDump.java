package org.glusterj.core;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Statedump text in stock's layout: {@code DUMP-START-TIME}, sections of key=value lines, {@code DUMP-END-TIME}. One
 * thread fills it.
 */
public final class StateDump implements Dump {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS Z").withZone(ZoneOffset.UTC);

    private final StringBuilder text = new StringBuilder();
    private final Environment environment;

    private StateDump(Environment environment) {
        this.environment = environment;
    }

    /** The dump of {@code graph}. */
    public static String of(Graph graph, Environment environment) {
        var dump = new StateDump(environment);
        dump.text.append("DUMP-START-TIME: ").append(dump.now()).append('\n');
        dump.section("global");
        dump.put("graph.inodes", graph.inodes().size());
        graph.dump(dump);
        dump.text.append("\nDUMP-END-TIME: ").append(dump.now()).append('\n');
        return dump.text.toString();
    }

    /** The file name stock would use: {@code glusterdump.<pid>.dump.<seconds>}. */
    public static String fileName(Environment environment) {
        long seconds = environment.epochNanos() / 1_000_000_000L;
        return "glusterdump." + ProcessHandle.current().pid() + ".dump." + seconds;
    }

    @Override
    public Dump section(String name) {
        text.append("\n[").append(name).append("]\n");
        return this;
    }

    @Override
    public Dump put(String key, Object value) {
        text.append(key).append('=').append(value).append('\n');
        return this;
    }

    private String now() {
        return TIME.format(Instant.ofEpochSecond(0, environment.epochNanos()));
    }
}
