// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import io.srf.server.transaction.Ids;
import io.srf.server.transport.Flow;
import io.srf.server.transport.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What the engine writes into the user part of its hops in Record-Route, to know them again (RFC 3261 §16.6 step 4, RFC 5626 §5.2). Nobody without the key can make one, and one is good in the call
 * alone that it was made for. For the shard's loop alone.
 *
 * <p>A token is the base64url text of a name, and an HMAC-SHA256 over the length of the name (1 byte), the name and the Call-ID, cut to 16 bytes (RFC 2104 §5). The name is empty, or that of a
 * connection that a peer has opened: protocol (1 byte), {@linkplain Flow#serial() serial} (8), the peer's port (2) and address (4 or 16).
 */
final class HopTokens {
    private static final int MAC_BYTES = 16;
    private static final int HEAD_BYTES = 1 + Long.BYTES + Short.BYTES;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final byte[] NO_NAME = {};
    /** What is longer than the token of an IPv6 peer is none. */
    static final int MAX_CHARS = ((HEAD_BYTES + IPV6_BYTES + MAC_BYTES) * 4 + 2) / 3;

    private static final String ALGORITHM = "HmacSHA256";
    private static final List<Protocol> PROTOCOLS = List.of(Protocol.values());

    private final Ids ids;
    private final @Nullable SecretKey key;
    private @Nullable Mac mac;

    /** @param key null for one that is made when it is first needed, and never leaves the process */
    HopTokens(Ids ids, @Nullable SecretKey key) {
        this.ids = ids;
        this.key = key;
    }

    /** What a token says. */
    sealed interface Hop {
        /** That the request goes on to where its Route or Request-URI leads. */
        record Open() implements Hop {}

        /**
         * By which connection it goes on.
         *
         * @param peer who has opened it
         */
        record Connection(Protocol protocol, InetSocketAddress peer, long serial) implements Hop {
            /** Whether this is that very connection. */
            boolean is(Flow flow) {
                return flow.endsWithConnection() && flow.isOpen() && flow.serial() == serial;
            }
        }
    }

    /** The token of a hop that names no connection, for a request with this Call-ID. */
    String of(String callId) {
        return token(NO_NAME, callId);
    }

    /** The token of a connection, for a request with this Call-ID. */
    String of(Flow flow, String callId) {
        byte[] address = flow.remote().getAddress().getAddress();
        byte[] name = ByteBuffer.allocate(HEAD_BYTES + address.length)
                .put((byte) PROTOCOLS.indexOf(flow.protocol()))
                .putLong(flow.serial())
                .putShort((short) flow.remote().getPort())
                .put(address)
                .array();
        return token(name, callId);
    }

    private String token(byte[] name, String callId) {
        byte[] token = Arrays.copyOf(name, name.length + MAC_BYTES);
        System.arraycopy(sign(name, callId), 0, token, name.length, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** What a token says that was made with this key for this Call-ID; null if it was not. */
    @Nullable Hop read(String token, String callId) {
        byte[] bytes = bytes(token);
        int nameBytes = bytes.length - MAC_BYTES;
        if (nameBytes != 0 && nameBytes != HEAD_BYTES + IPV4_BYTES && nameBytes != HEAD_BYTES + IPV6_BYTES) {
            return null;
        }
        byte[] name = Arrays.copyOf(bytes, nameBytes);
        byte[] signature = Arrays.copyOfRange(bytes, nameBytes, bytes.length);
        return MessageDigest.isEqual(signature, sign(name, callId)) ? hop(ByteBuffer.wrap(name)) : null;
    }

    private static byte[] bytes(String token) {
        try {
            return token.length() > MAX_CHARS
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static Hop hop(ByteBuffer name) {
        if (!name.hasRemaining()) {
            return new Hop.Open();
        }
        Protocol protocol = PROTOCOLS.get(name.get());
        long serial = name.getLong();
        int port = Short.toUnsignedInt(name.getShort());
        byte[] address = new byte[name.remaining()];
        name.get(address);
        try {
            return new Hop.Connection(protocol, new InetSocketAddress(InetAddress.getByAddress(address), port), serial);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    private byte[] sign(byte[] name, String callId) {
        Mac keyed = mac();
        keyed.update((byte) name.length);
        keyed.update(name);
        byte[] whole = keyed.doFinal(callId.getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(whole, MAC_BYTES);
    }

    private Mac mac() {
        Mac keyed = mac;
        if (keyed == null) {
            try {
                keyed = Mac.getInstance(ALGORITHM);
                keyed.init(key == null ? random() : key);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
            }
            mac = keyed;
        }
        return keyed;
    }

    private Key random() {
        return new SecretKeySpec((ids.next() + ids.next()).getBytes(StandardCharsets.US_ASCII), ALGORITHM);
    }
}
