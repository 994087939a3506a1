// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.flight.FlightEvent;
import io.srf.flight.FlightLog;
import io.srf.flight.FlightRecorder;
import io.srf.sip.SipMessage;

/**
 * What one call tells the recorder. May be used by any thread.
 *
 * @param recorder of the link that the call is on
 * @param name the Call-ID, or a name that stands for it while there is none
 */
record CallFlight(FlightRecorder recorder, String name) {
    /** The application decided something. */
    void decided(String what, String about) {
        recorder.record(name, new FlightEvent.Decided(what, about));
    }

    /** A machine may have changed its state. */
    void changed(String whose, Object from, Object to) {
        if (!from.equals(to)) {
            recorder.record(name, new FlightEvent.StateChanged(whose, from, to));
        }
    }

    /** A timer of a machine fired. */
    void fired(String whose, String timer) {
        recorder.record(name, new FlightEvent.TimerFired(whose, timer));
    }

    /** A write to the store ended. */
    void stored(String write, Object outcome) {
        recorder.record(name, new FlightEvent.Stored(write, outcome));
    }

    /** Something failed that somebody should look at; the log says so already. */
    void failed(String what, Throwable cause) {
        recorder.record(name, new FlightEvent.Failed(what, cause.toString()));
        FlightLog.trouble(recorder, name);
    }

    /** A message was sent for the call, which may be the first of another leg. */
    void joins(SipMessage sent) {
        joins(sent.callId());
    }

    /** This Call-ID is one of the call's, too. */
    void joins(String callId) {
        recorder.join(name, callId);
    }
}
