// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.operations;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The levels and the form of the log, which may change while the process runs. Closing it puts back what was there before. */
public final class Logs implements AutoCloseable {
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Map<Logger, ch.qos.logback.classic.@Nullable Level> levels = new HashMap<>();
    private final Map<OutputStreamAppender<ILoggingEvent>, Encoder<ILoggingEvent>> encoders = new HashMap<>();

    /**
     * What is wanted of the log.
     *
     * @param format null for what the log is set to by itself
     * @param level of all loggers; null as above
     * @param byName levels of single loggers, with all below them
     */
    public record Wanted(
            @Nullable LogFormat format, @Nullable Level level, Map<String, Level> byName) {
        /** Copies the map. */
        public Wanted {
            byName = Map.copyOf(byName);
        }
    }

    /** Changes what is wanted; all else is as it was before the first change. */
    public synchronized void become(Wanted wanted) {
        close();
        if (wanted.level() != null) {
            level(org.slf4j.Logger.ROOT_LOGGER_NAME, wanted.level());
        }
        wanted.byName().forEach(this::level);
        if (wanted.format() == LogFormat.JSON) {
            Iterator<Appender<ILoggingEvent>> appenders =
                    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
            appenders.forEachRemaining(this::json);
        }
    }

    private void level(String name, Level level) {
        Logger logger = context.getLogger(name);
        levels.putIfAbsent(logger, logger.getLevel());
        logger.setLevel(ch.qos.logback.classic.Level.convertAnSLF4JLevel(level));
    }

    private void json(Appender<ILoggingEvent> appender) {
        if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
            encoders.put(stream, stream.getEncoder());
            JsonLines lines = new JsonLines();
            lines.setContext(context);
            lines.start();
            stream.setEncoder(lines);
        }
    }

    @Override
    public synchronized void close() {
        levels.forEach(Logger::setLevel);
        levels.clear();
        encoders.forEach(OutputStreamAppender::setEncoder);
        encoders.clear();
    }
}
