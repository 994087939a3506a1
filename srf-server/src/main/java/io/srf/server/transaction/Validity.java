// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;

/** Whether a message has all that its transaction is found by (RFC 3261 §8.1.1). */
final class Validity {
    /** How much of an error is told to its sender. */
    private static final int MAX_REASON_CHARS = 120;

    private Validity() {}

    /**
     * Reads Via, Call-ID and CSeq, and of a request From and To: a response is found by its Via and CSeq alone (§17.1.3), and its sender waits for what
     * follows whatever else it says.
     *
     * @throws SipParseException if one of them is missing or malformed, or the CSeq names another method
     */
    static void check(SipMessage message) {
        message.topVia();
        message.callId();
        if (message instanceof SipRequest) {
            message.from();
            message.to();
        }
        String named = message.cseq().method();
        if (!named.equals(message.method())) {
            throw new SipParseException(
                    SipParseException.Layer.SEMANTICS,
                    "CSeq",
                    -1,
                    400,
                    "names " + named + ", expected " + message.method());
        }
    }

    /** What was wrong, as a reason phrase. */
    static String reason(SipParseException e) {
        String problem = String.valueOf(e.getMessage()).replaceAll("[\\p{Cntrl}]", "?");
        return problem.substring(0, Math.min(problem.length(), MAX_REASON_CHARS));
    }
}
