package org.glusterj.brick;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What {@code glusterj serve} was asked to do.
 *
 * @param brickPort port of all bricks; 0 = the first free one from 49152 on
 * @param force also serve a directory that has content but no volume-id
 */
public record ServeOptions(
        List<Volume> volumes, ListenAddress listen, int brickPort, boolean force) {
    static final String USAGE =
            "usage: glusterj serve --volume NAME=BRICKDIR [--volume NAME=BRICKDIR ...]\n"
                    + "           [--option [NAME:]KEY=VALUE ...]\n"
                    + "           [--listen ADDR:24007] [--brick-port N] [--force]\n";

    /** Volumes of one process; more are a mistake on the command line. */
    static final int MAX_VOLUMES = 256;

    private static final Pattern VOLUME_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,253}");

    /**
     * One {@code --volume NAME=BRICKDIR}.
     *
     * @param options of {@code --option}, for this volume or for all
     */
    public record Volume(String name, Path directory, Map<VolumeOption, String> options) {
        public Volume {
            options = Map.copyOf(options);
        }

        Volume(String name, Path directory) {
            this(name, directory, Map.of());
        }

        private Volume with(VolumeOption option, String value) {
            var more = new HashMap<>(options);
            more.put(option, value);
            return new Volume(name, directory, more);
        }
    }

    public ServeOptions {
        volumes = List.copyOf(volumes);
    }

    /** Reads the words after {@code serve}. */
    public static ServeOptions parse(String[] args) throws UsageException {
        var volumes = new ArrayList<Volume>();
        var settings = new ArrayList<String>();
        var listen = new ListenAddress("", ClientVolfile.DEFAULT_MANAGEMENT_PORT);
        int brickPort = 0;
        boolean force = false;
        for (var option : OptionWords.of(args)) {
            switch (option.name()) {
                case "--volume" -> volumes.add(volume(option.value()));
                case "--option" -> settings.add(option.value());
                case "--listen" ->
                        listen =
                                ListenAddress.parse(
                                        option.value(), ClientVolfile.DEFAULT_MANAGEMENT_PORT);
                case "--brick-port" ->
                        brickPort = ListenAddress.port("--brick-port", option.value());
                case "--force" -> force = true;
                default -> throw new UsageException("unknown option " + option.name());
            }
        }
        requireSensible(volumes);
        for (var setting : settings) {
            set(volumes, setting);
        }
        return new ServeOptions(volumes, listen, brickPort, force);
    }

    private static Volume volume(String text) throws UsageException {
        int equals = text.indexOf('=');
        if (equals < 0 || equals == text.length() - 1) {
            throw new UsageException("--volume " + text + ": expected NAME=BRICKDIR");
        }
        var name = text.substring(0, equals);
        if (!VOLUME_NAME.matcher(name).matches() || name.equals("all")) {
            throw new UsageException(
                    "volume name '"
                            + name
                            + "' is not possible: letters, digits, '-' and '_' make a name,"
                            + " up to 254 of them, without '-' in front; 'all' is reserved");
        }
        try {
            return new Volume(name, Path.of(text.substring(equals + 1)));
        } catch (InvalidPathException e) {
            throw new UsageException("--volume " + text + ": " + e.getMessage());
        }
    }

    private static void set(List<Volume> volumes, String text) throws UsageException {
        int equals = text.indexOf('=');
        int colon = text.lastIndexOf(':', Math.max(equals, 0));
        if (equals <= colon + 1) {
            throw new UsageException(
                    "--option " + text + ": expected KEY=VALUE, or NAME:KEY=VALUE for one volume");
        }
        var name = text.substring(0, Math.max(colon, 0));
        var option = VolumeOption.of(text.substring(colon + 1, equals));
        if (colon >= 0 && volumes.stream().noneMatch(volume -> volume.name().equals(name))) {
            throw new UsageException("--option " + text + ": no --volume " + name + " is given");
        }
        var value = text.substring(equals + 1);
        volumes.replaceAll(
                volume ->
                        colon < 0 || volume.name().equals(name)
                                ? volume.with(option, value)
                                : volume);
    }

    private static void requireSensible(List<Volume> volumes) throws UsageException {
        if (volumes.isEmpty()) {
            throw new UsageException("no volume given");
        }
        if (volumes.size() > MAX_VOLUMES) {
            throw new UsageException("at most " + MAX_VOLUMES + " volumes can be served at once");
        }
        var names = new HashSet<String>();
        var directories = new HashSet<Path>();
        for (var volume : volumes) {
            if (!names.add(volume.name())) {
                throw new UsageException("volume name " + volume.name() + " is given twice");
            }
            if (!directories.add(volume.directory().toAbsolutePath().normalize())) {
                throw new UsageException(
                        "directory " + volume.directory() + " is given for two volumes");
            }
        }
    }
}
