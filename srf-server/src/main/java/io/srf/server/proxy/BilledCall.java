// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import io.srf.server.dialog.Cdrs;
import io.srf.server.dialog.Cdrs.Role;
import io.srf.server.transport.Flow;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.Origin.Source;
import org.jspecify.annotations.Nullable;

/** Has it recorded what becomes of an INVITE that is passed on, and tells somebody else too. */
final class BilledCall implements ProxyListener {
    private final ProxyListener next;
    private final Cdrs cdrs;
    private final SipRequest invite;
    private @Nullable SipResponse last;

    BilledCall(ProxyListener next, Cdrs cdrs, SipRequest invite) {
        this.next = next;
        this.cdrs = cdrs;
        this.invite = invite;
    }

    @Override
    public void finalResponse(Flow from, SipResponse response) {
        if (response.isSuccess()) {
            cdrs.started(Source.NETWORK, Role.PROXY_UAC, response);
            cdrs.started(Source.APPLICATION, Role.PROXY_UAS, response);
        }
        if (last == null || !last.isSuccess()) {
            last = response;
        }
        next.finalResponse(from, response);
    }

    @Override
    public void done() {
        SipResponse answer = last == null ? invite.response(408, null).build() : last;
        if (answer.status() == 487) {
            cdrs.stopped(Source.NETWORK, Cdrs.Reason.CALL_CANCELED, answer);
        } else if (!answer.isSuccess()) {
            cdrs.refused(Source.NETWORK, answer);
        }
        next.done();
    }
}
