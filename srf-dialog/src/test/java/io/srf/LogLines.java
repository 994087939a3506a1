// SPDX-License-Identifier: Apache-2.0
package io.srf;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.srf.log.CallLogger;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The lines that a class logs until this is closed. */
public final class LogLines implements AutoCloseable {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    /** Hears what this class logs. */
    public LogLines(Class<?> logs) {
        logger = (Logger) LoggerFactory.getLogger(logs);
        lines.start();
        logger.addAppender(lines);
    }

    /** The Call-ID that each line has as a field, "null" where it has none. */
    public List<String> callIds() {
        return lines.list.stream().map(LogLines::callId).toList();
    }

    private static String callId(ILoggingEvent line) {
        return line.getKeyValuePairs() == null
                ? "null"
                : line.getKeyValuePairs().stream()
                        .filter(pair -> pair.key.equals(CallLogger.CALL_ID))
                        .map(pair -> String.valueOf(pair.value))
                        .findFirst()
                        .orElse("null");
    }

    @Override
    public void close() {
        logger.detachAppender(lines);
    }
}
