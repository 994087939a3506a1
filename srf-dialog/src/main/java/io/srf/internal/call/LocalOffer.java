// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Extras;
import io.srf.app.OutgoingRequest;
import io.srf.app.SipException;
import io.srf.internal.dialog.DialogMachine;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An offer of ours that waits for its turn or its answer: a re-INVITE, or an UPDATE with a session description.
 *
 * @param request as it is sent, Contact, Allow and {@code sdpInTime} aside
 * @param retries how often it is sent again after a 491
 * @param sdpInTime makes what is offered each time it is sent, because it depends on what was agreed on meanwhile, and makes null when there is nothing to
 *     offer any more; null if the request says it
 * @param taker hears how it ends
 */
record LocalOffer(SipRequest request, int retries, @Nullable Supplier<@Nullable String> sdpInTime, Taker taker) {
    LocalOffer(SipRequest request, int retries, Taker taker) {
        this(request, retries, null, taker);
    }

    /** Hears how an offer ends, in the call's mailbox; one of {@code accepted} and {@code refused} is called, once. */
    interface Taker {
        /** A provisional response to a re-INVITE came, other than 100. */
        default void provisional(SipResponse response) {}

        /** A 2xx came; its body is the answer. */
        void accepted(SipResponse response);

        /** No 2xx came: it was refused, not answered, or the dialog ended. */
        void refused(Throwable cause);

        /**
         * A 2xx came with an offer, as ours had none. {@code accepted} follows when it is acknowledged.
         *
         * @param acknowledge takes the answer for the ACK
         */
        default void offered(SipResponse response, Consumer<String> acknowledge) {}
    }

    /** A re-INVITE, with an offer or without. */
    static LocalOffer reinvite(@Nullable String sdp, Extras extras, int retries, Taker taker) {
        Extras whole = sdp == null ? extras : extras.body(sdp, Sdps.TYPE);
        SipRequest request = OutgoingRequest.inDialog("", Methods.INVITE, whole).message();
        return new LocalOffer(request, retries, taker);
    }

    /** A re-INVITE with an offer that is made when its turn has come. */
    static LocalOffer reinvite(Supplier<@Nullable String> sdp, Taker taker) {
        SipRequest request =
                OutgoingRequest.inDialog("", Methods.INVITE, Extras.NONE).message();
        return new LocalOffer(request, DialogMachine.MAX_RETRIES, sdp, taker);
    }

    /** The same with what it offers if its turn is now; null if that is nothing. */
    @Nullable LocalOffer now() {
        if (sdpInTime == null) {
            return this;
        }
        String sdp = sdpInTime.get();
        return sdp == null
                ? null
                : new LocalOffer(request.toBuilder().body(sdp, Sdps.TYPE).build(), retries, sdpInTime, taker);
    }

    /** An UPDATE with an offer (RFC 3311). */
    static LocalOffer update(SipRequest request, Requests.Outcome outcome) {
        return new LocalOffer(request, DialogMachine.MAX_RETRIES, new Taker() {
            @Override
            public void accepted(SipResponse response) {
                outcome.answered(response);
            }

            @Override
            public void refused(Throwable cause) {
                SipResponse response = cause instanceof SipException sip ? sip.response() : null;
                if (response == null) {
                    outcome.failed(cause);
                } else {
                    outcome.answered(response);
                }
            }
        });
    }

    /** An UPDATE with an offer that is made once, before the first INVITE is answered. */
    static LocalOffer update(String sdp, Taker taker) {
        SipRequest request =
                OutgoingRequest.inDialog("", Methods.UPDATE, Extras.sdp(sdp)).message();
        return new LocalOffer(request, 0, taker);
    }

    /** The same offer, of which this one hears. */
    LocalOffer heardBy(Taker other) {
        return new LocalOffer(request, retries, sdpInTime, other);
    }

    /** What is offered; null if the other side is to offer. */
    @Nullable String sdp() {
        return Sdps.in(request);
    }

    boolean isInvite() {
        return request.is(Methods.INVITE);
    }

    /** The request as this leg sends it. */
    OutgoingRequest in(Leg leg) {
        String contact = leg.record().local().contact();
        SipRequest.Builder whole = request.toBuilder();
        if (contact != null && !request.has(HeaderName.CONTACT)) {
            whole.add(Header.of(HeaderName.CONTACT, "<" + contact + ">"));
        }
        if (isInvite() && !request.has(HeaderName.ALLOW)) {
            whole.add(Allow.HEADER);
        }
        return new OutgoingRequest(whole.build(), leg.id(), null);
    }
}
