// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.sip.NameAddr;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.Objects;

/**
 * What identifies a dialog at one end (RFC 3261 §12).
 *
 * @param callId the Call-ID
 * @param localTag the tag of this end
 * @param remoteTag the peer's tag; "" if it gave none
 */
record DialogKey(String callId, String localTag, String remoteTag) {
    /** The dialog that a received request belongs to. */
    static DialogKey ofReceived(SipRequest request) {
        return new DialogKey(request.callId(), tag(request.to()), tag(request.from()));
    }

    /** The dialog that a received response belongs to. */
    static DialogKey ofReceived(SipResponse response) {
        return new DialogKey(response.callId(), tag(response.from()), tag(response.to()));
    }

    /** The dialog that a request of ours belongs to. */
    static DialogKey ofSent(SipRequest request) {
        return new DialogKey(request.callId(), tag(request.from()), tag(request.to()));
    }

    /** The dialog that a response of ours belongs to. */
    static DialogKey ofSent(SipResponse response) {
        return new DialogKey(response.callId(), tag(response.to()), tag(response.from()));
    }

    static DialogKey of(DialogState state) {
        return new DialogKey(state.callId(), state.localTag(), state.remoteTag());
    }

    private static String tag(NameAddr address) {
        return Objects.requireNonNullElse(address.tag(), "");
    }
}
