// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.srf.flight.CallFile;
import io.srf.flight.FlightRecorder;
import io.srf.flight.Masking;
import io.srf.flight.RecordedCall;
import java.io.IOException;

/**
 * What an engine has recorded: {@code GET /calls} lists the Call-IDs, {@code GET /calls/<Call-ID>} shows the ladder of one, and with
 * {@code ?export} gives the call as JSON lines, without its secrets.
 */
final class CallPages implements HttpHandler {
    private static final String ROOT = "/calls";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON_LINES = "application/jsonl";
    private static final int NOT_FOUND = 404;

    private final FlightRecorder recorder;

    CallPages(FlightRecorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String callId =
                exchange.getRequestURI().getPath().substring(ROOT.length()).replaceFirst("^/", "");
        if (callId.isEmpty()) {
            StatusPage.answer(exchange, TEXT, String.join("\n", recorder.callIds()) + "\n");
            return;
        }
        RecordedCall call = recorder.call(callId);
        if (call == null) {
            StatusPage.answer(exchange, NOT_FOUND, TEXT, "nothing is known of call " + callId + "\n");
        } else if ("export".equals(exchange.getRequestURI().getQuery())) {
            StatusPage.answer(
                    exchange, JSON_LINES, CallFile.write(Masking.secrets().mask(call)));
        } else {
            StatusPage.answer(exchange, TEXT, call.ladder());
        }
    }
}
