// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a WWW-Authenticate or Proxy-Authenticate header asks for (RFC 3261 §22.4, RFC 7616 §3.3, RFC 8760).
 *
 * <p>Immutable.
 */
public final class DigestChallenge {
    private static final Set<String> UNQUOTED = Set.of("stale", "algorithm");
    private static final String QOP_AUTH = "auth";
    private static final String QOP_AUTH_INT = "auth-int";

    private final AuthParams params;

    private DigestChallenge(AuthParams params) {
        this.params = params;
    }

    /** A challenge that asks for {@code qop=auth}. */
    public static DigestChallenge of(String realm, String nonce, DigestAlgorithm algorithm) {
        return new DigestChallenge(AuthParams.none()
                .with("realm", realm)
                .with("nonce", nonce)
                .with("algorithm", algorithm.token())
                .with("qop", QOP_AUTH));
    }

    /**
     * Reads the header's value.
     *
     * @throws SipParseException if it is no digest challenge, or has no realm or nonce
     */
    public static DigestChallenge parse(String text) {
        AuthParams params = AuthParams.parse(text);
        params.required("realm");
        params.required("nonce");
        return new DigestChallenge(params);
    }

    /** The challenges of a 401 or 407, in order; those that cannot be read are left out, so that the others can be answered. */
    public static List<DigestChallenge> in(SipResponse response) {
        return in(response, response.status() == 407 ? HeaderName.PROXY_AUTHENTICATE : HeaderName.WWW_AUTHENTICATE);
    }

    /** The challenges in all headers of this name, in order; those that cannot be read are left out. */
    public static List<DigestChallenge> in(SipResponse response, HeaderName name) {
        List<DigestChallenge> challenges = new ArrayList<>(1);
        for (Header header : response.all(name)) {
            DigestChallenge challenge = readable(header);
            if (challenge != null) {
                challenges.add(challenge);
            }
        }
        return challenges;
    }

    private static @Nullable DigestChallenge readable(Header header) {
        try {
            return parse(header.value());
        } catch (SipParseException e) {
            return null;
        }
    }

    /** Who is to be authenticated for what, to be shown to users. */
    public String realm() {
        return params.required("realm");
    }

    /** What the server wants to see again in the answer. */
    public String nonce() {
        return params.required("nonce");
    }

    /** What it wants to get back unchanged; null for nothing. */
    public @Nullable String opaque() {
        return params.get("opaque");
    }

    /** Whether only the nonce was too old, so that the same password may be tried again. */
    public boolean isStale() {
        return "true".equalsIgnoreCase(params.get("stale"));
    }

    /** The algorithm; null for one that we do not know. */
    public @Nullable DigestAlgorithm algorithm() {
        return DigestAlgorithm.of(params.get("algorithm"));
    }

    /** Whether it can be answered: its algorithm is known, and it offers a qop that is known, or none. */
    public boolean isSupported() {
        return algorithm() != null && (params.get("qop") == null || qop() != null);
    }

    /**
     * The quality of protection that an answer gives: {@code auth} where it is offered, as bodies may change on their way; else
     * {@code auth-int}; null for the form of RFC 2069, or if none is known.
     */
    @Nullable String qop() {
        if (offers(QOP_AUTH)) {
            return QOP_AUTH;
        }
        return offers(QOP_AUTH_INT) ? QOP_AUTH_INT : null;
    }

    private boolean offers(String wanted) {
        String qop = params.get("qop");
        return qop != null && Arrays.stream(qop.split(",")).map(String::strip).anyMatch(wanted::equalsIgnoreCase);
    }

    /** The same, offering only these qualities of protection, such as {@code auth-int} or {@code auth,auth-int}. */
    public DigestChallenge withQop(String qop) {
        return new DigestChallenge(params.with("qop", qop));
    }

    /** The same with an opaque value. */
    public DigestChallenge withOpaque(String opaque) {
        return new DigestChallenge(params.with("opaque", opaque));
    }

    /** The same, saying that only the nonce was too old. */
    public DigestChallenge withStale() {
        return new DigestChallenge(params.with("stale", "true"));
    }

    /** As the header's value. */
    @Override
    public String toString() {
        return params.text(UNQUOTED);
    }
}
