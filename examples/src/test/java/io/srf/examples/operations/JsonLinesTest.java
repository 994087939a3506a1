// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.srf.log.CallLogger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class JsonLinesTest {
    private static final LoggerContext CONTEXT = (LoggerContext) LoggerFactory.getILoggerFactory();

    private static JsonNode written(LoggingEvent event) {
        JsonLines lines = new JsonLines();
        lines.start();
        String line = new String(lines.encode(event), StandardCharsets.UTF_8);
        assertThat(line).endsWith("\n").hasLineCount(1);
        return new ObjectMapper().readTree(line);
    }

    private static LoggingEvent event(Throwable error, String text) {
        return new LoggingEvent(
                "", CONTEXT.getLogger("io.srf.server"), Level.WARN, text, error, new Object[] {"a\nb \"c\""});
    }

    @Test
    void a_line_about_a_call_has_its_Call_ID_as_a_field() {
        LoggingEvent event = event(null, "nobody was found: {}");
        event.addKeyValuePair(new KeyValuePair(CallLogger.CALL_ID, "call-1@host"));
        event.setInstant(Instant.EPOCH);

        JsonNode line = written(event);
        assertThat(line.path("callId").asString()).isEqualTo("call-1@host");
        assertThat(line.path("level").asString()).isEqualTo("WARN");
        assertThat(line.path("logger").asString()).isEqualTo("io.srf.server");
        assertThat(line.path("time").asString()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(line.path("message").asString()).isEqualTo("nobody was found: a\nb \"c\"");
    }

    @Test
    void the_stack_of_an_error_stays_in_its_line() {
        assertThat(written(event(new IllegalStateException("broken"), "text"))
                        .path("error")
                        .asString())
                .startsWith("java.lang.IllegalStateException: broken\n\tat ");
    }

    @Test
    void a_field_cannot_take_the_place_of_the_level() {
        LoggingEvent event = event(null, "text");
        event.addKeyValuePair(new KeyValuePair("level", "forged"));
        assertThat(written(event).path("level").asString()).isEqualTo("WARN");
    }
}
