package org.glusterj.management.options;

import static org.glusterj.management.options.Rules.unless;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.glusterj.management.options.Rules.Asked;
import org.glusterj.management.options.Rules.Rule;

/** Rules that look at the value alone (and at the host this runs on: directories, cores). */
final class ValueRules {
    private static final int FILE_NAME_MAX = 255;
    private static final long VOLUMES_PER_THREAD_MIN = 5;
    private static final long VOLUMES_PER_THREAD_MAX = 200;

    static final Map<String, Rule> ALL =
            Map.ofEntries(
                    Map.entry("boolean", ValueRules::truth),
                    Map.entry("throttle", ValueRules::throttle),
                    Map.entry("directory", ValueRules::directory),
                    Map.entry("backlog", ValueRules::backlog),
                    Map.entry("dot-name", ValueRules::dotName),
                    Map.entry("uint64", ValueRules::unsigned),
                    Map.entry("size", ValueRules::size),
                    Map.entry("retention", words("relax", "enterprise")),
                    Map.entry("mandatory", words("off", "file", "forced", "optimal")),
                    Map.entry("enable-disable", words("enable", "disable")),
                    Map.entry("log-level", words("INFO", "WARNING", "ERROR", "DEBUG", "TRACE")),
                    Map.entry("transport", ValueRules::transport),
                    Map.entry("bitrot-command", instead("bitrot")),
                    Map.entry("quota-command", instead("quota")),
                    Map.entry("fixed", asked -> Optional.of("Not a valid option to set")));

    private ValueRules() {}

    private static Optional<String> truth(Asked asked) {
        return unless(
                ValueText.truth(asked.value()).isPresent(),
                asked.value()
                        + " is not a valid boolean value. "
                        + asked.key()
                        + " expects a valid boolean value.");
    }

    private static Optional<String> throttle(Asked asked) {
        if (List.of("lazy", "normal", "aggressive")
                .contains(asked.value().toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        int cores = Runtime.getRuntime().availableProcessors();
        return unless(
                ValueText.whole(asked.value()).filter(n -> n > 0 && n <= cores).isPresent(),
                asked.key()
                        + " should be {lazy|normal|aggressive} or a number from 1 to the cores ("
                        + cores
                        + ")");
    }

    private static Optional<String> directory(Asked asked) {
        return unless(
                asked.value().indexOf('\0') < 0 && Files.isDirectory(Path.of(asked.value())),
                "Failed: " + asked.value() + " is not a directory");
    }

    private static Optional<String> backlog(Asked asked) {
        var number = ValueText.whole(asked.value()).filter(ValueRules::isInt);
        return unless(
                number.isPresent() && number.get() >= 0,
                asked.value()
                        + " is not a compatible value. "
                        + asked.key()
                        + " expects an integer value.");
    }

    private static Optional<String> dotName(Asked asked) {
        var value = asked.value();
        if (value.length() > FILE_NAME_MAX) {
            return Optional.of(
                    "value of " + asked.key() + " exceeds " + FILE_NAME_MAX + " characters");
        }
        if (value.length() < 2) {
            return Optional.of(
                    "value of " + asked.key() + " too short, expects at least two characters");
        }
        if (!value.startsWith(".")) {
            return Optional.of(asked.key() + " expects value starting with '.'");
        }
        return unless(
                value.substring(1).matches("[-_0-9A-Za-z]+"),
                asked.key() + " expects value to contain only '0-9a-z-_'");
    }

    private static Optional<String> unsigned(Asked asked) {
        Predicate<Long> positive = number -> !asked.value().strip().startsWith("-");
        return unless(
                ValueText.whole(asked.value()).filter(positive).isPresent(),
                asked.value()
                        + " is not a valid uint64_t value. "
                        + asked.key()
                        + " expects a valid uint64_t value.");
    }

    private static Optional<String> size(Asked asked) {
        return unless(
                ValueText.bytes(asked.value()).isPresent(),
                "invalid number format \""
                        + asked.value()
                        + "\" in option \""
                        + asked.key()
                        + "\"");
    }

    private static Optional<String> transport(Asked asked) {
        return unless(
                asked.value().equalsIgnoreCase("tcp"),
                "transport-type " + asked.value() + " does not exist");
    }

    /** Letter case counts. */
    private static Rule words(String... words) {
        var allowed = List.of(words);
        return asked ->
                unless(
                        allowed.contains(asked.value()),
                        "Invalid option value '"
                                + asked.value()
                                + "' of "
                                + asked.key()
                                + ": available are '"
                                + String.join("', '", allowed)
                                + "'");
    }

    private static Rule instead(String command) {
        return asked ->
                Optional.of(
                        asked.key()
                                + " is not for 'volume set': use 'gluster volume "
                                + command
                                + " <VOLNAME>'");
    }

    static boolean isInt(long number) {
        return number >= Integer.MIN_VALUE && number <= Integer.MAX_VALUE;
    }

    static boolean isVolumesPerThread(long number) {
        return number >= VOLUMES_PER_THREAD_MIN && number <= VOLUMES_PER_THREAD_MAX;
    }
}
