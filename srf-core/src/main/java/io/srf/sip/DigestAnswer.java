// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link DigestChallenge}, in an Authorization or Proxy-Authorization header (RFC 3261 §22.4, RFC 7616 §3.4).
 *
 * <p>Immutable. It holds no password.
 */
public final class DigestAnswer {
    private static final Set<String> UNQUOTED = Set.of("algorithm", "qop", "nc");
    private static final String QOP_AUTH = "auth";
    private static final String QOP_AUTH_INT = "auth-int";
    private static final byte[] NO_BODY = {};

    /**
     * The request that an answer is for, and what makes the answer different from the last.
     *
     * @param method of the request
     * @param uri its Request-URI, as written
     * @param cnonce what the client has chosen by chance
     * @param count how often this nonce was answered, this answer included; 1 or more
     */
    public record Use(String method, String uri, String cnonce, int count) {
        /** Checks the count. */
        public Use {
            if (count < 1) {
                throw new IllegalArgumentException("a nonce count of " + count + ", expected 1 or more");
            }
        }

        private String nc() {
            return String.format(Locale.ROOT, "%08x", count);
        }
    }

    private final AuthParams params;

    private DigestAnswer(AuthParams params) {
        this.params = params;
    }

    /**
     * Answers a challenge for a request without a body.
     *
     * @throws IllegalArgumentException if it is not {@linkplain DigestChallenge#isSupported supported}
     */
    public static DigestAnswer to(DigestChallenge challenge, String user, String password, Use use) {
        return to(challenge, user, password, use, NO_BODY);
    }

    /**
     * Answers a challenge.
     *
     * @param body of the request, which {@code auth-int} protects
     * @throws IllegalArgumentException if it is not {@linkplain DigestChallenge#isSupported supported}
     */
    public static DigestAnswer to(DigestChallenge challenge, String user, String password, Use use, byte[] body) {
        DigestAlgorithm algorithm = challenge.algorithm();
        if (algorithm == null || !challenge.isSupported()) {
            throw new IllegalArgumentException(
                    "cannot answer " + challenge + ", expected a known algorithm and qop=auth or auth-int");
        }
        String qop = challenge.qop();
        AuthParams open = AuthParams.none()
                .with("username", user)
                .with("realm", challenge.realm())
                .with("nonce", challenge.nonce())
                .with("uri", use.uri)
                .with("algorithm", algorithm.token())
                .with("opaque", challenge.opaque())
                .with("qop", qop)
                .with("nc", qop == null ? null : use.nc())
                .with("cnonce", qop != null || algorithm.isSession() ? use.cnonce : null);
        String ha1 = algorithm.hash(user, challenge.realm(), password);
        return new DigestAnswer(open.with("response", response(open, algorithm, ha1, use.method, body)));
    }

    /**
     * Reads the header's value.
     *
     * @throws SipParseException if it is no digest answer, or lacks what every answer has
     */
    public static DigestAnswer parse(String text) {
        AuthParams params = AuthParams.parse(text);
        for (String name : new String[] {"username", "realm", "nonce", "uri", "response"}) {
            params.required(name);
        }
        if (params.get("qop") != null) {
            params.required("cnonce");
            params.required("nc");
        }
        return new DigestAnswer(params);
    }

    /** The user's name. */
    public String user() {
        return params.required("username");
    }

    /** The realm of the challenge. */
    public String realm() {
        return params.required("realm");
    }

    /** The nonce of the challenge. */
    public String nonce() {
        return params.required("nonce");
    }

    /** The URI that the answer was made for; a server compares it with the Request-URI. */
    public String uri() {
        return params.required("uri");
    }

    /** What the challenge wanted to get back; null for nothing. */
    public @Nullable String opaque() {
        return params.get("opaque");
    }

    /** The algorithm; null for one that we do not know. */
    public @Nullable DigestAlgorithm algorithm() {
        return DigestAlgorithm.of(params.get("algorithm"));
    }

    /** How often the client says it has answered this nonce; 0 where it does not say, -1 where that is no hexadecimal number. */
    public int count() {
        String nc = params.get("nc");
        if (nc == null) {
            return 0;
        }
        try {
            return Integer.parseUnsignedInt(nc, 16);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The quality of protection as written, such as {@code auth}; null for the form of RFC 2069. */
    public @Nullable String qop() {
        return params.get("qop");
    }

    /** The hash that proves the password. */
    public String response() {
        return params.required("response");
    }

    /** Whether this password was used to answer for a request with this method and no body; compares in constant time. */
    public boolean matches(String password, String method) {
        return matches(password, method, NO_BODY);
    }

    /** Whether this password was used to answer for this method and body; compares in constant time. */
    public boolean matches(String password, String method, byte[] body) {
        DigestAlgorithm algorithm = algorithm();
        return algorithm != null && matchesHash(algorithm.hash(user(), realm(), password), method, body);
    }

    /**
     * Whether the password behind this hash was used to answer for this method and body; compares in constant time.
     *
     * @param ha1 the hash of user, realm and password with colons between them, in lower-case hexadecimal digits: H(A1) of RFC 7616 §3.4.2,
     *     before a session's nonces go into it
     */
    public boolean matchesHash(String ha1, String method, byte[] body) {
        DigestAlgorithm algorithm = algorithm();
        if (algorithm == null || !hasKnownQop() || (algorithm.isSession() && params.get("cnonce") == null)) {
            return false;
        }
        return MessageDigest.isEqual(
                response(params, algorithm, ha1, method, body).getBytes(StandardCharsets.UTF_8),
                response().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    }

    private boolean hasKnownQop() {
        String qop = params.get("qop");
        return qop == null || qop.equalsIgnoreCase(QOP_AUTH) || qop.equalsIgnoreCase(QOP_AUTH_INT);
    }

    /** RFC 7616 §3.4.1 to §3.4.3. */
    private static String response(
            AuthParams params, DigestAlgorithm algorithm, String ha1, String method, byte[] body) {
        String nonce = params.required("nonce");
        String secret = algorithm.isSession() ? algorithm.hash(ha1, nonce, params.required("cnonce")) : ha1;
        String qop = params.get("qop");
        String uri = params.required("uri");
        String request = QOP_AUTH_INT.equalsIgnoreCase(qop)
                ? algorithm.hash(method, uri, algorithm.hash(body))
                : algorithm.hash(method, uri);
        return qop == null
                ? algorithm.hash(secret, nonce, request)
                : algorithm.hash(secret, nonce, params.required("nc"), params.required("cnonce"), qop, request);
    }

    /** As the header's value. */
    @Override
    public String toString() {
        return params.text(UNQUOTED);
    }

    /** Whether they are written with the same text. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DigestAnswer answer && answer.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return Objects.hash(toString());
    }
}
