// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a host's name says by itself. */
public final class HostNames {
    private HostNames() {}

    /** The address that a host is, with or without brackets and zone; null if it is a name. */
    public static @Nullable InetAddress literal(String host) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** A name as it is compared: in lower case, without the dot of the root. */
    static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** Whether only this machine and its neighbours know the name (RFC 6761 §6.3, RFC 6762 §3): DNS has no services for it. */
    static boolean isLocal(String plain) {
        return plain.indexOf('.') < 0 || plain.endsWith(".local") || plain.endsWith(".localhost");
    }

    /** Whether nobody can have the name (RFC 6761 §6.4). */
    static boolean isNowhere(String plain) {
        return plain.endsWith(".invalid");
    }
}
