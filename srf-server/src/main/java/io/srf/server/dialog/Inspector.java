// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.log.CallLogger;
import io.srf.log.LogLimiter;
import io.srf.server.dialog.ResponseRules.Finding;
import io.srf.server.transaction.ClientTransaction;
import io.srf.sip.SipResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at responses as they come in, and writes down what is wrong with them: one line per peer and interval. For the shard's loop alone. */
final class Inspector {
    private static final Logger LOG = LoggerFactory.getLogger(Inspector.class);

    private final LogLimiter lines;

    Inspector(Shard shard) {
        this.lines = new LogLimiter(LogLimiter.INTERVAL, shard.loop().timers()::nanoTime);
    }

    /** What there is of a response to this request. */
    Finding inspect(ClientTransaction transaction, SipResponse response) {
        Finding finding = ResponseRules.check(transaction.request(), response);
        if (!finding.flaws().isEmpty()) {
            complain(transaction, response, finding);
        }
        return finding;
    }

    private void complain(ClientTransaction transaction, SipResponse response, Finding finding) {
        long heldBack = lines.permit(transaction.flow().remote().getAddress());
        if (heldBack != LogLimiter.HOLD_BACK) {
            CallLogger.warn(
                    LOG,
                    transaction.request().callId(),
                    "a {} to {} from {} cannot be used as it is: {}{}",
                    response.status(),
                    transaction.request().method(),
                    transaction.flow().remote(),
                    finding.flaws(),
                    LogLimiter.since(heldBack));
        }
    }
}
