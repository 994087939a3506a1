// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import io.srf.log.LogLimiter;
import io.srf.time.Timers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was refused, and logs it once per reason, source and minute. Any thread may use it. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Protection.class);
    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

    private final Map<Refused, LongAdder> counts = new EnumMap<>(Refused.class);
    private final LogLimiter lines;

    Refusals(Timers clock) {
        lines = new LogLimiter(LOG_INTERVAL, clock::nanoTime);
        for (Refused why : Refused.values()) {
            counts.put(why, new LongAdder());
        }
    }

    private record Line(Refused why, long source) {}

    void count(Refused why) {
        LongAdder count = counts.get(why);
        if (count != null) {
            count.increment();
        }
    }

    void note(Refused why, InetSocketAddress peer, String what) {
        note(why, Sources.of(peer.getAddress()), peer, what);
    }

    /** The same; {@code shown} is for the log. */
    void note(Refused why, long source, Object shown, String what) {
        count(why);
        long heldBack = lines.permit(new Line(why, source));
        if (heldBack != LogLimiter.HOLD_BACK) {
            LOG.warn("{} {}: {}{}", why, shown, what, LogLimiter.since(heldBack));
        }
    }

    Map<Refused, Long> snapshot() {
        EnumMap<Refused, Long> now = new EnumMap<>(Refused.class);
        counts.forEach((why, count) -> now.put(why, count.sum()));
        return Collections.unmodifiableMap(now);
    }
}
