package org.glusterj.cli.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The arguments of a stock program as GNU's argp takes them: {@code --name=value}, {@code --name value} where a
 * value must be given, {@code -xvalue}, {@code -x value}; what is no option is a mount point. Immutable.
 *
 * @param options in order, by their long names; the value is null where none was given
 */
record StockArguments(List<Option> options, List<String> others) {

    record Option(String name, String value) {}

    /** An argument that no stock program has, or that lacks its value. */
    static final class WrongArgumentException extends Exception {
        private static final long serialVersionUID = 1;

        WrongArgumentException(String message) {
            super(message, null, false, false);
        }
    }

    private static final Map<Character, String> SHORT =
            Map.of(
                    'f', "volfile",
                    'l', "log-file",
                    'L', "log-level",
                    's', "volfile-server",
                    'N', "no-daemon",
                    'p', "pid-file",
                    'S', "socket-file",
                    'V', "version",
                    'h', "help");

    /** Those without a value, or with one that may be left out. */
    private static final Set<String> FLAGS =
            Set.of(
                    "acl",
                    "aux-gfid-mount",
                    "capability",
                    "debug",
                    "enable-ino32",
                    "fopen-keep-cache",
                    "global-threading",
                    "global-timer-wheel",
                    "help",
                    "mac-compat",
                    "no-daemon",
                    "print-libexecdir",
                    "print-logdir",
                    "print-statedumpdir",
                    "print-xlatordir",
                    "read-only",
                    "selinux",
                    "thin-client",
                    "version",
                    "worm",
                    "attr-times-granularity",
                    "auto-invalidation",
                    "brick-mux",
                    "direct-io-mode",
                    "event-history",
                    "io-engine",
                    "kernel-writeback-cache",
                    "localtime-logging",
                    "no-root-squash",
                    "reader-thread-count",
                    "resolve-gids",
                    "secure-mgmt",
                    "use-readdirp",
                    "volfile-check",
                    "root-squash");

    private static final Set<String> VALUES =
            Set.of(
                    "volfile",
                    "log-buf-size",
                    "log-flush-timeout",
                    "log-format",
                    "logger",
                    "log-file",
                    "log-level",
                    "volfile-server",
                    "pid-file",
                    "socket-file",
                    "subdir-mount",
                    "volfile-id",
                    "volfile-server-port",
                    "volfile-server-transport",
                    "volume-name",
                    "xlator-option",
                    "attribute-timeout",
                    "background-qlen",
                    "congestion-threshold",
                    "dump-fuse",
                    "entry-timeout",
                    "gid-timeout",
                    "invalidate-limit",
                    "lru-limit",
                    "negative-timeout",
                    "oom-score-adj",
                    "client-pid",
                    "dump-fuse-file",
                    "fuse-mountopts",
                    "fuse-mountopt",
                    "user-map-root",
                    "process-name",
                    "brick-name",
                    "brick-port");

    static StockArguments parse(String... args) throws WrongArgumentException {
        var options = new ArrayList<Option>();
        var others = new ArrayList<String>();
        for (int i = 0; i < args.length; i++) {
            var word = args[i];
            if (word.equals("--")) {
                others.addAll(List.of(args).subList(i + 1, args.length));
                break;
            }
            if (!word.startsWith("-") || word.equals("-")) {
                others.add(word);
                continue;
            }
            var option = word.startsWith("--") ? longOption(word) : shortOption(word);
            if (option.value() == null && VALUES.contains(option.name())) {
                if (i + 1 == args.length) {
                    throw new WrongArgumentException("--" + option.name() + " needs a value");
                }
                option = new Option(option.name(), args[++i]);
            }
            options.add(option);
        }
        return new StockArguments(List.copyOf(options), List.copyOf(others));
    }

    private static Option longOption(String word) throws WrongArgumentException {
        int equals = word.indexOf('=');
        var name = equals < 0 ? word.substring(2) : word.substring(2, equals);
        if (!FLAGS.contains(name) && !VALUES.contains(name)) {
            throw new WrongArgumentException("unrecognized option '--" + name + "'");
        }
        return new Option(name, equals < 0 ? null : word.substring(equals + 1));
    }

    private static Option shortOption(String word) throws WrongArgumentException {
        var name = SHORT.get(word.charAt(1));
        if (name == null) {
            throw new WrongArgumentException("invalid option -- '" + word.charAt(1) + "'");
        }
        return new Option(name, word.length() > 2 ? word.substring(2) : null);
    }

    /** The last value; null when it was not given, or without one. */
    String get(String name) {
        var all = all(name);
        return all.isEmpty() ? null : all.getLast();
    }

    boolean has(String name) {
        return options.stream().anyMatch(option -> option.name().equals(name));
    }

    List<String> all(String name) {
        return options.stream()
                .filter(option -> option.name().equals(name) && option.value() != null)
                .map(Option::value)
                .toList();
    }
}
