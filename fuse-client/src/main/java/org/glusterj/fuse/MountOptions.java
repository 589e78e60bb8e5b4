package org.glusterj.fuse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.glusterj.core.DataSize;
import org.glusterj.linux.DeviceSyscalls;

/**
 * What stands behind {@code -o}: mount(8)'s own flags, the options of stock's mount helper, and a few of ours. A later
 * option overrides an earlier one. Immutable.
 */
public final class MountOptions {
    /** Read and written in one request; the kernel's default limit of 256 pages. */
    private static final int MAX_WRITE_BYTES = 1 << 20;

    /** As much as the kernel reads ahead by default with {@code background-qlen} requests of 128 KiB. */
    private static final String DEFAULT_PAYLOAD = "8MB";

    /** Room for a largest WRITE with its buffer. */
    private static final DataSize LEAST_PAYLOAD = new DataSize(2L << 20);

    private static final DataSize MOST_PAYLOAD = new DataSize(1L << 30);

    private static final String RAW = "raw";

    /** The other value of {@link #backend}. */
    static final String JNR = "jnr";

    private static final int MAX_READERS = 256;

    private static final Map<String, Long> FLAGS = flags();

    private static final String BACKUPS = "backup-volfile-servers";
    private static final Pattern HOST = Pattern.compile("\\[[^\\[\\]]+]|[^:\\[\\]]+");
    private static final Pattern HOSTS = Pattern.compile("(?:%1$s)(?::(?:%1$s))*".formatted(HOST));

    /** Options with a value that this mount acts upon. */
    private static final Set<String> KNOWN =
            Set.of(
                    "log-level",
                    "log-file",
                    "volfile-server-port",
                    "volfile-server-transport",
                    "transport",
                    "server-port",
                    "volfile",
                    "backup-volfile-servers",
                    "backupvolfile-server",
                    "direct-io-mode",
                    "attribute-timeout",
                    "entry-timeout",
                    "negative-timeout",
                    "gid-timeout",
                    "reader-thread-count",
                    "payload-limit",
                    "lru-limit",
                    "background-qlen",
                    "congestion-threshold",
                    "kernel-writeback-cache",
                    "auto-invalidation",
                    "fopen-keep-cache",
                    "use-readdirp",
                    "subdir-mount",
                    "context",
                    "fscontext",
                    "defcontext",
                    "rootcontext",
                    "backend");

    /** Options without a value that this mount acts upon. */
    private static final Set<String> SWITCHES = Set.of("acl", "selinux", "capability");

    /** May be given several times. */
    private static final String XLATOR_OPTION = "xlator-option";

    /** Accepted so that existing fstab lines work; they change nothing here. */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of(
                    "rw",
                    "defaults",
                    "_netdev",
                    "nofail",
                    "auto",
                    "noauto",
                    "user",
                    "nouser",
                    "users",
                    "owner",
                    "group",
                    "suid",
                    "dev",
                    "exec",
                    "async",
                    "atime",
                    "diratime",
                    "norelatime",
                    "nostrictatime",
                    "nolazytime",
                    "allow_other",
                    "default_permissions",
                    "invalidate-limit",
                    "attr-times-granularity",
                    "resolve-gids",
                    "process-name",
                    "event-history",
                    "global-threading",
                    "thin-client",
                    "mem-accounting",
                    "log-buf-size",
                    "log-flush-timeout",
                    "log-format",
                    "logger",
                    "oom-score-adj",
                    "fuse-flush-handle-interrupt",
                    "no-root-squash",
                    "mac-compat",
                    "user-map-root",
                    "fetch-attempts",
                    "localtime-logging",
                    "volfile-check",
                    "mand",
                    "nomand",
                    "silent",
                    "loud",
                    "iversion",
                    "noiversion",
                    "lazytime",
                    "halo-max-latency",
                    "halo-max-replicas",
                    "halo-min-replicas");

    /** Of stock's own command line; the place of both is the first argument. */
    private static final Set<String> IN_SPEC = Set.of("volfile-id", "volfile-server");

    /** Stock's options that would change what the mount means, and are not there yet. */
    private static final Set<String> NOT_YET =
            Set.of(
                    "aux-gfid-mount",
                    "enable-ino32",
                    "worm",
                    "root-squash",
                    "secure-mgmt",
                    "dump-fuse",
                    "client-pid",
                    "io-engine",
                    "fuse-mountopts",
                    "fuse-dev-eperm-ratelimit-ns",
                    "remount");

    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<XlatorOption> xlatorOptions = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private long mountFlags;

    private MountOptions() {}

    /** Wrong use of an option, told to the user with exit code 1. */
    public static final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    /** Parses a comma-separated list; commas between double quotes do not separate. */
    public static MountOptions parse(String list) throws UsageException {
        var options = new MountOptions();
        for (var option : split(list)) {
            if (!option.isEmpty()) {
                options.add(option);
            }
        }
        options.checkedConfig();
        options.lruLimit();
        options.port();
        options.backupHosts();
        options.checkTransport("transport");
        options.checkTransport("volfile-server-transport");
        options.checkBackend();
        return options;
    }

    private static List<String> split(String list) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            quoted ^= c == '"';
            if (c == ',' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private void add(String option) throws UsageException {
        int equals = option.indexOf('=');
        var key =
                (equals < 0 ? option : option.substring(0, equals)).replace("_timeout", "-timeout");
        var value = equals < 0 ? null : option.substring(equals + 1);
        Long flag = FLAGS.get(key);
        if (flag != null && value == null) {
            setFlag(key, flag);
        } else if (key.equals("fopen-keep-cache") && value == null) {
            values.put(key, "on");
        } else if (KNOWN.contains(key)) {
            values.put(key, needed(key, value));
        } else if (key.equals(XLATOR_OPTION)) {
            xlatorOptions.add(XlatorOption.parse(needed(key, value)));
        } else if (SWITCHES.contains(key)) {
            values.put(key, "on");
        } else if (WITHOUT_EFFECT.contains(key) || key.startsWith("x-") || key.equals("comment")) {
            ignored.add(key);
        } else if (IN_SPEC.contains(key)) {
            throw new UsageException("option " + key + ": write HOST:/VOLUME instead");
        } else if (NOT_YET.contains(key)) {
            throw new UsageException("option " + key + " is not supported by this version");
        } else {
            throw new UsageException("unknown option " + key + "; known are " + known());
        }
    }

    private static String needed(String key, String value) throws UsageException {
        if (value == null || value.isEmpty()) {
            throw new UsageException("option " + key + " needs a value");
        }
        return value;
    }

    private void setFlag(String key, long flag) {
        if (key.equals("relatime") || key.equals("noatime") || key.equals("strictatime")) {
            mountFlags &=
                    ~(DeviceSyscalls.MS_RELATIME
                            | DeviceSyscalls.MS_NOATIME
                            | DeviceSyscalls.MS_STRICTATIME);
        }
        mountFlags |= flag;
    }

    private static Map<String, Long> flags() {
        return Map.of(
                "ro", (long) DeviceSyscalls.MS_RDONLY,
                "nosuid", (long) DeviceSyscalls.MS_NOSUID,
                "nodev", (long) DeviceSyscalls.MS_NODEV,
                "noexec", (long) DeviceSyscalls.MS_NOEXEC,
                "sync", (long) DeviceSyscalls.MS_SYNCHRONOUS,
                "dirsync", (long) DeviceSyscalls.MS_DIRSYNC,
                "noatime", (long) DeviceSyscalls.MS_NOATIME,
                "nodiratime", (long) DeviceSyscalls.MS_NODIRATIME,
                "relatime", (long) DeviceSyscalls.MS_RELATIME,
                "strictatime", (long) DeviceSyscalls.MS_STRICTATIME);
    }

    private static String known() {
        var all = new TreeSet<>(KNOWN);
        all.addAll(SWITCHES);
        all.add(XLATOR_OPTION);
        all.addAll(FLAGS.keySet());
        return String.join(", ", all);
    }

    /** MS_* for mount(2). */
    public long mountFlags() {
        return mountFlags;
    }

    public boolean isReadOnly() {
        return (mountFlags & DeviceSyscalls.MS_RDONLY) != 0;
    }

    /** What the mount says about options of the volume's graph, in order. */
    List<XlatorOption> xlatorOptions() {
        return List.copyOf(xlatorOptions);
    }

    /** Options given that have no effect here; for the log. */
    public List<String> ignored() {
        return List.copyOf(ignored);
    }

    /** The value of a known option, or {@code fallback}. */
    public String text(String key, String fallback) {
        assert KNOWN.contains(key) : key;
        return values.getOrDefault(key, fallback);
    }

    /** What goes to the kernel beside fd, rootmode and ids. */
    String kernelOptions() {
        var text =
                new StringBuilder("default_permissions,allow_other,max_read=")
                        .append(MAX_WRITE_BYTES);
        for (var key : List.of("context", "fscontext", "defcontext", "rootcontext")) {
            if (values.containsKey(key)) {
                text.append(',').append(key).append('=').append(values.get(key));
            }
        }
        return text.toString();
    }

    /** Port of the management server. */
    public int port() throws UsageException {
        var key = values.containsKey("server-port") ? "server-port" : "volfile-server-port";
        return number(key, 24007, 1, 65_535);
    }

    /** Further management servers to try, in order; never fails on options that {@link #parse} let pass. */
    public List<String> backupServers() {
        try {
            return backupHosts();
        } catch (UsageException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> backupHosts() throws UsageException {
        var key = values.containsKey(BACKUPS) ? BACKUPS : "backupvolfile-server";
        var list = text(key, "");
        if (!list.isEmpty() && !HOSTS.matcher(list).matches()) {
            throw new UsageException(
                    "option "
                            + key
                            + " must be hosts separated by ':', IPv6 in brackets, not "
                            + list);
        }
        return HOST.matcher(list).results().map(host -> unbracketed(host.group())).toList();
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private void checkTransport(String key) throws UsageException {
        var transport = text(key, "tcp");
        if (!transport.equals("tcp") && !transport.equals("socket")) {
            throw new UsageException("option " + key + " must be tcp or socket, not " + transport);
        }
    }

    /** Inodes kept in memory although neither the kernel nor a request uses them. */
    public int lruLimit() throws UsageException {
        return number("lru-limit", 65_536, 0, Integer.MAX_VALUE);
    }

    /** How the kernel is spoken to: {@code raw}, by /dev/fuse, or {@code jnr}, by libfuse 2. */
    public String backend() {
        return text("backend", RAW);
    }

    private void checkBackend() throws UsageException {
        if (!backend().equals(RAW) && !backend().equals(JNR)) {
            throw new UsageException("option backend must be raw or jnr, not " + backend());
        }
    }

    /** The mount's behaviour; never fails on options that {@link #parse} let pass. */
    FuseConfig config() {
        try {
            return checkedConfig();
        } catch (UsageException e) {
            throw new IllegalStateException(e);
        }
    }

    private FuseConfig checkedConfig() throws UsageException {
        int background = number("background-qlen", 64, 1, 65_535);
        return new FuseConfig(
                seconds("attribute-timeout", 1),
                seconds("entry-timeout", 1),
                seconds("negative-timeout", 0),
                seconds("gid-timeout", 300),
                values.containsKey("acl"),
                values.containsKey("selinux"),
                values.containsKey("capability"),
                oneOf("direct-io-mode", "enable", "disable", "auto"),
                flag("fopen-keep-cache", false),
                flag("use-readdirp", true),
                flag("auto-invalidation", true),
                flag("kernel-writeback-cache", false),
                values.containsKey("reader-thread-count")
                        ? number("reader-thread-count", 1, 1, MAX_READERS)
                        : FuseConfig.NO_READERS,
                lruLimit(),
                MAX_WRITE_BYTES,
                size("payload-limit", DEFAULT_PAYLOAD, LEAST_PAYLOAD, MOST_PAYLOAD),
                background,
                number("congestion-threshold", Math.max(1, background * 3 / 4), 1, 65_535));
    }

    /** True for the first word or its synonyms, false for the others; "auto" is false. */
    private boolean oneOf(String key, String on, String off, String auto) throws UsageException {
        var text = values.getOrDefault(key, auto);
        return !text.equals(auto) && (text.equals(on) || !text.equals(off) && flag(key, false));
    }

    private boolean flag(String key, boolean fallback) throws UsageException {
        var text = values.get(key);
        if (text == null) {
            return fallback;
        }
        return switch (text) {
            case "on", "yes", "true", "enable", "1" -> true;
            case "off", "no", "false", "disable", "0" -> false;
            default ->
                    throw new UsageException("option " + key + " must be yes or no, not " + text);
        };
    }

    private int number(String key, int fallback, int least, int most) throws UsageException {
        var text = values.get(key);
        if (text == null) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // told below
        }
        throw new UsageException(
                "option "
                        + key
                        + " must be a number from "
                        + least
                        + " to "
                        + most
                        + ", not "
                        + text);
    }

    private long size(String key, String fallback, DataSize least, DataSize most)
            throws UsageException {
        var text = values.getOrDefault(key, fallback);
        try {
            long bytes = DataSize.parse(text).bytes();
            if (bytes >= least.bytes() && bytes <= most.bytes()) {
                return bytes;
            }
        } catch (IllegalArgumentException notASize) {
            // told below
        }
        throw new UsageException(
                "option "
                        + key
                        + " must be a size from "
                        + least
                        + " to "
                        + most
                        + ", not "
                        + text);
    }

    private Duration seconds(String key, int fallback) throws UsageException {
        var text = values.get(key);
        if (text == null) {
            return Duration.ofSeconds(fallback);
        }
        try {
            double seconds = Double.parseDouble(text);
            if (seconds >= 0 && seconds <= Integer.MAX_VALUE) {
                return Duration.ofNanos((long) (seconds * 1e9));
            }
        } catch (NumberFormatException notANumber) {
            // told below
        }
        throw new UsageException("option " + key + " must be seconds, not " + text);
    }
}
