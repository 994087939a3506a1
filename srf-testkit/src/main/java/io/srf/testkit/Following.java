// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.NameAddr;
import io.srf.sip.Reasons;
import io.srf.sip.SipRequest;
import io.srf.sip.SipUri;
import io.srf.testkit.internal.ua.Dialog;
import io.srf.testkit.internal.ua.ServerTransaction;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** A REFER that a phone follows: it calls whom it is told to, and tells how that goes by NOTIFY (RFC 3515 §2.4.4). */
final class Following {
    private static final String SIPFRAG = "message/sipfrag;version=2.0";
    private static final String REPLACES = "Replaces=";

    private final Call call;
    private final Dialog dialog;

    private Following(Call call, Dialog dialog) {
        this.call = call;
        this.dialog = dialog;
    }

    /** Answers the REFER and calls. */
    static void received(Call call, Dialog dialog, ServerTransaction transaction) {
        SipRequest refer = transaction.request();
        NameAddr referTo = NameAddr.parse(String.valueOf(refer.header(HeaderName.REFER_TO)));
        transaction.respond(call.agent.response(refer, 202, "").build());
        Following following = new Following(call, dialog);
        following.tell(100);
        SipUri target = SipUri.parse(referTo.uri().toString());
        Call.begin(call.agent, target.withoutHeaders(), invite -> replace(invite, target))
                .reportsTo(following::tell);
    }

    private static void replace(SipRequest.Builder invite, SipUri target) {
        if (target.headers().startsWith(REPLACES)) {
            String escaped = target.headers().substring(REPLACES.length()).replace("+", "%2B");
            invite.set(HeaderName.REPLACES, URLDecoder.decode(escaped, StandardCharsets.UTF_8));
        }
    }

    private void tell(int status) {
        if (call.state() != CallState.CONFIRMED) {
            return;
        }
        SipRequest.Builder notify = dialog.request(Methods.NOTIFY)
                .set(HeaderName.EVENT, "refer")
                .set(
                        HeaderName.SUBSCRIPTION_STATE,
                        status < 200 ? "active;expires=180" : "terminated;reason=noresource")
                .body("SIP/2.0 " + status + ' ' + Reasons.phrase(status) + "\r\n", SIPFRAG);
        SipRequest request = call.agent.complete(Methods.NOTIFY, notify, edit -> {});
        Asking.send(call.agent, request, call.agent.addressOf(dialog.nextHop()), () -> {}, dialog::nextCSeq);
    }
}
