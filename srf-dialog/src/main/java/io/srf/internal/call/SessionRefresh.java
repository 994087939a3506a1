// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Extras;
import io.srf.app.Handler;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.app.SendListener;
import io.srf.internal.call.LegListeners.Notice;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipResponse;
import org.jspecify.annotations.Nullable;

/** The UPDATE by which the other side refreshes a session, without an offer; it concerns its own leg and is not passed on (RFC 4028 §7.4). */
final class SessionRefresh {
    private static final int OK = 200;

    private SessionRefresh() {}

    /** Whether an UPDATE without an offer is one. */
    static boolean is(Leg leg, Request update) {
        return update.message().has(HeaderName.SESSION_EXPIRES) && leg.phase() == Phase.CONFIRMED;
    }

    static void receive(Leg leg, Request update, Response response) {
        Handler handler = leg.listeners().handler(Methods.UPDATE);
        if (handler != null) {
            update.onClosed((cancel, reason) -> leg.call().execute(() -> closed(leg, response)));
            Handling.run(leg, handler, update, response);
            return;
        }
        if (Understood.refuses(update, response)) {
            return;
        }
        leg.listeners().tell(leg, Notice.REFRESH, update);
        String contact = leg.record().local().contact();
        Extras extras = contact == null ? Extras.NONE : Extras.of(HeaderName.CONTACT.toString(), "<" + contact + ">");
        Sending.response(response, OK, null, extras, new SendListener<SipResponse>() {
            @Override
            public void sent(SipResponse message, @Nullable String dialogId) {
                leg.call().execute(() -> leg.sessionWatch().accepted(message));
            }

            @Override
            public void failed(Throwable cause) {
                new Quiet<SipResponse>().failed(cause);
            }
        });
    }

    private static void closed(Leg leg, Response response) {
        SipResponse sent = response.sent();
        if (sent != null && sent.isSuccess()) {
            leg.sessionWatch().accepted(sent);
        }
    }
}
