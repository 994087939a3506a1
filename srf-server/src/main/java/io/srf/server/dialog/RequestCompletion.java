// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.sip.CSeq;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.NameAddr;
import io.srf.sip.Params;
import io.srf.sip.SipRequest;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import io.srf.wire.WireCodec;
import java.util.Set;

/**
 * Makes a whole request of what an application wrote: the headers that a user agent client owes (RFC 3261 §8.1.1), and the engine's own address
 * for the host {@code localhost} in From, To, Contact and P-Asserted-Identity.
 *
 * <p>Via is left to the transaction. Via, Route, Record-Route, RSeq and Content-Length of the application are not used, for it may have copied them from a
 * request that it got; inside a dialog the Route is that of its route set (RFC 3261 §12.2.1.1).
 */
final class RequestCompletion {
    /** How many hops a request may take (RFC 3261 §8.1.1.6). */
    static final int MAX_FORWARDS = 70;

    private static final int FIRST_CSEQ = 1;

    private static final Set<HeaderName> OURS = Set.of(
            HeaderName.VIA,
            HeaderName.ROUTE,
            HeaderName.RECORD_ROUTE,
            HeaderName.RSEQ,
            HeaderName.CONTENT_LENGTH,
            HeaderName.CONTENT_TYPE,
            HeaderName.MAX_FORWARDS,
            HeaderName.FROM,
            HeaderName.TO,
            HeaderName.CALL_ID,
            HeaderName.CSEQ,
            HeaderName.CONTACT);

    /** Methods whose requests may make a dialog and so must say where we are reached (RFC 3261 §8.1.1.8). */
    private static final Set<String> WITH_CONTACT =
            Set.of(Methods.INVITE, Methods.SUBSCRIBE, Methods.REFER, Methods.NOTIFY, Methods.UPDATE);

    private RequestCompletion() {}

    /**
     * A request outside of dialogs.
     *
     * @param written what the application wrote
     * @param callId the Call-ID
     * @param tag for From, used if the application gave none
     * @param us the engine towards the next hop
     * @throws RefusedException if a body has no Content-Type and is not SDP, or nobody could be told of a dialog with this Call-ID and From
     */
    static SipRequest.Builder outsideDialog(SipRequest written, String callId, String tag, Here us) {
        NameAddr from = from(written, tag, us);
        checkToken(HeaderName.CALL_ID, callId);
        checkToken(HeaderName.FROM, String.valueOf(from.tag()));
        SipRequest.Builder request = SipRequest.builder(written.method(), requestUri(written));
        String maxForwards = written.header(HeaderName.MAX_FORWARDS);
        request.add(HeaderName.MAX_FORWARDS, maxForwards == null ? MAX_FORWARDS : maxForwards)
                .add(HeaderName.FROM, from)
                .add(HeaderName.TO, written.has(HeaderName.TO) ? us.localized(written.to()) : NameAddr.of(to(written)))
                .add(HeaderName.CALL_ID, callId)
                .add(HeaderName.CSEQ, cseq(written));
        addContact(written, request, us);
        addOthers(written, request, us);
        return Bodies.copy(written, request);
    }

    /** The text as it was written, unless it holds what a Request-URI may not. */
    private static String requestUri(SipRequest written) {
        Uri allowed = written.uri().asRequestUri();
        return allowed.equals(written.uri()) ? written.uriText() : allowed.toString();
    }

    /** Call-ID and tag are the dialog's id, which is a token of the wire protocol. */
    private static void checkToken(HeaderName header, String text) {
        if (!WireCodec.isToken(text)) {
            throw new RefusedException(
                    "invalid message: " + header + " has \"" + text + "\", expected neither | nor control characters");
        }
    }

    /** A request inside a dialog, which has begun it already. */
    static SipRequest.Builder insideDialog(SipRequest written, SipRequest.Builder request, Here us) {
        addContact(written, request, us);
        addOthers(written, request, us);
        return Bodies.copy(written, request);
    }

    private static Uri to(SipRequest written) {
        Uri uri = written.uri();
        return uri instanceof SipUri sip
                ? new SipUri(sip.secure(), sip.rawUser(), null, sip.host(), sip.port(), Params.NONE, "")
                : uri;
    }

    private static NameAddr from(SipRequest written, String tag, Here us) {
        NameAddr from = written.has(HeaderName.FROM)
                ? us.localized(written.from())
                : NameAddr.of(Addresses.uri(null, us.address()));
        return from.tag() == null ? from.withTag(tag) : from;
    }

    private static CSeq cseq(SipRequest written) {
        return new CSeq(written.has(HeaderName.CSEQ) ? written.cseq().number() : FIRST_CSEQ, written.method());
    }

    private static void addContact(SipRequest written, SipRequest.Builder request, Here us) {
        Here here = us.asIn(written.uri());
        if (written.hasWildcardContact()) {
            request.add(HeaderName.CONTACT, "*");
        }
        for (NameAddr contact : written.contacts()) {
            request.add(HeaderName.CONTACT, here.localizedContact(contact));
        }
        if (!written.has(HeaderName.CONTACT) && WITH_CONTACT.contains(written.method())) {
            request.add(HeaderName.CONTACT, NameAddr.of(here.uri()));
        }
    }

    private static void addOthers(SipRequest written, SipRequest.Builder request, Here us) {
        for (Header header : written.headers()) {
            if (header.name().equals(HeaderName.P_ASSERTED_IDENTITY)
                    && header.value().contains("localhost")) {
                request.add(header.name(), us.localized(NameAddr.parse(header.value())));
            } else if (!OURS.contains(header.name())) {
                request.add(header);
            }
        }
    }
}
