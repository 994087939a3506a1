// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.sip.CSeq;
import io.srf.sip.RAck;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * The reliable provisional responses to an INVITE of the peer. Their PRACKs may cross the next of them, the 2xx and even its ACK (RFC 3262 §3).
 *
 * @param invite the CSeq of the INVITE
 * @param last the RSeq of the last one; the first has 1
 */
record ReliableResponses(CSeq invite, int last) {
    /** Whether a PRACK is for one of them. */
    boolean haveOneFor(SipRequest prack) {
        RAck rack = rack(prack);
        return rack != null && rack.cseq().equals(invite) && rack.rseq() >= 1 && rack.rseq() <= last;
    }

    /** Whether a PRACK is for the last one. */
    boolean endWithThatOf(SipRequest prack) {
        RAck rack = rack(prack);
        return rack != null && rack.rseq() == last;
    }

    private static @Nullable RAck rack(SipRequest prack) {
        try {
            return prack.rack();
        } catch (SipParseException e) {
            return null;
        }
    }
}
