// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.server.transport.Flow;
import io.srf.server.transport.LogLimiter;
import io.srf.sip.Salvage;
import io.srf.sip.SipLimits;
import io.srf.sip.SipParseException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes that are no message: counted, logged without flooding, and answered with the status the parser suggests where they are readable enough to be a
 * request. Any thread may call.
 */
public final class Garbage {
    private static final Logger LOG = LoggerFactory.getLogger(Garbage.class);

    /** How often a source of garbage gets a line in the log. */
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(30);

    private final LongAdder count = new LongAdder();
    private final LogLimiter lines = new LogLimiter(LOG_INTERVAL, System::nanoTime);

    /** How much there was so far. */
    public long count() {
        return count.sum();
    }

    /** Deals with bytes that could not be parsed. */
    void unreadable(byte[] bytes, SipLimits limits, Flow flow, SipParseException why) {
        count.increment();
        long heldBack = lines.permit(flow.remote().getAddress());
        if (heldBack != LogLimiter.HOLD_BACK) {
            LOG.warn(
                    "{} bytes from {} are no message: {} ({} lines held back)",
                    bytes.length,
                    flow.remote(),
                    why.getMessage(),
                    heldBack);
        }
        Salvage.response(bytes, limits, why)
                .ifPresent(response -> flow.send(
                        response.build().encoded(),
                        e -> LOG.debug("cannot answer {}: {}", flow.remote(), e.toString())));
    }
}
