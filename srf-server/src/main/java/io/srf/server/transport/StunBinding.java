// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The binding requests of STUN by which phones keep their way through a NAT open (RFC 5626 §4.4.2, §8; RFC 5389), told from SIP by their first two bits.
 *
 * <p>A pure function of the request, for any thread. No answer has more than 24 bytes more than its request.
 */
final class StunBinding {
    private static final int HEADER_BYTES = 20;
    private static final int ATTRIBUTE_HEADER_BYTES = 4;
    private static final int TRANSACTION_ID_AT = 8;
    private static final int COOKIE = 0x2112A442;

    private static final short REQUEST = 0x0001;
    private static final short SUCCESS = 0x0101;
    private static final short ERROR = 0x0111;

    private static final short ERROR_CODE = 0x0009;
    private static final short UNKNOWN_ATTRIBUTES = 0x000A;
    private static final short XOR_MAPPED_ADDRESS = 0x0020;
    /** Class and number of 420 Unknown Attribute (RFC 5389 §15.6). */
    private static final int UNKNOWN_ATTRIBUTE = 4 << 8 | 20;
    /** Attributes up to here must be understood (RFC 5389 §15). */
    private static final int LAST_REQUIRED = 0x7FFF;
    /** USERNAME, MESSAGE-INTEGRITY, REALM and NONCE: nobody is asked for credentials here, but may show them. */
    private static final Set<Integer> CREDENTIALS = Set.of(0x0006, 0x0008, 0x0014, 0x0015);
    /** More are not named in an answer, so that it stays short. */
    private static final int MAX_NAMED = 4;

    private static final short IPV4 = 0x01;
    private static final short IPV6 = 0x02;

    private StunBinding() {}

    /** Whether a datagram is of STUN (RFC 5389 §6); it is neither SIP nor malformed. */
    static boolean isStun(ByteBuffer datagram) {
        return datagram.limit() >= HEADER_BYTES
                && (datagram.get(0) & 0xC0) == 0
                && datagram.getInt(ATTRIBUTE_HEADER_BYTES) == COOKIE
                && datagram.limit() == HEADER_BYTES + length(datagram, 2);
    }

    /** Whether a datagram of STUN wants an answer. */
    static boolean isRequest(ByteBuffer stun) {
        return stun.getShort(0) == REQUEST;
    }

    /** The answer to a request: where it came from, or which of its attributes nobody here knows; null if it is broken. */
    static byte @Nullable [] answer(ByteBuffer request, InetSocketAddress peer) {
        List<Short> unknown = new ArrayList<>(0);
        int at = HEADER_BYTES;
        while (at + ATTRIBUTE_HEADER_BYTES <= request.limit()) {
            int type = Short.toUnsignedInt(request.getShort(at));
            if (type <= LAST_REQUIRED && !CREDENTIALS.contains(type) && unknown.size() < MAX_NAMED) {
                unknown.add((short) type);
            }
            at += ATTRIBUTE_HEADER_BYTES + padded(length(request, at + 2));
        }
        if (at != request.limit()) {
            return null;
        }
        return unknown.isEmpty() ? success(request, peer) : error(request, unknown);
    }

    private static int length(ByteBuffer from, int at) {
        return Short.toUnsignedInt(from.getShort(at));
    }

    /** Attributes end at a multiple of four bytes. */
    private static int padded(int length) {
        return (length + 3) & ~3;
    }

    /** The address is not written plainly, as some NATs would translate it back (RFC 5389 §15.2): it is mixed with cookie and transaction id. */
    private static byte[] success(ByteBuffer request, InetSocketAddress peer) {
        byte[] address = peer.getAddress().getAddress();
        for (int i = 0; i < address.length; i++) {
            address[i] ^= request.get(ATTRIBUTE_HEADER_BYTES + i);
        }
        int length = ATTRIBUTE_HEADER_BYTES + address.length;
        byte[] mapped = ByteBuffer.allocate(ATTRIBUTE_HEADER_BYTES + length)
                .putShort(XOR_MAPPED_ADDRESS)
                .putShort((short) length)
                .putShort(address.length == 4 ? IPV4 : IPV6)
                .putShort((short) (peer.getPort() ^ COOKIE >>> Short.SIZE))
                .put(address)
                .array();
        return answer(SUCCESS, request, mapped);
    }

    private static byte[] error(ByteBuffer request, List<Short> unknown) {
        byte[] named = new byte[padded(unknown.size() * Short.BYTES)];
        unknown.forEach(ByteBuffer.wrap(named)::putShort);
        byte[] why = ByteBuffer.allocate(3 * ATTRIBUTE_HEADER_BYTES + named.length)
                .putShort(ERROR_CODE)
                .putShort((short) Integer.BYTES)
                .putInt(UNKNOWN_ATTRIBUTE)
                .putShort(UNKNOWN_ATTRIBUTES)
                .putShort((short) (unknown.size() * Short.BYTES))
                .put(named)
                .array();
        return answer(ERROR, request, why);
    }

    private static byte[] answer(short type, ByteBuffer request, byte[] attributes) {
        byte[] transactionId = new byte[HEADER_BYTES - TRANSACTION_ID_AT];
        request.get(TRANSACTION_ID_AT, transactionId);
        return ByteBuffer.allocate(HEADER_BYTES + attributes.length)
                .putShort(type)
                .putShort((short) attributes.length)
                .putInt(COOKIE)
                .put(transactionId)
                .put(attributes)
                .array();
    }
}
