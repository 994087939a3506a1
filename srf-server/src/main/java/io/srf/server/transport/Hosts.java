// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Hosts of URIs, written so that the same host is the same text. */
public final class Hosts {
    private Hosts() {}

    /** An address; IPv6 as RFC 5952 has it, without a zone. */
    public static String text(InetAddress address) {
        return NetUtil.toAddressString(address);
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
