// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Names the other end of a connection for people: host and port, IPv6 in brackets and as RFC 5952 writes it; or {@code unix:} and the file of a UNIX
 * domain socket, at both of its ends.
 */
final class PeerNames {
    /** The name of a peer whose address says nothing. */
    static final AttributeKey<String> NAME = AttributeKey.valueOf(PeerNames.class, "name");

    private PeerNames() {}

    /** Who is at the other end. */
    static String of(Channel channel) {
        String name = channel.attr(NAME).get();
        return name == null ? of(channel.remoteAddress()) : name;
    }

    /** An address, or a name that is not resolved. */
    static String of(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return NetUtil.toSocketAddressString(inet);
        }
        return address instanceof UnixDomainSocketAddress unix ? "unix:" + unix.getPath() : String.valueOf(address);
    }

    /** A host as it was given, and a port. */
    static String of(String host, int port) {
        return NetUtil.toSocketAddressString(host, port);
    }
}
