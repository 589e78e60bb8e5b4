package org.glusterj.cli.gluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.cli.gluster.command.Session.Format;

/**
 * The options that stand anywhere on a command line, up to {@code --}, and what is left of it.
 *
 * @param script never ask
 * @param remoteHost null: the unix socket
 * @param question {@code version}, {@code help} and the like, answered at once; null: none
 */
record GlobalOptions(
        List<String> words,
        Format format,
        boolean script,
        String remoteHost,
        Path socket,
        Duration timeout,
        String question) {

    /** As long as stock waits. */
    private static final int TIMEOUT_SECONDS = 120;

    /** Of {@code heal}, {@code quota} and other long ones, as with stock. */
    private static final int LONG_SECONDS = 600;

    private static final List<String> QUESTIONS =
            List.of("help", "version", "print-logdir", "print-statedumpdir");

    /** A word of {@code volume adopt}, which stock has not got. */
    private static final String ADOPT_FROM = "--from";

    /** Taken for stock's sake; they change nothing. */
    private static final List<String> IGNORED =
            List.of("nolog", "wignore", "wignore-partition", "inet6");

    private static final List<String> LEVELS =
            List.of("CRITICAL", "ERROR", "WARNING", "INFO", "DEBUG", "TRACE");

    /** A line that is wrong before it names a command. */
    static final class WrongOptionException extends Exception {
        private static final long serialVersionUID = 1;

        /** Stock's, of an option that it does not know. */
        private static final int UNKNOWN = 255;

        private final int code;

        private WrongOptionException(String message, int code) {
            super(message, null, false, false);
            this.code = code;
        }

        static WrongOptionException unknown(String option) {
            return new WrongOptionException("unrecognized option " + option, UNKNOWN);
        }

        boolean isUnknown() {
            return code == UNKNOWN;
        }

        int code() {
            return code;
        }
    }

    static GlobalOptions parse(List<String> line) throws WrongOptionException {
        var parser = new Parser();
        for (int i = 0; i < line.size(); i++) {
            var word = line.get(i);
            if (word.equals("--")) {
                parser.words.addAll(line.subList(i + 1, line.size()));
                break;
            }
            if (word.equals(ADOPT_FROM)) {
                parser.words.add(word);
            } else if (word.startsWith("--")) {
                parser.option(word);
                if (parser.question != null) {
                    break;
                }
            } else {
                parser.words.add(word);
            }
        }
        return parser.result();
    }

    private static final class Parser {
        final List<String> words = new ArrayList<>();
        private Format format = Format.TEXT;
        private boolean script;
        private String remoteHost;
        private Path socket = Access.socket();
        private int timeoutSeconds;
        private String question;

        void option(String word) throws WrongOptionException {
            int equals = word.indexOf('=');
            var name = equals < 0 ? word.substring(2) : word.substring(2, equals);
            if (equals < 0) {
                flag(word, name);
            } else {
                value(word, name, word.substring(equals + 1));
            }
        }

        private void flag(String word, String name) throws WrongOptionException {
            if (QUESTIONS.contains(name)) {
                question = name;
            } else if (name.equals("xml")) {
                format = Format.XML;
            } else if (name.equals("json")) {
                format = Format.JSON;
            } else if (!IGNORED.contains(name)) {
                throw WrongOptionException.unknown(word);
            }
        }

        private void value(String word, String name, String value) throws WrongOptionException {
            switch (name) {
                case "mode" -> {
                    if (!value.equals("script") && !value.equals("interactive")) {
                        throw WrongOptionException.unknown(word);
                    }
                    script = value.equals("script");
                }
                case "remote-host" -> remoteHost = value;
                case "glusterd-sock" -> socket = Path.of(value);
                case "timeout" -> timeoutSeconds = seconds(value);
                case "log-level" -> {
                    if (!LEVELS.contains(value)) {
                        throw WrongOptionException.unknown(word);
                    }
                }
                case "log-file", "secure-mgmt" -> {}
                default -> throw WrongOptionException.unknown(word);
            }
        }

        private static int seconds(String value) throws WrongOptionException {
            if (!value.matches("\\d{1,6}") || Integer.parseInt(value) == 0) {
                throw new WrongOptionException("timeout value should be a positive integer", 254);
            }
            return Integer.parseInt(value);
        }

        GlobalOptions result() {
            int seconds =
                    timeoutSeconds > 0 ? timeoutSeconds : isLong() ? LONG_SECONDS : TIMEOUT_SECONDS;
            return new GlobalOptions(
                    List.copyOf(words),
                    format,
                    script,
                    remoteHost,
                    socket,
                    Duration.ofSeconds(seconds),
                    question);
        }

        private boolean isLong() {
            return words.size() > 1
                    && List.of("heal", "quota", "profile", "bitrot").contains(words.get(1));
        }
    }
}
