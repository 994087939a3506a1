// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import io.srf.server.transport.Subnet;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A source of messages as one number: an IPv4 address, or the first 64 bits of an IPv6 address, since whoever has one address of such a network has all of
 * them.
 */
public final class Sources {
    private static final long IPV4 = 1L << 32;
    /** Stands for the network of {@code ::1}: 0 means no source. */
    private static final long FIRST_NETWORK = 1;

    private static final int NETWORK_BITS = 64;
    private static final int IPV4_BITS = 32;

    private Sources() {}

    /** The number of an address; never 0. */
    public static long of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == Integer.BYTES) {
            return IPV4 | number(bytes, 0, Integer.BYTES);
        }
        long network = number(bytes, 0, Long.BYTES);
        return network == 0 ? FIRST_NETWORK : network;
    }

    /** The addresses that have this number. */
    static Subnet network(long source) {
        boolean four = source >>> IPV4_BITS == 1;
        byte[] bytes = new byte[four ? Integer.BYTES : 2 * Long.BYTES];
        long rest = source == FIRST_NETWORK ? 0 : source;
        for (int i = (four ? Integer.BYTES : Long.BYTES) - 1; i >= 0; i--) {
            bytes[i] = (byte) rest;
            rest >>= Byte.SIZE;
        }
        try {
            return new Subnet(InetAddress.getByAddress(bytes), four ? IPV4_BITS : NETWORK_BITS);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    /** The number that these bytes are. */
    static long number(byte[] bytes, int from, int length) {
        long number = 0;
        for (int i = from; i < from + length; i++) {
            number = (number << Byte.SIZE) | (bytes[i] & 0xff);
        }
        return number;
    }
}
