// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.log.CallLogger;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to calls while they are kept: it is counted, logged and told. */
final class KeeperEvents {
    private static final Logger LOG = LoggerFactory.getLogger(KeeperEvents.class);

    private final int maxEnded;
    private final OwnershipListener listener;
    private final KeeperCounters counters = new KeeperCounters();
    private final AtomicInteger ended = new AtomicInteger();

    KeeperEvents(int maxEnded, OwnershipListener listener) {
        this.maxEnded = maxEnded;
        this.listener = listener;
    }

    KeeperCounters counters() {
        return counters;
    }

    /** Another node has this call. */
    void lost(KeptCall call) {
        counters.lost.increment();
        CallLogger.warn(
                LOG,
                call.callId(),
                "session {} was taken over by another node: nothing is saved or sent for it here any more",
                call.id());
        try {
            listener.lostOwnership(call);
        } catch (RuntimeException e) {
            CallLogger.error(LOG, call.callId(), "what follows from the loss of session {} failed", call.id(), e);
        }
    }

    /** This call's document can not be written, whatever the store says. */
    void unsavable(KeptCall call, RuntimeException reason) {
        counters.tooLarge.increment();
        CallLogger.warn(
                LOG, call.callId(), "session {} is not saved until it changes: {}", call.id(), reason.getMessage());
    }

    /** Whether a call that is over may wait for its removal; what may not is left to expire. */
    boolean admitEnded(KeptCall call) {
        if (ended.incrementAndGet() <= maxEnded) {
            return true;
        }
        ended.decrementAndGet();
        counters.dropped.increment();
        CallLogger.debug(
                LOG,
                call.callId(),
                "session {} is left to expire: {} ended calls wait to be removed",
                call.id(),
                maxEnded);
        return false;
    }

    /** A call that was admitted waits no more. */
    void endedDone() {
        ended.decrementAndGet();
    }
}
