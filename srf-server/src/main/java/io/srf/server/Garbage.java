// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.log.LogLimiter;
import io.srf.server.transport.Flow;
import io.srf.sip.Salvage;
import io.srf.sip.SipLimits;
import io.srf.sip.SipParseException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes that are no message: counted, logged without flooding, and to be answered with the status the parser suggests where they are readable enough to
 * be a request. Any thread may call.
 */
public final class Garbage {
    private static final Logger LOG = LoggerFactory.getLogger(Garbage.class);

    private final LongAdder count = new LongAdder();
    private final LogLimiter lines = new LogLimiter();

    /** How much there was so far. */
    public long count() {
        return count.sum();
    }

    /** Takes bytes that could not be parsed; returns what they are answered, null if they cannot be. */
    byte @Nullable [] unreadable(byte[] bytes, SipLimits limits, Flow flow, SipParseException why) {
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
        return Salvage.response(bytes, limits, why)
                .map(response -> response.build().encoded())
                .orElse(null);
    }
}
