// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import static java.util.Objects.requireNonNull;

import io.srf.sip.DigestAlgorithm;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a server knows of a user: the password, or hashes made of it, one for each algorithm that may be used. Immutable. */
public final class Secret {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

    private final @Nullable String password;
    private final Map<DigestAlgorithm, String> hashes;

    private Secret(@Nullable String password, Map<DigestAlgorithm, String> hashes) {
        this.password = password;
        this.hashes = hashes;
    }

    /** A password in clear text, which fits every algorithm. */
    public static Secret password(String text) {
        return new Secret(requireNonNull(text, "password"), Map.of());
    }

    /**
     * H(A1) of RFC 7616 §3.4.2: the hash of {@code user:realm:password}. Only this algorithm can then be answered.
     *
     * @param hash in hexadecimal digits
     * @throws IllegalArgumentException if it is something else
     */
    public static Secret hash(DigestAlgorithm algorithm, String hash) {
        return new Secret(null, Map.of()).andHash(algorithm, hash);
    }

    /** With the hash of another algorithm. */
    public Secret andHash(DigestAlgorithm algorithm, String hash) {
        String lower = hash.toLowerCase(Locale.ROOT);
        int length = algorithm.hash("").length();
        if (lower.length() != length || !HEX.matcher(lower).matches()) {
            throw new IllegalArgumentException("a hash of " + hash.length() + " characters for " + algorithm.token()
                    + ", expected " + length + " hexadecimal digits");
        }
        Map<DigestAlgorithm, String> more = new EnumMap<>(DigestAlgorithm.class);
        more.putAll(hashes);
        more.put(algorithm, lower);
        return new Secret(password, more);
    }

    /** The hash for an algorithm; null if there is neither that nor the password. */
    @Nullable String hash(DigestAlgorithm algorithm, String user, String realm) {
        String known = hashes.get(algorithm);
        return known != null || password == null ? known : algorithm.hash(user, realm, password);
    }

    /** Nothing that could be used. */
    @Override
    public String toString() {
        return "a secret";
    }
}
