// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.operations;

import com.sun.net.httpserver.HttpExchange;
import io.srf.server.EngineMeasures;
import io.srf.server.EngineStats;
import io.srf.server.SrfServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What an engine says of itself: {@code GET /status}, and whether its loops work at all. */
final class EnginePages {
    /** A loop that does not answer in this time hangs. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String HANGS = "an event loop did not answer in " + PATIENCE.toSeconds() + " s";

    private final SrfServer engine;

    EnginePages(SrfServer engine) {
        this.engine = engine;
    }

    /** What all loops say; null if one of them does not answer in time. */
    @Nullable EngineMeasures measures() {
        try {
            return engine.measures()
                    .orTimeout(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)
                    .join();
        } catch (CompletionException e) {
            return null;
        }
    }

    /** Why the engine is not alive; null if it is. */
    @Nullable String death() {
        return measures() == null ? HANGS : null;
    }

    /** Says so if no application wants requests. */
    @Nullable String loneliness() {
        EngineMeasures measures = measures();
        return measures != null && measures.routes().isEmpty() ? "no application wants requests" : null;
    }

    /** What the engine holds, as JSON; scripts ask it whether anything of a call is left. */
    Answer status(HttpExchange exchange) {
        EngineMeasures measures = measures();
        return measures == null
                ? Answer.json(Answer.UNAVAILABLE, Map.of("error", HANGS))
                : Answer.json(Answer.OK, json(measures.total()));
    }

    private static Map<String, Object> json(EngineStats stats) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("atRest", stats.isAtRest());
        json.put("dialogs", stats.dialogs());
        json.put("owedAnswers", stats.owedAnswers());
        json.put("openRequests", stats.openRequests());
        json.put("transactions", stats.transactions());
        json.put("transactionsCreated", stats.transactionsCreated());
        json.put("retransmissions", stats.retransmissions());
        json.put("timeouts", stats.timeouts());
        json.put("takenOver", stats.takenOver());
        json.put("givenAgain", stats.givenAgain());
        json.put("timers", stats.timers());
        return json;
    }
}
