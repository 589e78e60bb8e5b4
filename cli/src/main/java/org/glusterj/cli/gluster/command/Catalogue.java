package org.glusterj.cli.gluster.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.glusterj.cli.gluster.grammar.Command;
import org.glusterj.cli.gluster.grammar.Command.Group;

/** All commands: which one a line means, and their help. Immutable. */
public final class Catalogue {
    private final List<Command<Session>> commands = new ArrayList<>();

    public Catalogue() {
        commands.addAll(PeerCommands.commands());
        commands.addAll(VolumeCommands.commands());
        commands.add(CreateCommand.command());
        commands.add(InfoCommand.command());
        commands.add(StatusCommand.command());
        commands.addAll(OptionCommands.commands());
        commands.addAll(BrickCommands.commands());
        commands.add(RebalanceCommand.command());
        commands.add(ProfileCommand.command());
        commands.add(TopCommand.command());
        commands.add(HealCommand.command());
        commands.addAll(UpkeepCommands.commands());
        commands.addAll(QuotaCommands.commands());
        commands.addAll(LaterCommands.others());
        commands.addAll(LaterCommands.snapshots());
        commands.addAll(SystemCommands.commands());
        help("peer", Group.PEER);
        help("volume", Group.VOLUME);
        help("volume quota", Group.QUOTA);
        help("volume bitrot", Group.BITROT);
        help("snapshot", Group.SNAPSHOT);
        help("global", Group.GLOBAL);
        help("system::", Group.SYSTEM);
        commands.add(
                Command.of(
                        Group.GLOBAL,
                        "help",
                        "[all]",
                        "help [all]",
                        null,
                        (session, words) -> {
                            session.out().println(words.has("all") ? everything() : summary());
                            return 0;
                        }));
    }

    private void help(String words, Group group) {
        var usage = words + " help";
        var help = "describe the commands of " + words;
        commands.add(
                Command.of(
                        group,
                        usage,
                        "",
                        usage,
                        help,
                        (session, match) -> {
                            session.out().print(describe(group));
                            return 0;
                        }));
    }

    public List<Command<Session>> commands() {
        return commands;
    }

    /**
     * The command that the first words select, each by its name or a beginning that no other name has; an exact name
     * goes before longer ones.
     *
     * @throws NoCommandException naming the word, in stock's words
     */
    public Found find(List<String> line) throws NoCommandException {
        var left = commands;
        int at = 0;
        while (true) {
            int depth = at;
            if (at < line.size()) {
                boolean complete = left.stream().anyMatch(c -> c.words().size() == depth);
                var name = name(line.get(at), names(left, at), complete);
                if (name != null) {
                    left = left.stream().filter(c -> isAt(c, depth, name)).toList();
                    at++;
                    continue;
                }
            }
            var found = left.stream().filter(c -> c.words().size() == depth).findFirst();
            if (found.isPresent() && at > 0) {
                return new Found(found.get(), line.subList(at, line.size()));
            }
            throw new NoCommandException(
                    at == line.size()
                            ? "unrecognized command"
                            : "unrecognized word: " + line.get(at) + " (position " + at + ")");
        }
    }

    /** @param arguments the words behind those that selected the command */
    public record Found(Command<Session> command, List<String> arguments) {}

    /** No command begins so. */
    public static final class NoCommandException extends Exception {
        private static final long serialVersionUID = 1;

        NoCommandException(String message) {
            super(message, null, false, false);
        }
    }

    private static boolean isAt(Command<Session> command, int depth, String name) {
        return command.words().size() > depth && command.words().get(depth).equals(name);
    }

    private static Set<String> names(List<Command<Session>> commands, int depth) {
        return commands.stream()
                .filter(command -> command.words().size() > depth)
                .map(command -> command.words().get(depth))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @param exact no beginnings: the word may as well be an argument */
    private static String name(String word, Set<String> names, boolean exact) {
        if (names.contains(word)) {
            return word;
        }
        if (exact) {
            return null;
        }
        var begun = names.stream().filter(name -> name.startsWith(word)).toList();
        return begun.size() == 1 && !word.isEmpty() ? begun.getFirst() : null;
    }

    /** What {@code help} shows. */
    public static String summary() {
        var text = new StringBuilder();
        summary(text, "peer", "nodes of the pool");
        summary(text, "volume", "volumes");
        summary(text, "volume bitrot", "signing and scrubbing");
        summary(text, "volume quota", "limits of directories");
        summary(text, "snapshot", "snapshots");
        summary(text, "global", "what concerns the manager itself");
        return text.append('\n').toString();
    }

    private static void summary(StringBuilder text, String words, String what) {
        text.append(" %-25s- %s%n".formatted(words + " help", what));
    }

    private String everything() {
        var text = new StringBuilder();
        for (var group : Group.values()) {
            if (group != Group.SYSTEM) {
                text.append(describe(group)).append('\n');
            }
        }
        return text.toString();
    }

    private String describe(Group group) {
        var text = new StringBuilder();
        if (group != Group.SYSTEM) {
            text.append("\ngluster ").append(group.title).append(" commands\n");
            text.append("=".repeat(group.underline)).append("\n\n");
        }
        commands.stream()
                .filter(command -> command.group() == group && command.help() != null)
                .map(Catalogue::describe)
                .sorted()
                .forEach(text::append);
        return text.append(group == Group.SYSTEM ? "" : "\n\n").toString();
    }

    private static String describe(Command<Session> command) {
        return String.join("\n", command.usage()) + " - " + command.help() + "\n";
    }
}
