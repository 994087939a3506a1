// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import io.srf.server.dialog.Cdrs;
import io.srf.server.dialog.Cdrs.Role;
import io.srf.server.transport.Flow;
import io.srf.sip.SipResponse;
import io.srf.wire.Origin.Source;

/** Has it recorded what becomes of an INVITE that is passed on, and tells somebody else too. */
final class BilledCall implements ProxyListener {
    private final ProxyListener next;
    private final Cdrs cdrs;

    BilledCall(ProxyListener next, Cdrs cdrs) {
        this.next = next;
        this.cdrs = cdrs;
    }

    @Override
    public void finalResponse(Flow from, SipResponse response) {
        if (response.isSuccess()) {
            cdrs.started(Source.NETWORK, Role.PROXY_UAC, response);
            cdrs.started(Source.APPLICATION, Role.PROXY_UAS, response);
        }
        next.finalResponse(from, response);
    }

    @Override
    public void done(SipResponse answer) {
        if (answer.status() == 487) {
            cdrs.stopped(Source.NETWORK, Cdrs.Reason.CALL_CANCELED, answer);
        } else if (!answer.isSuccess()) {
            cdrs.refused(Source.NETWORK, answer);
        }
        next.done(answer);
    }
}
