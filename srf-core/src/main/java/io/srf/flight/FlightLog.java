// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import io.srf.log.CallLogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows a call in the log when something went wrong in it, if the logger {@code io.srf.flight} is at DEBUG. May be used by any thread. */
public final class FlightLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.srf.flight");

    private FlightLog() {}

    /** Something went wrong in this call, and the log says so already: here is how it came to that. */
    public static void trouble(FlightRecorder recorder, String callId) {
        if (LOG.isDebugEnabled()) {
            RecordedCall call = recorder.call(callId);
            CallLogger.debug(
                    LOG, callId, "what happened until now:\n{}", call == null ? "nothing is recorded" : call.ladder());
        }
    }
}
