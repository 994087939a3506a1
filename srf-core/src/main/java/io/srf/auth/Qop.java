// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import java.util.Arrays;
import java.util.Optional;

/** What an answer to a challenge protects (RFC 7616 §3.3). */
public enum Qop {
    /** Method and URI. */
    AUTH("auth"),
    /** The body, too. */
    AUTH_INT("auth-int");

    private final String token;

    Qop(String token) {
        this.token = token;
    }

    /** As it is written in a header. */
    public String token() {
        return token;
    }

    static Optional<Qop> of(String text) {
        return Arrays.stream(values())
                .filter(qop -> qop.token.equalsIgnoreCase(text))
                .findFirst();
    }
}
