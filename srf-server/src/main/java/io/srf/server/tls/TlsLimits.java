// SPDX-License-Identifier: Apache-2.0
package io.srf.server.tls;

import java.time.Duration;

/**
 * What TLS may take.
 *
 * @param handshake how long one may last
 * @param maxHandshakes how many may go on at a time; connections beyond are closed at once
 * @param maxPerAddress how many of these with one address, lest one peer that is silent keep all others out
 * @param lookForChanges how often the files are looked at
 */
public record TlsLimits(Duration handshake, int maxHandshakes, int maxPerAddress, Duration lookForChanges) {
    /** 10 s, 1,000 handshakes, 250 with one address, every 30 s. */
    public static final TlsLimits DEFAULT = new TlsLimits(Duration.ofSeconds(10), 1_000, 250, Duration.ofSeconds(30));

    /** Checks that all are positive. */
    public TlsLimits {
        if (handshake.toMillis() < 1 || maxHandshakes < 1 || maxPerAddress < 1 || lookForChanges.toMillis() < 1) {
            throw new IllegalArgumentException("TLS limits must be positive, found " + handshake + ", " + maxHandshakes
                    + ", " + maxPerAddress + ", " + lookForChanges);
        }
    }
}
