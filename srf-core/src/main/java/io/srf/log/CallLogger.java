// SPDX-License-Identifier: Apache-2.0
package io.srf.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes lines of a log that are about one call. Each begins with the Call-ID, and has it as a key and value too, so that a structured log shows it as a
 * field. Arguments are those of SLF4J; an error comes last and needs no place in the text.
 */
public final class CallLogger {
    /** The key of the Call-ID. */
    public static final String CALL_ID = "callId";

    private CallLogger() {}

    /** Says that something is broken. */
    public static void error(Logger logger, @Nullable String callId, String text, @Nullable Object... arguments) {
        if (logger.isErrorEnabled()) {
            write(logger.atError(), callId, text, arguments);
        }
    }

    /** Says what an operator should see. */
    public static void warn(Logger logger, @Nullable String callId, String text, @Nullable Object... arguments) {
        if (logger.isWarnEnabled()) {
            write(logger.atWarn(), callId, text, arguments);
        }
    }

    /** Says what helps to find a mistake. */
    public static void debug(Logger logger, @Nullable String callId, String text, @Nullable Object... arguments) {
        if (logger.isDebugEnabled()) {
            write(logger.atDebug(), callId, text, arguments);
        }
    }

    private static void write(
            LoggingEventBuilder line, @Nullable String callId, String text, @Nullable Object[] arguments) {
        @Nullable Object[] all = new @Nullable Object[arguments.length + 1];
        all[0] = callId;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        line.addKeyValue(CALL_ID, callId).log("{}: " + text, all);
    }
}
