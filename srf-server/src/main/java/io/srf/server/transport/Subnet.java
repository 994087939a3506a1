// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A network of IP addresses, as {@code 10.0.0.0/8} or {@code 2001:db8::/32}.
 *
 * @param base any of its addresses
 * @param bits how many of their first bits its addresses share
 */
public record Subnet(InetAddress base, int bits) {
    /** Checks the number of bits. */
    public Subnet {
        int most = base.getAddress().length * Byte.SIZE;
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("bad prefix length " + bits + ", expected 0 to " + most);
        }
    }

    /** Reads one; a single address is a network too. Throws {@link IllegalArgumentException}, and says what was expected. */
    public static Subnet parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException("bad network \"" + text + "\", expected such as 10.0.0.0/8");
        }
        try {
            InetAddress base = InetAddress.getByAddress(address);
            int most = base.getAddress().length * Byte.SIZE;
            return new Subnet(base, slash < 0 ? most : Integer.parseInt(text.substring(slash + 1)));
        } catch (NumberFormatException | UnknownHostException e) {
            throw new IllegalArgumentException("bad network \"" + text + "\", expected such as 10.0.0.0/8", e);
        }
    }

    /** Whether the address belongs to it; those of another family never do. */
    public boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i % Byte.SIZE);
            if (((mine[i / Byte.SIZE] ^ other[i / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return Hosts.text(base) + '/' + bits;
    }
}
