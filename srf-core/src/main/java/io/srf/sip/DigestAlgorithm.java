// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The hash algorithms of digest authentication (RFC 7616 §6.1, RFC 8760 §2.1), from strong to weak. */
public enum DigestAlgorithm {
    /** SHA-512/256. */
    SHA_512_256("SHA-512-256", "SHA-512/256", false),
    /** SHA-512/256 over a session key. */
    SHA_512_256_SESS("SHA-512-256-sess", "SHA-512/256", true),
    /** SHA-256. */
    SHA_256("SHA-256", "SHA-256", false),
    /** SHA-256 over a session key. */
    SHA_256_SESS("SHA-256-sess", "SHA-256", true),
    /** MD5, which is broken, and which most phones know only. */
    MD5("MD5", "MD5", false),
    /** MD5 over a session key. */
    MD5_SESS("MD5-sess", "MD5", true);

    private final String token;
    private final String hash;
    private final boolean session;

    DigestAlgorithm(String token, String hash, boolean session) {
        this.token = token;
        this.hash = hash;
        this.session = session;
    }

    /** The algorithm with this name, in any case; MD5 for null, as a challenge without one means it; null for an unknown one. */
    public static @Nullable DigestAlgorithm of(@Nullable String token) {
        if (token == null) {
            return MD5;
        }
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.token.equalsIgnoreCase(token)) {
                return algorithm;
            }
        }
        return null;
    }

    /** As it is written in a header. */
    public String token() {
        return token;
    }

    /** Whether the hash of the password is made for one session, with its nonces (RFC 7616 §3.4.2). */
    public boolean isSession() {
        return session;
    }

    /** The hash of these texts with colons between them, in UTF-8, as lower-case hexadecimal digits. */
    public String hash(String... texts) {
        return hash(String.join(":", texts).getBytes(StandardCharsets.UTF_8));
    }

    /** The hash of these bytes, as lower-case hexadecimal digits. */
    public String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(hash).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "every JDK since 9 has %s, this one has not", hash), e);
        }
    }
}
