package org.glusterj.cli.gluster.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The completion of bash for commands: after the words of a command its own words, and names of volumes where it takes
 * one first. Stateless.
 */
public final class Completion {
    private static final int WORDS_COLUMNS = 60;
    private static final String HEAD =
            """
            # Completion of gluster for bash; made of the grammar of its commands.
            _gluster_volumes() {
                "${COMP_WORDS[0]}" --mode=script --timeout=2 volume list 2>/dev/null
            }

            _gluster() {
                local word=${COMP_WORDS[COMP_CWORD]} line= next= volumes= i
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case ${COMP_WORDS[i]} in --*|=) ;; *) line+=" ${COMP_WORDS[i]}" ;; esac
                done
                case $line in
            """;
    private static final String TAIL =
            """
                esac
                [ -z "$volumes" ] || [ "$line" != " $volumes" ] || next+=" $(_gluster_volumes)"
                case $word in --*) next="--mode=script --xml --json --timeout= --remote-host=" ;; esac
                COMPREPLY=($(compgen -W "$next" -- "$word"))
            }
            complete -F _gluster gluster glusterj
            """;

    private Completion() {}

    /** The script, which a shell sources. */
    public static <S> String bash(List<Command<S>> commands) {
        var script = new StringBuilder(HEAD);
        var beginnings = new TreeMap<String, TreeSet<String>>();
        var complete = new ArrayList<Command<S>>();
        for (var command : commands) {
            for (int i = 0; i < command.words().size(); i++) {
                var before = String.join(" ", command.words().subList(0, i));
                beginnings
                        .computeIfAbsent(before, key -> new TreeSet<>())
                        .add(command.words().get(i));
            }
            complete.add(command);
        }
        complete.sort((a, b) -> name(b).compareTo(name(a)));
        beginnings.forEach((before, next) -> beginning(script, before, next));
        complete.forEach(command -> arguments(script, command, beginnings));
        return script.append(TAIL).toString();
    }

    private static String name(Command<?> command) {
        return String.join(" ", command.words());
    }

    private static void beginning(StringBuilder script, String before, TreeSet<String> next) {
        if (before.isEmpty() || next.size() > 1 || !before.contains(" ")) {
            var pattern = before.isEmpty() ? "''" : "' " + before + "'";
            script.append("        ").append(pattern);
            script.append(") next=\"").append(wrapped(next)).append("\" ;;\n");
        }
    }

    private static void arguments(
            StringBuilder script, Command<?> command, Map<String, TreeSet<String>> beginnings) {
        var words = new TreeSet<String>();
        boolean volume = collect(command.syntax(), words, true);
        if (words.isEmpty() && !volume) {
            return;
        }
        script.append("        ' ").append(name(command)).append("'*) next=\"");
        script.append(wrapped(words)).append('"');
        script.append(volume ? " volumes='" + name(command) + "'" : "").append(" ;;\n");
    }

    private static String wrapped(TreeSet<String> words) {
        var text = new StringBuilder();
        int line = 0;
        for (var word : words) {
            if (line + word.length() > WORDS_COLUMNS) {
                text.append("\n           ");
                line = 0;
            }
            text.append(line == 0 && text.isEmpty() ? "" : " ").append(word);
            line += word.length() + 1;
        }
        return text.toString();
    }

    /** Adds the words of a syntax. @return whether it may begin with a volume */
    private static boolean collect(Syntax syntax, TreeSet<String> words, boolean first) {
        return switch (syntax) {
            case Syntax.Word(var word) -> {
                words.add(word);
                yield false;
            }
            case Syntax.Argument(var name, var kind) -> first && kind == Kind.VOLUME;
            case Syntax.Sequence(var parts) -> {
                boolean volume = false;
                for (int i = 0; i < parts.size(); i++) {
                    volume |= collect(parts.get(i), words, first && i == 0);
                }
                yield volume;
            }
            case Syntax.Choice(var of) -> {
                boolean volume = false;
                for (var one : of) {
                    volume |= collect(one, words, first);
                }
                yield volume;
            }
            case Syntax.Maybe(var what) -> collect(what, words, first);
            case Syntax.Repeated(var what) -> collect(what, words, first);
        };
    }
}
