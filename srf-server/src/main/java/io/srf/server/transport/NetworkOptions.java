// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.srf.server.tls.TlsOptions;
import io.srf.sip.SipLimits;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * How a network behaves.
 *
 * @param messages bounds of the messages on streams
 * @param connections how many, and what they may hold
 * @param times of connections
 * @param tls certificates and trust, for {@code tls} and {@code wss}
 * @param advertised the address that peers are told instead of this machine's own, as behind a NAT; peers on this
 *     machine are told the loopback address where a wildcard is bound. Null for this machine's own
 */
public record NetworkOptions(
        SipLimits messages,
        ConnectionLimits connections,
        ConnectionTimes times,
        TlsOptions tls,
        @Nullable InetAddress advertised) {
    /** What is used unless told otherwise. */
    public static final NetworkOptions DEFAULT = new NetworkOptions(
            SipLimits.DEFAULT, ConnectionLimits.DEFAULT, ConnectionTimes.DEFAULT, TlsOptions.NONE, null);

    /** Checks that the advertised address is not a wildcard. */
    public NetworkOptions {
        if (advertised != null && advertised.isAnyLocalAddress()) {
            throw new IllegalArgumentException(
                    "the advertised address is a wildcard, expected one that peers can reach");
        }
    }

    /** These options with other message bounds. */
    public NetworkOptions withMessages(SipLimits newMessages) {
        return new NetworkOptions(newMessages, connections, times, tls, advertised);
    }

    /** These options with other connection limits. */
    public NetworkOptions withConnections(ConnectionLimits newConnections) {
        return new NetworkOptions(messages, newConnections, times, tls, advertised);
    }

    /** These options with other times. */
    public NetworkOptions withTimes(ConnectionTimes newTimes) {
        return new NetworkOptions(messages, connections, newTimes, tls, advertised);
    }

    /** These options with other certificates and trust. */
    public NetworkOptions withTls(TlsOptions newTls) {
        return new NetworkOptions(messages, connections, times, newTls, advertised);
    }

    /** These options with another advertised address; null for this machine's own. */
    public NetworkOptions withAdvertised(@Nullable InetAddress newAdvertised) {
        return new NetworkOptions(messages, connections, times, tls, newAdvertised);
    }
}
