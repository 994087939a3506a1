// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.B2buaOptions;
import io.srf.app.Extras;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import java.util.Set;

/** The extensions that a caller requires of a back-to-back call (RFC 3261 §8.2.2.3). */
final class Required {
    /** What is served on A's leg, whatever B can do. */
    private static final Set<String> SERVED = Set.of("100rel", "timer", "replaces");

    private Required() {}

    /** Unsupported headers, one for each extension that neither we serve nor B is asked for; {@link Extras#NONE} if all is well. */
    static Extras unsupported(SipRequest invite, B2buaOptions options) {
        boolean asksB = HeaderFilter.of(options.proxyRequestHeaders()).passes(HeaderName.REQUIRE)
                || options.extras().headers().stream().anyMatch(h -> h.name().equals(HeaderName.REQUIRE));
        Extras refused = Extras.NONE;
        if (!asksB) {
            for (String extension : invite.values(HeaderName.REQUIRE)) {
                if (!SERVED.contains(extension)) {
                    refused = refused.header(HeaderName.UNSUPPORTED.toString(), extension);
                }
            }
        }
        return refused;
    }
}
