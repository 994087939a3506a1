// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes nonces that need not be remembered: the time, some chance, and an HMAC over both and the realm (RFC 7616 §3.3, §5.4). Whoever has the
 * same key knows them.
 *
 * <p>May be used by any thread.
 */
final class Nonces {
    /** The shortest key that is taken. */
    static final int MIN_KEY_BYTES = 16;

    /** How far the clocks of nodes with the same key may differ. */
    static final Duration MAX_SKEW = Duration.ofSeconds(30);

    private static final String HMAC = "HmacSHA256";
    private static final int SALT_BYTES = 8;
    private static final int SIGNED_BYTES = Long.BYTES + SALT_BYTES;
    private static final int MAC_BYTES = 16;
    private static final int TEXT_LENGTH = 43;

    private final SecretKeySpec key;
    private final SecureRandom chance = new SecureRandom();

    /** Makes nonces with this key. */
    Nonces(byte[] key) {
        this.key = new SecretKeySpec(key, HMAC);
    }

    /** A key that nobody else has. */
    static byte[] newKey() {
        byte[] key = new byte[2 * MIN_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /** A new nonce, never made before. */
    String issue(String realm, Instant now) {
        byte[] salt = new byte[SALT_BYTES];
        chance.nextBytes(salt);
        ByteBuffer nonce = ByteBuffer.allocate(SIGNED_BYTES + MAC_BYTES);
        nonce.putLong(now.toEpochMilli()).put(salt);
        nonce.put(mac(nonce.array(), realm), 0, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce.array());
    }

    /** When a nonce was issued; null if it was not, for this realm and with this key. */
    @Nullable Instant issued(String nonce, String realm) {
        byte[] bytes = decode(nonce);
        if (bytes.length != SIGNED_BYTES + MAC_BYTES) {
            return null;
        }
        byte[] mac = Arrays.copyOfRange(bytes, SIGNED_BYTES, bytes.length);
        boolean ours = MessageDigest.isEqual(mac, Arrays.copyOf(mac(bytes, realm), MAC_BYTES));
        return ours ? Instant.ofEpochMilli(ByteBuffer.wrap(bytes).getLong()) : null;
    }

    private static byte[] decode(String nonce) {
        try {
            return nonce.length() == TEXT_LENGTH ? Base64.getUrlDecoder().decode(nonce) : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private byte[] mac(byte[] nonce, String realm) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(nonce, 0, SIGNED_BYTES);
            return mac.doFinal(realm.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + HMAC + ", this one has not", e);
        }
    }
}
