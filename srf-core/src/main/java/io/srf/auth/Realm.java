// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import io.srf.sip.HeaderName;

/**
 * Who asks: a user agent server with 401, or a proxy with 407, for this realm (RFC 3261 §22.1).
 *
 * @param proxy whether a proxy asks
 * @param name the realm, as it was written
 */
public record Realm(boolean proxy, String name) {
    /** The header that answers. */
    HeaderName answer() {
        return proxy ? HeaderName.PROXY_AUTHORIZATION : HeaderName.AUTHORIZATION;
    }
}
