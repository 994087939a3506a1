// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.log.LogLimiter;
import io.srf.server.transport.Flow;
import io.srf.sip.Salvage;
import io.srf.sip.SipLimits;
import io.srf.sip.SipParseException;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes that are no message: counted, logged without flooding, and answered with the status the parser suggests where they are readable enough to be a
 * request. Any thread may call.
 */
public final class Garbage {
    private static final Logger LOG = LoggerFactory.getLogger(Garbage.class);

    private final LongAdder count = new LongAdder();
    private final LogLimiter lines = new LogLimiter();

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
                    "{} bytes from {} are no message: {}{}",
                    bytes.length,
                    flow.remote(),
                    why.getMessage(),
                    LogLimiter.since(heldBack));
        }
        Salvage.response(bytes, limits, why)
                .ifPresent(response -> flow.send(
                        response.build().encoded(),
                        e -> LOG.debug("cannot answer {}: {}", flow.remote(), e.toString())));
    }
}
