// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.Via;

/**
 * What makes two received requests one transaction (RFC 3261 §17.2.3).
 *
 * <p>The RFC compares branch, sent-by and method. Here Call-ID and CSeq number stand in for sent-by, which a NAT or a peer with several addresses may change
 * between an INVITE and its CANCEL. For a peer of RFC 2543, whose branches mean nothing, Request-URI, From tag and the whole Via take the branch's place.
 *
 * @param method INVITE for an ACK
 */
record ServerKey(String branch, String callId, int cseq, String method) {
    /** The key of the transaction that this request begins, repeats or acknowledges. */
    static ServerKey of(SipRequest request) {
        return new ServerKey(
                branch(request),
                request.callId(),
                request.cseq().number(),
                request.is(Methods.ACK) ? Methods.INVITE : request.method());
    }

    /** The key of the INVITE that this CANCEL's key cancels. */
    ServerKey ofInvite() {
        return new ServerKey(branch, callId, cseq, Methods.INVITE);
    }

    private static String branch(SipRequest request) {
        Via via = request.topVia();
        String branch = via.branch();
        if (branch != null && branch.startsWith(Via.MAGIC_COOKIE) && branch.length() > Via.MAGIC_COOKIE.length()) {
            return branch;
        }
        return request.uriText() + ' ' + request.from().tag() + ' ' + via;
    }
}
