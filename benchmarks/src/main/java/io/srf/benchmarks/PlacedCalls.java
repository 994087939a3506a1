// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import io.srf.Srf;
import io.srf.UacOptions;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Places calls at a pace, each hung up as soon as it is up. One series at a time. */
final class PlacedCalls {
    private static final Logger LOG = LoggerFactory.getLogger(PlacedCalls.class);
    /** A caller that is slower than its pace does not pile up more calls than this. */
    private static final int AT_ONCE = 10_000;

    /** A call that takes longer to be answered has failed. */
    private static final Duration TIMEOUT = Duration.ofSeconds(32);

    private final Srf srf;
    private final String to;
    private final UacOptions options =
            UacOptions.builder().localSdp(StatelessPhone.SDP).timeout(TIMEOUT).build();
    private final Semaphore free = new Semaphore(AT_ONCE);

    /** What became of a series of calls, and how long they took together. */
    record Outcome(int ok, int failed, double seconds) {}

    PlacedCalls(Srf srf, String to) {
        this.srf = srf;
        this.to = to;
    }

    /** Places the calls and waits until all are over. */
    synchronized Outcome place(int calls, int rate) throws InterruptedException {
        AtomicInteger failed = new AtomicInteger();
        Pace pace = Pace.perSecond(rate);
        long begun = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            pace.await();
            free.acquire();
            srf.createUAC(to, options)
                    .thenCompose(dialog -> dialog.destroy())
                    .whenComplete((nothing, failure) -> over(failure, failed));
        }
        free.acquire(AT_ONCE);
        free.release(AT_ONCE);
        double seconds = (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
        return new Outcome(calls - failed.get(), failed.get(), seconds);
    }

    private void over(@Nullable Throwable failure, AtomicInteger failed) {
        if (failure != null && failed.getAndIncrement() == 0) {
            LOG.warn("the first call to fail: {}", failure.toString());
        }
        free.release();
    }
}
