// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import io.srf.server.transport.Flow;
import io.srf.time.Timers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers to what is malformed that are sent late; of each nothing but itself is kept. Any thread may call. */
final class Tarpit {
    /** How many answers may wait; what is beyond gets none. */
    static final int MAX_WAITING = 1_000;

    private final Timers clock;
    private final AtomicInteger waiting = new AtomicInteger();

    Tarpit(Timers clock) {
        this.clock = clock;
    }

    void answer(byte[] answer, Flow flow, Duration after) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return;
        }
        clock.schedule(after.toMillis(), () -> {
            waiting.decrementAndGet();
            flow.send(answer, failure -> {});
        });
    }
}
