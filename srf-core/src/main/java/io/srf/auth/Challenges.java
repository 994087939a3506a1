// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import io.srf.sip.DigestAlgorithm;
import io.srf.sip.DigestChallenge;
import io.srf.sip.HeaderName;
import io.srf.sip.SipResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what a 401 or 407 asks for; a proxy that forks may hand on the challenges of several (RFC 3261 §16.7, §22.3). */
public final class Challenges {
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private Challenges() {}

    /** Whether a response with this status asks for credentials. */
    public static boolean isChallenge(SipResponse response) {
        return response.status() == UNAUTHORIZED || response.status() == PROXY_AUTHENTICATION_REQUIRED;
    }

    /** The challenge of each realm that can be answered; of several for one realm the strongest, then the first (RFC 8760 §2.4). */
    public static Map<Realm, DigestChallenge> in(SipResponse response) {
        Map<Realm, DigestChallenge> strongest = new LinkedHashMap<>();
        collect(response, HeaderName.WWW_AUTHENTICATE, strongest);
        collect(response, HeaderName.PROXY_AUTHENTICATE, strongest);
        return strongest;
    }

    private static void collect(SipResponse response, HeaderName header, Map<Realm, DigestChallenge> strongest) {
        boolean proxy = header.equals(HeaderName.PROXY_AUTHENTICATE);
        for (DigestChallenge challenge : DigestChallenge.in(response, header)) {
            if (challenge.isSupported()) {
                strongest.merge(new Realm(proxy, challenge.realm()), challenge, Challenges::stronger);
            }
        }
    }

    private static DigestChallenge stronger(DigestChallenge first, DigestChallenge second) {
        return algorithm(second).compareTo(algorithm(first)) < 0 ? second : first;
    }

    private static DigestAlgorithm algorithm(DigestChallenge challenge) {
        DigestAlgorithm algorithm = challenge.algorithm();
        return algorithm == null ? DigestAlgorithm.MD5_SESS : algorithm;
    }
}
