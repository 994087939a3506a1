// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.flight.FlightEvent;
import io.srf.flight.FlightEvent.Direction;
import io.srf.flight.Recorder;
import io.srf.server.transport.Flow;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tells the recorder what an engine does. Any thread may use it.
 *
 * @param recorder takes it down
 */
public record CallLog(Recorder recorder) {
    private static final Map<String, String> CLIENTS = named(" client");
    private static final Map<String, String> SERVERS = named(" server");

    private static Map<String, String> named(String role) {
        return Methods.ALL.stream().collect(Collectors.toUnmodifiableMap(method -> method, method -> method + role));
    }

    /** A message came in. */
    public void received(SipMessage message, Flow flow) {
        String callId = message.header(HeaderName.CALL_ID);
        if (callId != null) {
            record(callId, Direction.IN, message.encoded(), flow);
        }
    }

    /** A message went out that no transaction repeats. */
    void sent(SipMessage message, Flow flow) {
        String callId = message.header(HeaderName.CALL_ID);
        if (callId != null) {
            record(callId, Direction.OUT, message.encoded(), flow);
        }
    }

    /** A message went out in the transaction of a request. */
    void sent(SipRequest request, byte[] bytes, Flow flow) {
        record(request.callId(), Direction.OUT, bytes, flow);
    }

    private void record(String callId, Direction direction, byte[] bytes, Flow flow) {
        if (recorder.isOn()) {
            recorder.record(
                    callId, new FlightEvent.Message(direction, flow.protocol().lower(), flow.remote(), bytes));
        }
    }

    /** A client transaction's timer fired. */
    void fired(ClientTransaction transaction, TimerName timer) {
        SipRequest request = transaction.request();
        recorder.record(request.callId(), new FlightEvent.TimerFired(client(request), timer));
    }

    /** A server transaction's timer fired. */
    void fired(ServerTransaction transaction, TimerName timer) {
        SipRequest request = transaction.request();
        recorder.record(request.callId(), new FlightEvent.TimerFired(server(request), timer));
    }

    /** A client transaction may have changed its state. */
    void changed(ClientTransaction transaction, Object from, Object to) {
        SipRequest request = transaction.request();
        if (!from.equals(to)) {
            recorder.record(request.callId(), new FlightEvent.StateChanged(client(request), from, to));
        }
    }

    /** A server transaction may have changed its state. */
    void changed(ServerTransaction transaction, Object from, Object to) {
        SipRequest request = transaction.request();
        if (!from.equals(to)) {
            recorder.record(request.callId(), new FlightEvent.StateChanged(server(request), from, to));
        }
    }

    private static String client(SipRequest request) {
        return CLIENTS.getOrDefault(request.method(), "client");
    }

    private static String server(SipRequest request) {
        return SERVERS.getOrDefault(request.method(), "server");
    }
}
