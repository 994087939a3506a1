// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.flight.FlightEvent;
import io.srf.flight.FlightEvent.Direction;
import io.srf.flight.Recorder;
import io.srf.server.transport.Flow;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
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

    /** A message of the call went out. */
    void sent(String callId, byte[] bytes, Flow flow) {
        record(callId, Direction.OUT, bytes, flow);
    }

    private void record(String callId, Direction direction, byte[] bytes, Flow flow) {
        if (recorder.isOn()) {
            recorder.record(
                    callId, new FlightEvent.Message(direction, flow.protocol().lower(), flow.remote(), bytes));
        }
    }

    /** A timer of this machine fired. */
    void fired(String callId, String machine, TimerName timer) {
        recorder.record(callId, new FlightEvent.TimerFired(machine, timer));
    }

    /** This machine may have changed its state. */
    void changed(String callId, String machine, Object from, Object to) {
        if (!from.equals(to)) {
            recorder.record(callId, new FlightEvent.StateChanged(machine, from, to));
        }
    }

    /** What the machine of a client transaction is called. */
    static String client(String method) {
        return CLIENTS.getOrDefault(method, "client");
    }

    /** What the machine of a server transaction is called. */
    static String server(String method) {
        return SERVERS.getOrDefault(method, "server");
    }
}
