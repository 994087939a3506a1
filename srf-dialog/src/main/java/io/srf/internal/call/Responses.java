// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.ReceivedResponse;
import io.srf.internal.invite.InviteEvent;
import io.srf.internal.invite.InviteEvent.Success;
import io.srf.sip.HeaderName;

/** What the responses to an INVITE of ours say, in the words of the INVITE machine. */
final class Responses {
    private Responses() {}

    /** The engine's name for the dialog it makes. */
    static String dialogId(ReceivedResponse response) {
        String id = response.dialogId();
        return id == null ? LegRecords.dialogId(response.message()) : id;
    }

    /** Whether it makes a dialog, early or not (RFC 3261 §12.1). */
    static boolean makesDialog(ReceivedResponse response) {
        return response.dialogId() != null && !tag(response).isEmpty();
    }

    static InviteEvent provisional(ReceivedResponse response) {
        return new InviteEvent.Provisional(tag(response), rseq(response));
    }

    /**
     * The event that a 2xx is.
     *
     * @param described whether an offer was made before it: in our INVITE, or in a reliable provisional response
     */
    static Success success(ReceivedResponse response, boolean described) {
        Success.Kind kind = Success.Kind.ANSWER;
        if (LegRecords.contact(response.message()) == null) {
            kind = Success.Kind.NO_CONTACT;
        } else if (!described && Sdps.in(response.message()) != null) {
            kind = Success.Kind.OFFER;
        }
        return new Success(tag(response), kind);
    }

    private static String tag(ReceivedResponse response) {
        return LegRecords.tag(response.message().to());
    }

    private static int rseq(ReceivedResponse response) {
        String rseq = response.isReliable() ? response.message().header(HeaderName.RSEQ) : null;
        try {
            return rseq == null ? InviteEvent.UNRELIABLE : Integer.parseUnsignedInt(rseq);
        } catch (NumberFormatException e) {
            return InviteEvent.UNRELIABLE;
        }
    }
}
