// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Hosts of URIs, written so that the same host is the same text. */
public final class Hosts {
    /** A power of two. */
    private static final int PLACES = 256;
    /** What was written lately: the same few addresses stand in all messages of a call. Each has one place; threads need not see each other's. */
    private static final @Nullable Written[] LATELY = new Written[PLACES];

    private Hosts() {}

    private record Written(InetAddress address, String text) {}

    /** An address; IPv6 as RFC 5952 has it, without a zone. */
    public static String text(InetAddress address) {
        int place = address.hashCode() & (PLACES - 1);
        Written known = LATELY[place];
        if (known == null || !known.address.equals(address)) {
            known = new Written(address, NetUtil.toAddressString(address));
            LATELY[place] = known;
        }
        return known.text;
    }

    /** An address, or a name that is not resolved. */
    public static String text(InetSocketAddress address) {
        return address.isUnresolved() ? text(address.getHostString()) : text(address.getAddress());
    }

    /** An address, or a name that is not resolved, as URIs and Via write it: IPv6 in brackets. */
    public static String inUri(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address ? '[' + text(address) + ']' : text(address);
    }

    /** The same with its port. */
    public static String withPort(InetSocketAddress address) {
        return inUri(address) + ':' + address.getPort();
    }

    /** A name, or an IP address without brackets. */
    static String text(String host) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        return literal == null ? host.toLowerCase(Locale.ROOT) : NetUtil.bytesToIpAddress(literal);
    }
}
