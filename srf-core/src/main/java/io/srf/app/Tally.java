// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import java.util.concurrent.atomic.LongAdder;

/** The counters behind {@link AgentStats}, each named as it is there. */
final class Tally {
    final LongAdder received = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder givenUp = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder strays = new LongAdder();

    AgentStats snapshot() {
        return new AgentStats(received.sum(), sent.sum(), failures.sum(), givenUp.sum(), refused.sum(), strays.sum());
    }
}
