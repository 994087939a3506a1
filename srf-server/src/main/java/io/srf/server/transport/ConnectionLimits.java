// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

/**
 * How many connections there may be and what they may hold.
 *
 * @param maxConnections open at the same time; once for those that peers open, once for those that the engine opens
 * @param maxPerAddress of these with one address, whatever its ports
 * @param maxUnsentBytes waiting to be read by one peer; beyond it the connection is closed
 * @param maxPartialBytes of incomplete messages on all connections together; the connection that exceeds it is closed
 */
public record ConnectionLimits(int maxConnections, int maxPerAddress, int maxUnsentBytes, long maxPartialBytes) {
    /** What is used unless told otherwise. */
    public static final ConnectionLimits DEFAULT = new ConnectionLimits(16_384, 1_024, 1 << 20, 64L << 20);

    /** Checks that every bound is positive. */
    public ConnectionLimits {
        if (maxConnections < 1 || maxPerAddress < 1 || maxUnsentBytes < 1 || maxPartialBytes < 1) {
            throw new IllegalArgumentException("connection limits must be positive: " + maxConnections + ", "
                    + maxPerAddress + ", " + maxUnsentBytes + ", " + maxPartialBytes);
        }
    }
}
