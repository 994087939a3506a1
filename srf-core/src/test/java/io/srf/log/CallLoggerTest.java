// SPDX-License-Identifier: Apache-2.0
package io.srf.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class CallLoggerTest {
    private final Logger logger = new LoggerContext().getLogger("io.srf");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.WARN);
    }

    @Test
    void a_line_begins_with_the_Call_ID_and_has_it_as_a_key_and_value() {
        CallLogger.warn(logger, "call-{}-1", "{} had no answer", "INVITE");

        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage()).isEqualTo("call-{}-1: INVITE had no answer");
            assertThat(line.getKeyValuePairs()).containsExactly(new KeyValuePair(CallLogger.CALL_ID, "call-{}-1"));
        });
    }

    @Test
    void an_error_comes_last_and_needs_no_place() {
        CallLogger.error(logger, "call-1", "a handler of {} failed", "BYE", new IllegalStateException("broken"));

        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage()).isEqualTo("call-1: a handler of BYE failed");
            assertThat(line.getThrowableProxy().getMessage()).isEqualTo("broken");
        });
    }

    @Test
    void a_level_that_is_off_says_nothing() {
        CallLogger.debug(logger, "call-1", "{} refused", "REGISTER");
        assertThat(lines.list).isEmpty();
    }
}
