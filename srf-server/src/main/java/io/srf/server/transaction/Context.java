// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.Loop;
import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all transactions of a shard share. */
record Context(Loop loop, Ids ids, Flows flows, TransactionSettings settings, Counts counts, CallLog calls) {
    private static final Logger log = LoggerFactory.getLogger(TransactionLayer.class);

    /** Calls the user, who cannot do harm by throwing. */
    void tell(SipMessage about, Runnable user) {
        try {
            user.run();
        } catch (RuntimeException e) {
            log.error("transaction user failed, Call-ID {}", about.header(HeaderName.CALL_ID), e);
        }
    }

    /** Runs something on the loop, from any thread; not at all if the loop has stopped. */
    void later(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("the loop has stopped, so has what it was to do", e);
        }
    }

    /** Whether there is room for another transaction. */
    boolean hasRoom() {
        return counts.total() < settings.maxTransactions();
    }
}
