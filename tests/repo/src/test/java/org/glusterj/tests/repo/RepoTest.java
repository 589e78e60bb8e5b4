package org.glusterj.tests.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.glusterj.tests.repo.SourceTree.Source;
import org.junit.jupiter.api.Test;

/** If a rule of taste matters, it is here. */
class RepoTest {
    private static final int FILE_LINES_MAX = 600;
    private static final int METHOD_LINES_MAX = 70;
    private static final int LINE_COLUMNS_MAX = 120;

    /** Catalogues that are long by design. */
    private static final Set<String> LONG_FILES =
            Set.of("core-xlator/src/main/java/org/glusterj/core/Fop.java");

    /** Modules from the bottom up: each may import only from those before it. */
    private static final List<String> LAYERS =
            List.of(
                    "core-xlator",
                    "native-linux",
                    "protocol-xdr",
                    "xlators",
                    "brick-server",
                    "fuse-client",
                    "gfapi-java",
                    "management",
                    "cli",
                    "gateways",
                    "dist",
                    "benchmarks",
                    "tests");

    private static final List<String> ON_DATA_PATH =
            List.of("core-xlator/", "protocol-xdr/", "xlators/", "fuse-client/");

    /** Taken by a brick's threads only, by requests only, or under {@code Pinned}. */
    private static final Set<String> OFF_THE_LOOP =
            Set.of(
                    "core/WorkerPool",
                    "bitrot/ObjectState",
                    "quota/Accountant",
                    "quota/Limited",
                    "changelog/Journal",
                    "openbehind/Delayed",
                    "posix/Recovery",
                    "posix/DirectoryMoves",
                    "posix/Stripes",
                    "fuse/FuseNotifier",
                    "fuse/Handle",
                    "fuse/Dispatcher",
                    "fuse/ReplyBuffer");

    private static final List<Source> JAVA = SourceTree.java();

    @Test
    void theTreeIsRead() {
        assertThat(JAVA).hasSizeGreaterThan(50);
    }

    @Test
    void filesStayShort() {
        assertNone(
                JAVA,
                source ->
                        source.lines().size() > FILE_LINES_MAX
                                && !LONG_FILES.contains(source.path()),
                "longer than " + FILE_LINES_MAX + " lines");
    }

    @Test
    void linesStayNarrowAndClean() {
        var bad = new ArrayList<String>();
        for (var source : JAVA) {
            for (int i = 0; i < source.lines().size(); i++) {
                var line = source.lines().get(i);
                if (line.length() > LINE_COLUMNS_MAX || line.contains("\t") || line.endsWith(" ")) {
                    bad.add(source.path() + ":" + (i + 1));
                }
            }
        }
        assertThat(bad).as("lines above 120 columns, with tabs or trailing blanks").isEmpty();
    }

    @Test
    void methodsFitOnAScreen() {
        var bad = new ArrayList<String>();
        for (var source : JAVA) {
            for (var method : Methods.of(source.lines())) {
                if (method.lines() > METHOD_LINES_MAX) {
                    bad.add(
                            source.path()
                                    + ":"
                                    + method.firstLine()
                                    + " has "
                                    + method.lines()
                                    + " lines");
                }
            }
        }
        assertThat(bad).as("methods above " + METHOD_LINES_MAX + " lines").isEmpty();
    }

    @Test
    void openWorkHasAnIssueNumber() {
        var word = Pattern.compile("\\b(TODO|FIXME|XXX)\\b(?!\\(#\\d+\\))");
        assertNone(JAVA, source -> word.matcher(source.text()).find(), "unnumbered open work");
    }

    @Test
    void packagesExplainThemselves() {
        var packages = new HashSet<Path>();
        for (var source : JAVA) {
            if (source.isMain()) {
                packages.add(Path.of(source.path()).getParent());
            }
        }
        assertThat(packages)
                .allSatisfy(
                        directory ->
                                assertThat(
                                                SourceTree.root()
                                                        .resolve(directory)
                                                        .resolve("package-info.java"))
                                        .exists());
    }

    @Test
    void translatorsTakeTimeThreadsAndChanceFromTheEnvironment() {
        var forbidden =
                Pattern.compile(
                        "System\\.(nanoTime|currentTimeMillis)|Thread\\.(sleep|ofVirtual|ofPlatform)|new Thread\\("
                                + "|parkNanos|parkUntil\\(\"|Executors?\\.|Math\\.random"
                                + "|UUID\\.randomUUID|parallelStream"
                                + "|Instant\\.now|identityHashCode");
        assertNone(
                JAVA,
                source ->
                        source.path().startsWith("xlators/")
                                && source.isMain()
                                && forbidden.matcher(source.text()).find(),
                "takes time, threads or chance from elsewhere than Environment");
    }

    @Test
    void nettyChannelsStayInTheTransport() {
        assertNone(
                JAVA,
                source ->
                        source.text().contains("import io.netty.channel")
                                && !source.path().contains("/org/glusterj/transport/")
                                && !source.path().contains("/org/glusterj/management/rest/"),
                "imports io.netty.channel outside the transport and the manager's HTTP");
    }

    @Test
    void restrictedForeignAccessStaysInNativeLinux() {
        var restricted =
                Pattern.compile(
                        "Linker\\.nativeLinker|SymbolLookup|\\.reinterpret\\(|System\\.load");
        assertNone(
                JAVA,
                source ->
                        source.isMain()
                                && restricted.matcher(source.text()).find()
                                && !source.path().startsWith("native-linux/"),
                "uses restricted java.lang.foreign methods");
    }

    @Test
    void threadLocalsStayInNativeLinux() {
        assertNone(
                JAVA,
                source ->
                        source.isMain()
                                && source.text().matches("(?s).*\\bThreadLocal[<.].*")
                                && !source.path().startsWith("native-linux/"),
                "uses thread-locals");
    }

    /**
     * Whoever waits in the order of arrival may get a lock while it cannot run: a mount's event loop carries the
     * virtual threads of requests, so what the loop itself takes too must be a monitor, or taken under {@code Pinned}.
     */
    @Test
    void locksThatAreHandedOverAreKnown() {
        var handedOver =
                Pattern.compile(
                        "new (Reentrant(ReadWrite)?Lock|StampedLock|Semaphore|CyclicBarrier|Phaser"
                                + "|(Linked|Array)Blocking(Queue|Deque))\\b");
        assertNone(
                JAVA,
                source ->
                        source.isMain()
                                && ON_DATA_PATH.stream().anyMatch(source.path()::startsWith)
                                && handedOver.matcher(source.text()).find()
                                && OFF_THE_LOOP.stream()
                                        .noneMatch(name -> source.path().endsWith(name + ".java")),
                "has a lock that is handed over; does a mount's event loop take it?");
    }

    @Test
    void modulesDependOnlyDownwards() throws Exception {
        var own =
                Pattern.compile(
                        "<artifactId>glusterj-([a-z-]+)</artifactId>(?:(?!</dependency>).)*",
                        Pattern.DOTALL);
        var bad = new ArrayList<String>();
        for (var module : LAYERS) {
            var pom = SourceTree.root().resolve(module).resolve("pom.xml");
            if (!Files.exists(pom)) {
                continue;
            }
            var text = Files.readString(pom);
            var dependencies = text.substring(Math.max(0, text.indexOf("<dependencies>")));
            var matcher = own.matcher(dependencies);
            while (matcher.find()) {
                var target = LAYERS.stream().filter(matcher.group(1)::startsWith).findFirst();
                boolean test = matcher.group().contains("<scope>test</scope>");
                if (target.isPresent()
                        && !test
                        && LAYERS.indexOf(target.get()) > LAYERS.indexOf(module)) {
                    if (!module.equals("benchmarks")) {
                        bad.add(module + " -> " + target.get());
                    }
                }
            }
        }
        assertThat(bad).as("upward dependencies").isEmpty();
    }

    @Test
    void translatorsDoNotImportEachOther() {
        var bad = new ArrayList<String>();
        var imports =
                Pattern.compile(
                        "^import (?:static )?(org\\.glusterj\\.[a-z]+\\.[a-z]+)\\.",
                        Pattern.MULTILINE);
        var translators = translatorPackages();
        for (var source : JAVA) {
            if (!source.path().startsWith("xlators/") || !source.isMain()) {
                continue;
            }
            var mine = packageOf(source);
            var matcher = imports.matcher(source.text());
            while (matcher.find()) {
                var other = matcher.group(1);
                if (translators.contains(other) && !mine.startsWith(other)) {
                    bad.add(source.path() + " imports " + other);
                }
            }
        }
        assertThat(bad).isEmpty();
    }

    private static Set<String> translatorPackages() {
        var packages = new HashSet<String>();
        for (var source : JAVA) {
            if (source.path().startsWith("xlators/")
                    && source.isMain()
                    && source.text().contains("extends XlatorType<")) {
                packages.add(packageOf(source));
            }
        }
        return packages;
    }

    private static String packageOf(Source source) {
        return source.lines().stream()
                .filter(line -> line.startsWith("package "))
                .findFirst()
                .map(line -> line.substring(8, line.indexOf(';')))
                .orElse("");
    }

    @Test
    void messageIdsAreUnique() {
        var id =
                Pattern.compile(
                        "^\\s+[A-Z][A-Z0-9_]*\\(\\s*(1\\d{5}),\\s*Level\\.", Pattern.MULTILINE);
        Map<String, String> seen = new HashMap<>();
        var bad = new ArrayList<String>();
        for (var source : JAVA) {
            var matcher = id.matcher(source.text());
            while (matcher.find()) {
                var before = seen.put(matcher.group(1), source.path());
                if (before != null) {
                    bad.add(matcher.group(1) + " in " + before + " and " + source.path());
                }
            }
        }
        assertThat(seen).isNotEmpty();
        assertThat(bad).as("message ids used twice").isEmpty();
    }

    @Test
    void optionsHaveHelpEndingInAPeriod() {
        var option = Pattern.compile("@Option\\(((?:[^()\"]|\"(?:[^\"\\\\]|\\\\.)*\")*)\\)");
        var help =
                Pattern.compile(
                        "help\\s*=\\s*(?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*\\+\\s*)*\"(?:[^\"\\\\]|\\\\.)*\\.\"");
        var bad = new ArrayList<String>();
        int count = 0;
        for (var source : JAVA) {
            var matcher = option.matcher(source.text());
            while (source.isMain() && matcher.find()) {
                count++;
                if (!help.matcher(matcher.group(1)).find()) {
                    bad.add(source.path() + ": " + matcher.group());
                }
            }
        }
        assertThat(count).isPositive();
        assertThat(bad).isEmpty();
    }

    @Test
    void testsRunAndDoNotSleep() {
        var forbidden =
                Pattern.compile(
                        "@Disabled|@Ignore|Thread\\.sleep\\(|@RepeatedIfExceptions|assertTrue\\(true\\)");
        assertNone(
                JAVA,
                source -> source.isTest() && forbidden.matcher(source.text()).find(),
                "is disabled, sleeps or cannot fail");
    }

    @Test
    void jupiterAndJqwikDoNotMix() {
        assertNone(
                JAVA,
                source ->
                        source.text().contains("org.junit.jupiter.api.Test")
                                && source.text().contains("net.jqwik.api.Property;"),
                "mixes @Test and @Property");
    }

    @Test
    void theProjectSpeaksOfItselfOnly() {
        var foreign =
                Pattern.compile(
                        "/wor"
                                + "k/|/far"
                                + "m/|\\bsub-?agent|\\bhelper-\\d|shared"
                                + "/(spec|golden|design)");
        for (var suffix : List.of(".java", ".md", ".sh", ".xml", ".py")) {
            assertNone(
                    SourceTree.files(suffix),
                    source -> foreign.matcher(source.text()).find(),
                    "names a machine path or something outside the project");
        }
    }

    @Test
    void linksInTheDocsLeadSomewhere() {
        var link = Pattern.compile("\\]\\((?!https?:|#|mailto:)([^)#\\s]+)");
        var bad = new ArrayList<String>();
        for (var source : SourceTree.files(".md")) {
            var matcher = link.matcher(source.text());
            while (matcher.find()) {
                var target =
                        SourceTree.root()
                                .resolve(source.path())
                                .getParent()
                                .resolve(matcher.group(1));
                if (!Files.exists(target)) {
                    bad.add(source.path() + " -> " + matcher.group(1));
                }
            }
        }
        assertThat(bad).as("stale links").isEmpty();
    }

    @Test
    void noAttics() {
        assertNone(
                JAVA,
                source -> source.path().matches(".*/\\w*(Utils?|Common|Helper)\\.java"),
                "is an attic; find the noun it belongs to");
    }

    private static boolean isThisFile(Source source) {
        return source.path().endsWith("/RepoTest.java");
    }

    private static void assertNone(List<Source> sources, Predicate<Source> bad, String what) {
        assertThat(
                        sources.stream()
                                .filter(source -> !isThisFile(source))
                                .filter(bad)
                                .map(Source::path))
                .as(what)
                .isEmpty();
    }
}
