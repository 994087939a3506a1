// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Names the other end of a connection for people: host and port, IPv6 in brackets and as RFC 5952 writes it. */
final class PeerNames {
    private PeerNames() {}

    /** An address, or a name that is not resolved. */
    static String of(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? NetUtil.toSocketAddressString(inet)
                : String.valueOf(address);
    }

    /** A host as it was given, and a port. */
    static String of(String host, int port) {
        return NetUtil.toSocketAddressString(host, port);
    }
}
