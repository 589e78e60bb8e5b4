package org.glusterj.cli.gluster.command;

import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * What stock's {@code volume heal V info} shows, from the JSON of a manager or of a self-heal daemon: a list of bricks,
 * each with {@code name}, {@code host-id}, {@code status}, counts, and in {@code file-gfid} the inodes that wait:
 * {@code gfid}, {@code filename}, and {@code state} if that is {@code split-brain} or {@code healing}. A brick that is
 * away has no counts. Pure.
 */
public enum HealReport {
    ENTRIES(""),
    SPLIT_BRAIN("/split-brain-info"),
    SUMMARY("/info-summary");

    private final String path;

    HealReport(String path) {
        this.path = path;
    }

    /** Of the resource, below that of the volume. */
    String path() {
        return path;
    }

    /** Line by line, a blank one after each brick. */
    public void text(JsonNode bricks, Consumer<String> lines) {
        bricks.forEach(brick -> text(lines, brick));
    }

    private void text(Consumer<String> lines, JsonNode brick) {
        lines.accept("Brick " + brick.path("name").asString(""));
        for (var file : brick.path("file-gfid")) {
            lines.accept(file.path("filename").asString(gfid(file)) + suffix(file));
        }
        lines.accept("Status: " + brick.path("status").asString("Connected"));
        switch (this) {
            case SUMMARY -> {
                count(lines, "Total Number of entries", brick, "total-entries");
                count(lines, "Number of entries in heal pending", brick, "entries-in-heal-pending");
                count(lines, "Number of entries in split-brain", brick, "entries-in-split-brain");
                count(
                        lines,
                        "Number of entries possibly healing",
                        brick,
                        "entries-possibly-healing");
            }
            case SPLIT_BRAIN -> count(lines, "Number of entries in split-brain", brick, "entries");
            case ENTRIES -> count(lines, "Number of entries", brick, "entries");
        }
        lines.accept("");
    }

    /** Stock ends the line with a blank when there is nothing to say. */
    private String suffix(JsonNode file) {
        if (this != ENTRIES) {
            return "";
        }
        return switch (file.path("state").asString("")) {
            case "split-brain" -> " - Is in split-brain";
            case "healing" -> " - Possibly undergoing heal";
            default -> " ";
        };
    }

    private static String gfid(JsonNode file) {
        return "<gfid:" + file.path("gfid").asString("") + ">";
    }

    private static void count(Consumer<String> lines, String title, JsonNode brick, String name) {
        lines.accept(title + ": " + number(brick, name));
    }

    private static String number(JsonNode brick, String name) {
        boolean known = brick.has("entries") || brick.has("total-entries");
        return known ? Long.toString(brick.path(name).asLong(0)) : "-";
    }

    /** Stock has opRet and the others last here. */
    public String xml(JsonNode bricks, int opRet, int opErrno, String opErrstr) {
        var xml = new Xml();
        xml.element(
                "cliOutput",
                () -> {
                    xml.element(
                            "healInfo",
                            () -> xml.element("bricks", () -> bricks.forEach(b -> write(xml, b))));
                    xml.leaf("opRet", opRet).leaf("opErrno", opErrno).leaf("opErrstr", opErrstr);
                });
        return xml.toString();
    }

    private void write(Xml xml, JsonNode brick) {
        xml.element(
                "brick",
                " hostUuid=\"" + brick.path("host-id").asString("-") + "\"",
                () -> {
                    xml.leaf("name", brick.path("name").asString(""));
                    for (var file : brick.path("file-gfid")) {
                        xml.line(
                                "file",
                                " gfid=\"" + file.path("gfid").asString("") + "\"",
                                file.path("filename").asString(""));
                    }
                    xml.leaf("status", brick.path("status").asString("Connected"));
                    if (this == SUMMARY) {
                        xml.leaf("totalNumberOfEntries", number(brick, "total-entries"));
                        xml.leaf(
                                "numberOfEntriesInHealPending",
                                number(brick, "entries-in-heal-pending"));
                        xml.leaf(
                                "numberOfEntriesInSplitBrain",
                                number(brick, "entries-in-split-brain"));
                        xml.leaf(
                                "numberOfEntriesPossiblyHealing",
                                number(brick, "entries-possibly-healing"));
                    } else {
                        xml.leaf("numberOfEntries", number(brick, "entries"));
                    }
                });
    }
}
