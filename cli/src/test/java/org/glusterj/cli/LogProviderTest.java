package org.glusterj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogProviderTest {
    private static final Path SHIPPED = Path.of("..", "dist", "src", "main", "etc", "logback.xml");
    private static final String FILE = "logback.configurationFile";
    private static final String LEVEL = "glusterj.log.level";

    @TempDir Path directory;

    @AfterEach
    void forget() {
        System.clearProperty(FILE);
        System.clearProperty(LEVEL);
    }

    @Test
    void shippedFileIsTheOneOfTheDistribution() {
        assertThat(LogProvider.isShipped(SHIPPED.toString())).isTrue();
        assertThat(LogProvider.isShipped(null)).isFalse();
        assertThat(LogProvider.isShipped(directory.resolve("none").toString())).isFalse();
    }

    @Test
    void shippedFileMeansInJavaWhatItMeansInXml() throws Exception {
        for (var level : List.of("INFO", "TRACE", "WARN", "OFF")) {
            System.setProperty(LEVEL, level);
            var read = new LoggerContext();
            var joran = new JoranConfigurator();
            joran.setContext(read);
            joran.doConfigure(SHIPPED.toFile());
            assertThat(described(provided(SHIPPED))).isEqualTo(described(read));
        }
    }

    @Test
    void changedFileIsRead() throws Exception {
        var changed = directory.resolve("logback.xml");
        Files.writeString(changed, Files.readString(SHIPPED).replace("\"WARN\"", "\"TRACE\""));
        assertThat(provided(changed).getLogger("io.netty").getLevel()).isEqualTo(Level.TRACE);
    }

    private static LoggerContext provided(Path file) {
        System.setProperty(FILE, file.toString());
        var provider = new LogProvider();
        provider.initialize();
        return (LoggerContext) provider.getLoggerFactory();
    }

    /** Levels and appenders of all loggers that have some. */
    private static List<String> described(LoggerContext context) {
        return context.getLoggerList().stream()
                .filter(logger -> logger.getLevel() != null)
                .map(LogProviderTest::described)
                .toList();
    }

    private static String described(Logger logger) {
        var text = new StringBuilder(logger.getName() + " " + logger.getLevel());
        logger.iteratorForAppenders()
                .forEachRemaining(
                        appender -> {
                            var console = (ConsoleAppender<ILoggingEvent>) appender;
                            var encoder = (PatternLayoutEncoder) console.getEncoder();
                            text.append(' ').append(console.getName());
                            text.append(' ').append(console.getTarget());
                            text.append(' ').append(console.isStarted());
                            text.append(' ').append(encoder.getPattern());
                        });
        return text.toString();
    }
}
