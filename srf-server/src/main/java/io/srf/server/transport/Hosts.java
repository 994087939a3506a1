// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Hosts of URIs, written so that the same host is the same text. */
final class Hosts {
    private Hosts() {}

    /** An address. */
    static String text(InetAddress address) {
        return NetUtil.toAddressString(address);
    }

    /** An address, or a name that is not resolved. */
    static String text(InetSocketAddress address) {
        return address.isUnresolved() ? text(address.getHostString()) : text(address.getAddress());
    }

    /** A name, or an IP address without brackets. */
    static String text(String host) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        return literal == null ? host.toLowerCase(Locale.ROOT) : NetUtil.bytesToIpAddress(literal);
    }
}
