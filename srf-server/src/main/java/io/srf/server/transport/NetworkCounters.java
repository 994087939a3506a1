// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** One number for each {@link NetworkCounter}. Any thread may count. */
final class NetworkCounters {
    private final Map<NetworkCounter, LongAdder> numbers;

    NetworkCounters() {
        EnumMap<NetworkCounter, LongAdder> all = new EnumMap<>(NetworkCounter.class);
        for (NetworkCounter counter : NetworkCounter.values()) {
            all.put(counter, new LongAdder());
        }
        numbers = Collections.unmodifiableMap(all);
    }

    void count(NetworkCounter counter) {
        LongAdder number = numbers.get(counter);
        if (number != null) {
            number.increment();
        }
    }

    /** The numbers as they are now; not all taken at the same instant. */
    Map<NetworkCounter, Long> snapshot() {
        EnumMap<NetworkCounter, Long> now = new EnumMap<>(NetworkCounter.class);
        numbers.forEach((counter, number) -> now.put(counter, number.sum()));
        return Collections.unmodifiableMap(now);
    }
}
