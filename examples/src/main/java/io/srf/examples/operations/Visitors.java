// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.operations;

import com.sun.net.httpserver.HttpExchange;
import io.srf.server.transport.Hosts;
import java.net.InetSocketAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells an operator's requests from those that a page in a browser makes behind the operator's back. */
final class Visitors {
    private static final Pattern LOOPBACK = Pattern.compile("(?i:localhost)|127(?:\\.\\d{1,3}){3}|\\[::1]");

    private Visitors() {}

    /** Why a request may not change anything; null if it may. A browser says where its page is from, or which name led it here. */
    static @Nullable String objection(HttpExchange exchange) {
        if (exchange.getRequestHeaders().containsKey("Origin")) {
            return "comes from a page of a browser (expected: no Origin)";
        }
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || isHere(host, exchange.getLocalAddress())) {
            return null;
        }
        return "is for another host (expected: Host with the address of this port, or localhost)";
    }

    /** Whether this is {@code localhost} or a loopback address, or the very address that was connected to. */
    private static boolean isHere(String hostAndPort, InetSocketAddress here) {
        int colon = hostAndPort.lastIndexOf(':');
        String host = colon > hostAndPort.lastIndexOf(']') ? hostAndPort.substring(0, colon) : hostAndPort;
        return LOOPBACK.matcher(host).matches() || host.equalsIgnoreCase(Hosts.inUri(here));
    }
}
