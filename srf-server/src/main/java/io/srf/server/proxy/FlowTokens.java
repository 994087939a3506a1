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
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Names for connections that peers have opened, for the user part of a Record-Route (RFC 5626 §5.2). Nobody else can make one, and one is good in the call alone that it was made for. For the shard's
 * loop alone.
 *
 * <p>A token is the base64url text of: protocol (1 byte), {@linkplain Flow#serial() serial} (8), the peer's port (2) and address (4 or 16), and an HMAC-SHA256 over the Call-ID and all that, cut
 * to 16 bytes (RFC 2104 §5). Its key is made when it is first needed, and never leaves the process.
 */
final class FlowTokens {
    private static final int MAC_BYTES = 16;
    private static final int HEAD_BYTES = 1 + Long.BYTES + Short.BYTES;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    /** What is longer than the token of an IPv6 peer is none. */
    static final int MAX_CHARS = ((HEAD_BYTES + IPV6_BYTES + MAC_BYTES) * 4 + 2) / 3;

    private static final String ALGORITHM = "HmacSHA256";
    private static final List<Protocol> PROTOCOLS = List.of(Protocol.values());

    private final Ids ids;
    private @Nullable Mac mac;

    FlowTokens(Ids ids) {
        this.ids = ids;
    }

    /**
     * The connection that a token names.
     *
     * @param peer who has opened it
     */
    record Named(Protocol protocol, InetSocketAddress peer, long serial) {
        /** Whether this is that very connection. */
        boolean is(Flow flow) {
            return flow.endsWithConnection() && flow.isOpen() && flow.serial() == serial;
        }
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
        byte[] token = Arrays.copyOf(name, name.length + MAC_BYTES);
        System.arraycopy(sign(name, callId), 0, token, name.length, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** What a token names that was made here for this Call-ID; null if it was not. */
    @Nullable Named read(String token, String callId) {
        byte[] bytes = bytes(token);
        int nameBytes = bytes.length - MAC_BYTES;
        if (nameBytes != HEAD_BYTES + IPV4_BYTES && nameBytes != HEAD_BYTES + IPV6_BYTES) {
            return null;
        }
        byte[] name = Arrays.copyOf(bytes, nameBytes);
        byte[] signature = Arrays.copyOfRange(bytes, nameBytes, bytes.length);
        return MessageDigest.isEqual(signature, sign(name, callId)) ? named(ByteBuffer.wrap(name)) : null;
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

    private static Named named(ByteBuffer name) {
        Protocol protocol = PROTOCOLS.get(name.get());
        long serial = name.getLong();
        int port = Short.toUnsignedInt(name.getShort());
        byte[] address = new byte[name.remaining()];
        name.get(address);
        try {
            return new Named(protocol, new InetSocketAddress(InetAddress.getByAddress(address), port), serial);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    private byte[] sign(byte[] name, String callId) {
        Mac keyed = mac();
        keyed.update(name);
        byte[] whole = keyed.doFinal(callId.getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(whole, MAC_BYTES);
    }

    private Mac mac() {
        Mac keyed = mac;
        if (keyed == null) {
            try {
                keyed = Mac.getInstance(ALGORITHM);
                byte[] key = (ids.next() + ids.next()).getBytes(StandardCharsets.US_ASCII);
                keyed.init(new SecretKeySpec(key, ALGORITHM));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
            }
            mac = keyed;
        }
        return keyed;
    }
}
