// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.log.LogLimiter;
import org.slf4j.Logger;

/** Warns of what peers do, once per kind of trouble, host and interval. Any thread may use it. */
final class PeerLog {
    private final Logger log;
    private final LogLimiter limiter = new LogLimiter();

    PeerLog(Logger log) {
        this.log = log;
    }

    /**
     * Writes a line, or counts it.
     *
     * @param format has places for the peer, for how many lines were held back, and for the detail
     * @param peer its address and port; ports do not count, since a flood may come from all of them
     */
    void warn(String format, Object peer, Object detail) {
        String address = String.valueOf(peer);
        String host = address.substring(0, Math.max(0, address.lastIndexOf(':')));
        long heldBack = limiter.permit(format + host);
        if (heldBack != LogLimiter.HOLD_BACK) {
            log.warn(format, address, LogLimiter.since(heldBack), detail);
        }
    }
}
