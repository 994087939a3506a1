// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transport.Flow;
import io.srf.sip.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a server transaction begins with.
 *
 * @param request with its Via stamped
 * @param flow where it came from
 * @param key of its transaction
 * @param origin null for a request inside of a dialog
 * @param user who answers it
 */
record Incoming(
        SipRequest request,
        Flow flow,
        ServerKey key,
        @Nullable OriginKey origin,
        TransactionUser user) {
    Incoming(SipRequest request, Flow flow, ServerKey key, TransactionUser user) {
        this(request, flow, key, OriginKey.of(request), user);
    }

    String method() {
        return key.method();
    }
}
