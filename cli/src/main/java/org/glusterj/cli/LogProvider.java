package org.glusterj.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LogbackServiceProvider;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.status.NopStatusListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/**
 * Logback, started without its XML reader as long as etc/logback.xml is as it was shipped; a changed one is read as
 * ever. Named to SLF4J by {@link Main}, so that no jar is searched for providers. Used once, by the first logger.
 */
public final class LogProvider extends LogbackServiceProvider {
    /** What etc/logback.xml says when nobody changed it; {@link #configure} says the same in Java. */
    static final String SHIPPED =
            """
            <!-- The log goes to stderr, which the launcher appends to the log file of a daemon. -->
            <configuration>
              <statusListener class="ch.qos.logback.core.status.NopStatusListener"/>
              <appender name="STDERR" class="ch.qos.logback.core.ConsoleAppender">
                <target>System.err</target>
                <encoder>
                  <pattern>%d{yyyy-MM-dd HH:mm:ss.SSS, UTC} %-5level %logger{0} %msg {%kvp}%n</pattern>
                </encoder>
              </appender>
              <logger name="io.netty" level="WARN"/>
              <logger name="io.netty.util.internal.MacAddressUtil" level="ERROR"/>
              <logger name="org.apache.ratis" level="WARN"/>
              <root level="${glusterj.log.level:-INFO}">
                <appender-ref ref="STDERR"/>
              </root>
            </configuration>
            """;

    private static final String PATTERN =
            "%d{yyyy-MM-dd HH:mm:ss.SSS, UTC} %-5level %logger{0} %msg {%kvp}%n";
    private static final Map<String, Level> LEVELS =
            Map.of(
                    "io.netty",
                    Level.WARN,
                    "io.netty.util.internal.MacAddressUtil",
                    Level.ERROR,
                    "org.apache.ratis",
                    Level.WARN);

    private LoggerContext shipped;

    @Override
    public void initialize() {
        if (!isShipped(System.getProperty("logback.configurationFile"))) {
            super.initialize();
            return;
        }
        shipped = new LoggerContext();
        shipped.setName(CoreConstants.DEFAULT_CONTEXT_NAME);
        shipped.setMDCAdapter(getMDCAdapter());
        configure(shipped);
        shipped.start();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return shipped != null ? shipped : super.getLoggerFactory();
    }

    /** Whether {@code file} is there and says what was shipped. */
    static boolean isShipped(String file) {
        try {
            return file != null && Files.readString(Path.of(file)).equals(SHIPPED);
        } catch (IOException | RuntimeException unreadable) {
            return false;
        }
    }

    static void configure(LoggerContext context) {
        context.getStatusManager().add(new NopStatusListener());
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setName("STDERR");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        LEVELS.forEach((name, level) -> context.getLogger(name).setLevel(level));
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(System.getProperty("glusterj.log.level", "INFO")));
        root.addAppender(appender);
    }
}
