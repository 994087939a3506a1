// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.util.Locale;

/** The transport protocols of SIP (RFC 3261 §18). */
public enum Protocol {
    /** Datagrams; messages may be lost, so transactions send them again. */
    UDP(false),
    /** Streams. */
    TCP(true);

    private final boolean reliable;
    private final String lower = name().toLowerCase(Locale.ROOT);

    Protocol(boolean reliable) {
        this.reliable = reliable;
    }

    /** Whether what is sent arrives or the sender is told. */
    public boolean isReliable() {
        return reliable;
    }

    /** As URIs and the wire protocol write it. */
    public String lower() {
        return lower;
    }
}
