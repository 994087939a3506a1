// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.util.Locale;

/** The transport protocols of SIP (RFC 3261 §18, RFC 7118). */
public enum Protocol {
    /** Datagrams; messages may be lost, so transactions send them again. */
    UDP(false, false, 5060),
    /** Streams. */
    TCP(true, false, 5060),
    /** Streams over TLS. */
    TLS(true, true, 5061),
    /** WebSockets. */
    WS(true, false, 80),
    /** WebSockets over TLS. */
    WSS(true, true, 443);

    /** What fits into a datagram over IPv4 (RFC 768, RFC 791). */
    public static final int MAX_DATAGRAM_BYTES = 65_507;

    private final boolean reliable;
    private final boolean secure;
    private final int defaultPort;
    private final String lower = name().toLowerCase(Locale.ROOT);

    Protocol(boolean reliable, boolean secure, int defaultPort) {
        this.reliable = reliable;
        this.secure = secure;
        this.defaultPort = defaultPort;
    }

    /** Whether what is sent arrives or the sender is told. */
    public boolean isReliable() {
        return reliable;
    }

    /** Whether a message of so many bytes can be sent. */
    public boolean carries(int bytes) {
        return this != UDP || bytes <= MAX_DATAGRAM_BYTES;
    }

    /** Whether it goes over TLS. */
    public boolean isSecure() {
        return secure;
    }

    /** Whether messages are those of a WebSocket (RFC 7118). */
    public boolean isWebSocket() {
        return this == WS || this == WSS;
    }

    /** The port where none is named (RFC 3261 §19.1.2, RFC 7118 §5). */
    public int defaultPort() {
        return defaultPort;
    }

    /** As URIs and the wire protocol write it. */
    public String lower() {
        return lower;
    }
}
