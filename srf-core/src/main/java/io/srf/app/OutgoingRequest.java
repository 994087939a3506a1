// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.auth.Logins;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request to send.
 *
 * @param message may be partial: the engine fills in what is missing
 * @param dialogId the dialog it goes through, or null for none; then a Request-URI of {@link #PLACEHOLDER} stands for the remote target
 * @param routeUri the next hop of a request outside of dialogs, or null for where its URI leads
 * @param signing answers challenges, if there are any; null if nobody does
 */
public record OutgoingRequest(
        SipRequest message,
        @Nullable String dialogId,
        @Nullable String routeUri,
        @Nullable Signing signing) {
    /** A Request-URI that the engine replaces by the dialog's remote target. */
    public static final String PLACEHOLDER = "sip:placeholder";

    /**
     * Who answers the challenges of a request.
     *
     * @param logins what is known to answer with
     * @param uri the Request-URI that will be sent; null while that is not known: then the request carries answers only after it was challenged
     */
    public record Signing(Logins logins, @Nullable String uri) {}

    /** A request whose challenges nobody answers. */
    public OutgoingRequest(SipRequest message, @Nullable String dialogId, @Nullable String routeUri) {
        this(message, dialogId, routeUri, null);
    }

    /** The same with someone who answers challenges; null for nobody. */
    public OutgoingRequest signedBy(@Nullable Signing newSigning) {
        return new OutgoingRequest(message, dialogId, routeUri, newSigning);
    }

    /** The same with the answers that are known already, unless the application has written its own. */
    OutgoingRequest signed() {
        boolean own = message.has(HeaderName.AUTHORIZATION) || message.has(HeaderName.PROXY_AUTHORIZATION);
        if (signing == null || signing.uri == null || own || signing.logins.isEmpty()) {
            return this;
        }
        return new OutgoingRequest(
                withAnswers(message.toBuilder(), signing.logins, message, signing.uri), dialogId, routeUri, signing);
    }

    /** The request with answers in the place of those it has. */
    static SipRequest withAnswers(SipRequest.Builder request, Logins logins, SipRequest message, String uri) {
        request.remove(HeaderName.AUTHORIZATION).remove(HeaderName.PROXY_AUTHORIZATION);
        for (Header answer : logins.answers(message, uri)) {
            request.add(answer);
        }
        return request.build();
    }

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
