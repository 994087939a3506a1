// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.sip.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * What requests have in common that a proxy made of one and that met again here (RFC 3261 §8.2.2.2): those for another Request-URI are for somebody else, who may be reached by this engine
 * too.
 */
record OriginKey(String callId, @Nullable String fromTag, int cseq, String method, String uri) {
    /** The key of a request outside of dialogs; null for one that has a To tag. */
    static @Nullable OriginKey of(SipRequest request) {
        return request.to().tag() != null
                ? null
                : new OriginKey(
                        request.callId(),
                        request.from().tag(),
                        request.cseq().number(),
                        request.method(),
                        request.uriText());
    }
}
