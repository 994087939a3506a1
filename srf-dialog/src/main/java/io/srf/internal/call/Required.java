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
        Extras refused = Extras.NONE;
        if (invite.has(HeaderName.REQUIRE) && !asksB(options)) {
            for (String extension : invite.values(HeaderName.REQUIRE)) {
                if (!SERVED.contains(extension)) {
                    refused = refused.header(HeaderName.UNSUPPORTED.toString(), extension);
                }
            }
        }
        return refused;
    }

    private static boolean asksB(B2buaOptions options) {
        return HeaderFilter.of(options.proxyRequestHeaders()).passes(HeaderName.REQUIRE)
                || options.extras().first(HeaderName.REQUIRE) != null;
    }
}
