// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

import java.time.LocalTime;

/**
 * Where a SIP message came from, when, and how large it was.
 *
 * @param source the network, or the engine or application itself
 * @param bytes length of the message
 * @param protocol {@code udp}, {@code tcp} or {@code tls}; may be ""
 * @param address IP address; of the peer for a message from the network, of the engine for one it sent
 * @param port likewise
 * @param time of day, UTC, to the microsecond
 */
public record Origin(Source source, int bytes, String protocol, String address, int port, LocalTime time) {
    /** Who made a message. */
    public enum Source {
        /** It was received. */
        NETWORK,
        /** It was sent for an application, or by the engine on its own account. */
        APPLICATION
    }
}
