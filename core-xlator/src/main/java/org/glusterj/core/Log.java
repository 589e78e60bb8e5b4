package org.glusterj.core;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Structured logging: a {@link Message} and the values of its fields become one line {@code [id] sentence} with
 * key/value pairs. Thread-safe.
 */
public final class Log {
    private final Logger logger;

    private Log(Logger logger) {
        this.logger = logger;
    }

    public static Log of(Class<?> owner) {
        return new Log(LoggerFactory.getLogger(owner));
    }

    /** Logs {@code message}; {@code values} in the order of {@link Message#fields()}. */
    public void say(Message message, Object... values) {
        say(message, null, values);
    }

    /** As {@link #say(Message, Object...)} with the failure behind it. */
    public void say(Message message, Throwable cause, Object... values) {
        if (values.length != message.fields().size()) {
            throw new IllegalArgumentException(
                    "message "
                            + message.id()
                            + " takes "
                            + message.fields()
                            + ", got "
                            + values.length
                            + " values");
        }
        var event = logger.atLevel(message.level());
        for (int i = 0; i < values.length; i++) {
            event = event.addKeyValue(message.fields().get(i), values[i]);
        }
        if (cause != null) {
            event = event.setCause(cause);
        }
        try (var here = Pinned.here()) {
            event.log("[{}] {}", message.id(), message.sentence());
        }
    }
}
