// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;

/** What makes a response belong to a request that was sent (RFC 3261 §17.1.3). */
record ClientKey(String branch, String method) {
    static ClientKey of(SipRequest request) {
        return new ClientKey(String.valueOf(request.topVia().branch()), request.method());
    }

    static ClientKey of(SipResponse response) {
        return new ClientKey(
                String.valueOf(response.topVia().branch()), response.cseq().method());
    }
}
