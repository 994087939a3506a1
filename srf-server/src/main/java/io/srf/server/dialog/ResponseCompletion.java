// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.NameAddr;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.Objects;
import java.util.Set;

/**
 * Makes a whole response of what an application wrote: the headers of the request that belong into it (RFC 3261 §8.2.6.2), our tag, and for
 * answers that make a dialog Record-Route and Contact (§12.1.1).
 */
final class ResponseCompletion {
    private static final Set<HeaderName> OURS = Set.of(
            HeaderName.VIA,
            HeaderName.FROM,
            HeaderName.TO,
            HeaderName.CALL_ID,
            HeaderName.CSEQ,
            HeaderName.ROUTE,
            HeaderName.RECORD_ROUTE,
            HeaderName.RSEQ,
            HeaderName.CONTENT_LENGTH,
            HeaderName.CONTENT_TYPE,
            HeaderName.CONTACT);

    private static final Set<String> DIALOG_FORMING = Set.of(Methods.INVITE, Methods.SUBSCRIBE, Methods.REFER);

    private ResponseCompletion() {}

    /** Whether a response to this request may make a dialog. */
    static boolean formsDialog(SipRequest request, int status) {
        return status > 100 && status < 300 && DIALOG_FORMING.contains(request.method());
    }

    /**
     * The response.
     *
     * @param tag our tag in To, used unless the request has one already
     * @param us the engine towards the peer
     * @throws RefusedException if a body has no Content-Type and is not SDP
     */
    static SipResponse.Builder complete(SipRequest request, SipResponse written, String tag, Here us) {
        SipResponse.Builder response = request.response(written.status(), written.reason());
        NameAddr to = request.to();
        if (to.tag() == null && written.status() > 100) {
            response.set(HeaderName.TO, to.withTag(tag));
        }
        if (formsDialog(request, written.status())) {
            request.all(HeaderName.RECORD_ROUTE).forEach(response::add);
        }
        addContact(request, written, response, us);
        for (Header header : written.headers()) {
            if (!OURS.contains(header.name())) {
                response.add(header);
            }
        }
        return Bodies.copy(written, response);
    }

    private static void addContact(SipRequest request, SipResponse written, SipResponse.Builder response, Here us) {
        Here here = us.asIn(request.uri());
        if (written.has(HeaderName.CONTACT)) {
            written.contacts().forEach(c -> response.add(HeaderName.CONTACT, here.localizedContact(c)));
        } else if (formsDialog(request, written.status())
                || (Methods.UPDATE.equals(request.method()) && written.isSuccess())) {
            response.add(HeaderName.CONTACT, NameAddr.of(here.uri()));
        }
    }

    /** The tag that the application gave in To, or the one proposed. */
    static String tag(SipResponse written, String proposed) {
        return written.has(HeaderName.TO)
                ? Objects.requireNonNullElse(written.to().tag(), proposed)
                : proposed;
    }
}
