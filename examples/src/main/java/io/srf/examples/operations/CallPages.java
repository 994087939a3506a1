// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.operations;

import com.sun.net.httpserver.HttpExchange;
import io.srf.flight.CallFile;
import io.srf.flight.FlightRecorder;
import io.srf.flight.Masking;
import io.srf.flight.RecordedCall;

/**
 * What an engine has recorded: {@code GET /calls} lists the Call-IDs, {@code GET /calls/<Call-ID>} shows the ladder of one, and with
 * {@code ?export} gives the call as JSON lines, without its secrets.
 */
final class CallPages implements Answer.Page {
    private static final String ROOT = "/calls";
    private static final String JSON_LINES = "application/jsonl";

    private final FlightRecorder recorder;

    CallPages(FlightRecorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public Answer ask(HttpExchange exchange) {
        String callId =
                exchange.getRequestURI().getPath().substring(ROOT.length()).replaceFirst("^/", "");
        if (callId.isEmpty()) {
            return Answer.text(Answer.OK, String.join("\n", recorder.callIds()) + "\n");
        }
        RecordedCall call = recorder.call(callId);
        if (call == null) {
            return Answer.text(Answer.NOT_FOUND, "nothing is known of call " + callId + "\n");
        }
        return "export".equals(exchange.getRequestURI().getQuery())
                ? new Answer(
                        Answer.OK, JSON_LINES, CallFile.write(Masking.secrets().mask(call)))
                : Answer.text(Answer.OK, call.ladder());
    }
}
