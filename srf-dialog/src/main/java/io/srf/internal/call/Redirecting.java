// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.Redirects;
import io.srf.app.OutgoingRequest;
import io.srf.internal.invite.RedirectMachine;
import io.srf.internal.invite.RedirectMachine.Event;
import io.srf.internal.invite.RedirectMachine.Target;
import io.srf.sip.CSeq;
import io.srf.sip.HeaderName;
import io.srf.sip.NameAddr;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends an INVITE that was redirected to other targets (RFC 3261 §8.1.3.4). Touched by tasks of the call's mailbox alone. */
final class Redirecting {
    private static final int USE_PROXY = 305;
    private static final int ALTERNATIVE_SERVICE = 380;
    private static final int CLIENT_ERROR = 400;
    private static final int GLOBAL_FAILURE = 600;

    private final OutgoingRequest first;
    private final Redirects how;
    private RedirectMachine.State state;
    private boolean byProxy;

    Redirecting(OutgoingRequest first, Redirects how) {
        this.first = first;
        this.how = how;
        this.state = RedirectMachine.State.sentTo(first.message().uriText(), how.limit());
    }

    /** Where it goes after this response; null for nowhere. */
    @Nullable String after(SipResponse response) {
        int status = response.status();
        if (how.limit() == 0 || status == ALTERNATIVE_SERVICE) {
            return null;
        }
        if (status < CLIENT_ERROR) {
            byProxy = status == USE_PROXY;
            return step(new Event.Redirected(targets(response)));
        }
        return step(status < GLOBAL_FAILURE ? new Event.Refused() : new Event.RefusedByAll());
    }

    /** Where it goes after it could not be sent; null for nowhere. */
    @Nullable String afterNotSent() {
        return step(new Event.Refused());
    }

    private @Nullable String step(Event event) {
        RedirectMachine.Step step = RedirectMachine.step(state, event);
        state = step.state();
        return step.next();
    }

    /** The Contacts that a call can go to: SIP URIs, and secure ones only if the first was. */
    private List<Target> targets(SipResponse response) {
        boolean secure = first.message().uri() instanceof SipUri sip && sip.secure();
        List<Target> targets = new ArrayList<>();
        for (NameAddr contact : contacts(response)) {
            if (contact.uri() instanceof SipUri sip && (sip.secure() || !secure)) {
                targets.add(new Target(sip.asRequestUri().toString(), q(contact)));
            }
        }
        return targets;
    }

    private static List<NameAddr> contacts(SipResponse response) {
        try {
            return response.contacts();
        } catch (SipParseException unreadable) {
            return List.of();
        }
    }

    /** What does not say otherwise is wanted most. */
    private static double q(NameAddr contact) {
        String q = contact.params().get("q");
        try {
            return q == null ? 1 : Math.clamp(Double.parseDouble(q), 0.0, 1.0);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /**
     * The INVITE for this target: as the first one, with the next CSeq.
     *
     * @param before as it was sent last
     */
    OutgoingRequest to(String target, SipRequest before) {
        boolean keep = how.keepUri() || byProxy;
        SipRequest.Builder again = first.message().toBuilder();
        if (!keep) {
            again.uri(Uri.parse(target));
        }
        again.set(HeaderName.FROM, before.from())
                .set(HeaderName.TO, before.to())
                .set(HeaderName.CALL_ID, before.callId())
                .set(HeaderName.CSEQ, new CSeq(before.cseq().number() + 1, before.method()));
        SipRequest message = again.build();
        OutgoingRequest.Signing signing = first.signing();
        return new OutgoingRequest(
                message,
                null,
                keep ? target : first.routeUri(),
                signing == null ? null : new OutgoingRequest.Signing(signing.logins(), message.uriText()));
    }
}
