// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import io.srf.log.LogLimiter;
import io.srf.server.Loop;
import io.srf.server.protection.OverloadState.Accepting;
import io.srf.server.protection.OverloadState.Refusing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one shard, and says whether it takes new requests. For the shard's loop alone.
 *
 * <p>It looks when requests come and not otherwise, so that an idle engine stays idle: a task that it hands to its own loop says how long tasks wait.
 */
final class OverloadGuard {
    private static final Logger LOG = LoggerFactory.getLogger(OverloadGuard.class);
    private static final long SAMPLE_NANOS = 10_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Loop loop;
    private final MemoryGauge memory;
    private final LogLimiter lines = new LogLimiter();
    private OverloadLimits limits;
    private OverloadMachine machine;
    private OverloadState state = new Accepting();
    private long sampledAt;
    private long backlog;
    private boolean probing;
    private long probedAt;
    private long answeredAt;
    private long waited;

    OverloadGuard(Loop loop, OverloadLimits limits, MemoryGauge memory) {
        this.loop = loop;
        this.limits = limits;
        this.machine = new OverloadMachine(limits);
        this.memory = memory;
        this.sampledAt = loop.timers().nanoTime() - SAMPLE_NANOS;
    }

    /** Judges by these limits from now on. */
    void keep(OverloadLimits wanted) {
        if (!wanted.equals(limits)) {
            limits = wanted;
            machine = new OverloadMachine(wanted);
        }
    }

    /**
     * Whether a new request is to be refused.
     *
     * @param backlogNanos how long datagrams have been waiting where it came from
     */
    boolean refuses(long backlogNanos) {
        long now = loop.timers().nanoTime();
        backlog = Math.max(backlog, backlogNanos);
        if (now - sampledAt >= SAMPLE_NANOS) {
            sampledAt = now;
            look(new OverloadSample(now, backlog, lag(now), memory.share()));
            backlog = 0;
            probe(now);
        }
        return state instanceof Refusing;
    }

    private void look(OverloadSample sample) {
        OverloadState before = state;
        state = machine.step(before, sample);
        if (state instanceof Refusing && before instanceof Accepting) {
            long heldBack = lines.permit(this);
            if (heldBack != LogLimiter.HOLD_BACK) {
                LOG.warn(
                        "overload: datagrams have waited for {} ms, tasks for {} ms, {} % of the memory is in use; new"
                                + " requests are answered 503{}",
                        sample.backlog() / NANOS_PER_MILLI,
                        sample.lag() / NANOS_PER_MILLI,
                        Math.round(100 * sample.memory()),
                        LogLimiter.since(heldBack));
            }
        }
    }

    /** How long a task waits: the last that is known, if that was not long ago, and at least as long as one that waits still. */
    private long lag(long now) {
        if (probing) {
            return now - probedAt;
        }
        return now - answeredAt < OverloadLimits.HOLD.toNanos() ? waited : 0;
    }

    private void probe(long now) {
        if (!probing) {
            probing = true;
            probedAt = now;
            loop.later(this::probed);
        }
    }

    private void probed() {
        probing = false;
        answeredAt = loop.timers().nanoTime();
        waited = answeredAt - probedAt;
    }
}
