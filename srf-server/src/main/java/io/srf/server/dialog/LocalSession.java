// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.sip.HeaderName;
import io.srf.sip.NameAddr;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What this side of a dialog last said of itself, which a refresh must say again.
 *
 * @param contact where we are reached; null if nothing was said
 * @param sdp the session description, null if there was none
 */
record LocalSession(@Nullable String contact, byte @Nullable [] sdp) {
    static final LocalSession NONE = new LocalSession(null, null);

    private static final String SDP = "application/sdp";

    /** What is known once this message of ours has its effect; what it does not say stays as it was. */
    LocalSession after(SipMessage ours) {
        String newContact = ours.header(HeaderName.CONTACT);
        boolean described = ours.bodyLength() > 0 && SDP.equals(ours.contentType());
        return new LocalSession(newContact == null ? contact : newContact, described ? ours.body() : sdp);
    }

    /** Says where we are reached: as before, or by default at this address. */
    void addContact(SipRequest.Builder request, InetSocketAddress us) {
        if (contact != null) {
            request.add(HeaderName.CONTACT, contact);
        } else {
            request.add(HeaderName.CONTACT, NameAddr.of(Addresses.uri(null, us)));
        }
    }

    /** Offers the session as it is; only if there is a description. */
    void addOffer(SipRequest.Builder request) {
        if (sdp != null) {
            request.body(sdp, SDP);
        }
    }
}
