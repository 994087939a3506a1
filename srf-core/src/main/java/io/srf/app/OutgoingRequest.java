// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request to send.
 *
 * @param message may be partial: the engine fills in what is missing
 * @param dialogId the dialog it goes through, or null for none; then a Request-URI of {@link #PLACEHOLDER} stands for the remote target
 * @param routeUri the next hop of a request outside of dialogs, or null for where its URI leads
 */
public record OutgoingRequest(
        SipRequest message,
        @Nullable String dialogId,
        @Nullable String routeUri) {
    /** A Request-URI that the engine replaces by the dialog's remote target. */
    public static final String PLACEHOLDER = "sip:placeholder";

    /** A request outside of dialogs, to where its URI leads. */
    public static OutgoingRequest of(SipRequest message) {
        return new OutgoingRequest(message, null, null);
    }

    /** A request inside a dialog, to its remote target. */
    public static OutgoingRequest inDialog(String dialogId, String method, Extras extras) {
        SipRequest.Builder request = SipRequest.builder(method, PLACEHOLDER);
        return new OutgoingRequest(extras.into(request).build(), dialogId, null);
    }
}
