// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What an engine signs its hops in Record-Route with. Engines with the same text pass on the requests of each other's calls, and so does an engine that has
 * begun anew. Immutable.
 *
 * @param text what only the engines know; in UTF-8 the same on each of them
 */
public record RecordRouteKey(String text) {
    private static final String STRETCHING = "PBKDF2WithHmacSHA512";
    private static final byte[] SALT = "srf record-route".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_BITS = 256;
    /** Phones see what is signed, so a text that can be guessed has to be slow to try (NIST SP 800-132). */
    private static final int ITERATIONS = 210_000;

    /** Checks that there is a text. */
    public RecordRouteKey {
        if (text.isBlank()) {
            throw new IllegalArgumentException("an empty key of Record-Route, expected a text that nobody can guess");
        }
    }

    /** The key itself. Takes some tenths of a second of CPU. */
    public SecretKey stretched() {
        try {
            return SecretKeyFactory.getInstance(STRETCHING)
                    .generateSecret(new PBEKeySpec(text.toCharArray(), SALT, ITERATIONS, KEY_BITS));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + STRETCHING, e);
        }
    }

    /** Hides the text. */
    @Override
    public String toString() {
        return "RecordRouteKey[…]";
    }
}
