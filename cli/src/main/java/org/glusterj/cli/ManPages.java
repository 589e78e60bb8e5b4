package org.glusterj.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.glusterj.cli.gluster.command.Catalogue;
import org.glusterj.cli.gluster.command.Session;
import org.glusterj.cli.gluster.grammar.Command;

/**
 * Writes the manual pages of the programs of a distribution into {@code man8} below a directory. What they say is what
 * {@code --help} says, and what commands are declared with. Used by the build.
 */
final class ManPages {
    private static final int USAGE = 1;
    private static final int FAILURE = 2;

    /** @param help the arguments that have the program say its help */
    private record Page(String name, String purpose, List<String> help, List<String> others) {}

    private static final List<Page> PAGES =
            List.of(
                    new Page(
                            "glusterj",
                            "volumes of GlusterJ, and what belongs to them",
                            List.of("--help"),
                            List.of("glusterjd", "mount.glusterj")),
                    new Page(
                            "glusterjd",
                            "manager of a node's volumes and bricks",
                            List.of("glusterd", "--help"),
                            List.of("glusterj", "mount.glusterj")),
                    new Page(
                            "mount.glusterj",
                            "mount a volume",
                            List.of("mount", "--help"),
                            List.of("glusterj", "glusterjd")));

    private final StringBuilder out = new StringBuilder();

    private ManPages() {}

    static int run(String[] args, String version, PrintStream err) {
        if (args.length != 1) {
            err.println("usage: glusterj man DIRECTORY");
            return USAGE;
        }
        try {
            var directory = Files.createDirectories(Path.of(args[0], "man8"));
            for (var page : PAGES) {
                var file = directory.resolve(page.name() + ".8");
                Files.writeString(file, new ManPages().page(page, version));
            }
            return 0;
        } catch (IOException e) {
            err.println("glusterj man: " + e);
            return FAILURE;
        }
    }

    private static String help(Page page) {
        var bytes = new ByteArrayOutputStream();
        var said = new PrintStream(bytes, true, UTF_8);
        Main.run(page.help().toArray(String[]::new), said, said);
        return bytes.toString(UTF_8);
    }

    private String page(Page page, String version) {
        line(".TH %s 8 \"\" \"GlusterJ %s\"", page.name().toUpperCase(Locale.ROOT), version);
        line(".SH NAME");
        text(page.name() + " - " + page.purpose());
        var help = help(page).lines().toList();
        int synopsis = 0;
        while (synopsis < help.size() && !help.get(synopsis).isBlank()) {
            if (synopsis > 0 && !help.get(synopsis).contains("glusterj")) {
                break;
            }
            synopsis++;
        }
        section("SYNOPSIS", help.subList(0, synopsis));
        section("DESCRIPTION", help.subList(synopsis, help.size()));
        if (page.name().equals("glusterj")) {
            commands();
        }
        line(".SH SEE ALSO");
        text(String.join(", ", page.others().stream().map(other -> other + "(8)").toList()));
        return out.toString();
    }

    private void section(String title, List<String> lines) {
        line(".SH %s", title);
        line(".nf");
        lines.stream()
                .dropWhile(String::isBlank)
                .map(
                        line ->
                                line.replaceFirst("^usage: ", "")
                                        .replaceFirst("^       (?=glusterj)", ""))
                .forEach(this::text);
        line(".fi");
    }

    private void commands() {
        for (var group : Command.Group.values()) {
            var all =
                    new Catalogue()
                            .commands().stream()
                                    .filter(c -> c.group() == group && c.help() != null)
                                    .sorted(Comparator.comparing(c -> String.join(" ", c.words())))
                                    .toList();
            if (!all.isEmpty()) {
                line(".SH COMMANDS: %s", group.title.toUpperCase(Locale.ROOT));
                all.forEach(this::command);
            }
        }
    }

    private void command(Command<Session> command) {
        line(".PP");
        line(".nf");
        command.usage().forEach(this::text);
        line(".fi");
        line(".RS");
        text(command.help());
        line(".RE");
    }

    private void line(String format, Object... arguments) {
        out.append(arguments.length == 0 ? format : format.formatted(arguments)).append('\n');
    }

    /** A line as it is: no dot or quote at its beginning is a request, no dash is a hyphen. */
    private void text(String plain) {
        var safe = plain.replace("\\", "\\e").replace("-", "\\-");
        boolean request = safe.startsWith(".") || safe.startsWith("'");
        out.append(request ? "\\&" : "").append(safe).append('\n');
    }
}
