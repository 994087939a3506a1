// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.time.Duration;

/**
 * How long connections may take.
 *
 * @param connect to be established
 * @param message from its first byte to its last; also from the opening of a connection by a peer to the end of its
 *     first message or keep-alive
 * @param idle without a byte from the peer
 * @param ping without a byte from a peer that has a WebSocket until it is pinged, and again until it is given up
 */
public record ConnectionTimes(Duration connect, Duration message, Duration idle, Duration ping) {
    private static final Duration PING = Duration.ofSeconds(30);

    /**
     * What is used unless told otherwise. The idle time is longer than the half of a session interval (RFC 4028 §4:
     * 1,800 s) after which calls are refreshed, so that a connection outlives a quiet call.
     */
    public static final ConnectionTimes DEFAULT =
            new ConnectionTimes(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(20));

    /** With pings every 30 s. */
    public ConnectionTimes(Duration connect, Duration message, Duration idle) {
        this(connect, message, idle, PING);
    }

    /** Checks that every time is between a millisecond and a day. */
    public ConnectionTimes {
        check("connect", connect);
        check("message", message);
        check("idle", idle);
        check("ping", ping);
    }

    private static void check(String name, Duration time) {
        if (time.toMillis() < 1 || time.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(name + " time " + time + ", expected 1 ms to 1 day");
        }
    }
}
