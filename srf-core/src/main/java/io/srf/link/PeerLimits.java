// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

/**
 * What an engine puts up with from the applications that connect to it. Whoever exceeds a limit loses the link, and only that.
 *
 * @param maxConnections at a time; one more is closed at once
 * @param maxFrame the longest payload, in bytes; a drachtio-server takes lengths of up to five digits
 * @param maxOutboundBytes that may wait for an application to read
 * @param firstMessageMillis from the connection to the end of the first message
 * @param frameMillis from the beginning of a frame to its end, which is enforced between one and two times that
 */
public record PeerLimits(
        int maxConnections, int maxFrame, int maxOutboundBytes, int firstMessageMillis, int frameMillis) {
    /** 1,000 connections, 99,999 bytes, 16 MiB, 10 s, 10 s. */
    public static final PeerLimits DEFAULT = new PeerLimits(1_000, 99_999, 16 * 1024 * 1024, 10_000, 10_000);

    /** Checks the bounds. */
    public PeerLimits {
        if (maxConnections < 1 || maxFrame < 1 || maxOutboundBytes < 1 || firstMessageMillis < 1 || frameMillis < 1) {
            throw new IllegalArgumentException("the limits must be positive, found " + maxConnections + ", " + maxFrame
                    + ", " + maxOutboundBytes + ", " + firstMessageMillis + ", " + frameMillis);
        }
    }
}
