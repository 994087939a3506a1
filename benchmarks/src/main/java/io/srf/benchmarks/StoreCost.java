// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import io.srf.flight.RecorderLimits;
import io.srf.session.memory.MemorySessionStore;
import io.srf.session.redis.RedisSessionStore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a session store costs: writes and CPU of B2BUA calls that come at a steady pace, are answered and hung up. Engine, application and sockets are real.
 *
 * <pre>
 * java OPTIONS -cp … io.srf.benchmarks.StoreCost none|memory|redis://HOST:PORT [CALLS [PER-SECOND]]
 * </pre>
 *
 * One store in one run, so that no JVM is warmer than the other; OPTIONS are those of {@code ./srf}. The CPU of a Redis is told by {@code redis-cli info cpu}, before and after.
 */
public final class StoreCost {
    private static final int DEFAULT_CALLS = 4_000;
    private static final int DEFAULT_RATE = 200;
    /** So many calls, as fast as can be, bring the JIT compiler to rest. */
    private static final int WARM_UP = 8_000;

    private static final long POLL_MILLIS = 20;
    private static final String ROW = "%-8s %8s %10s %10s %10s %12s %14s%n";

    private StoreCost() {}

    /** Measures, and prints a table of one row. */
    public static void main(String[] args) throws Exception {
        int calls = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_CALLS;
        int rate = args.length > 2 ? Integer.parseInt(args[2]) : DEFAULT_RATE;
        CountedStore store = store(args[0]);
        try (MeasuredCalls measured = new MeasuredCalls(RecorderLimits.DEFAULT, store)) {
            measured.place(WARM_UP);
            measured.hangUp(Pace.unlimited());
            awaitDeletes(store, WARM_UP);

            CountedStore.Counts before = counts(store);
            long cpu = measured.cpu();
            measured.place(calls, Pace.perSecond(rate));
            measured.hangUp(Pace.perSecond(rate));
            awaitDeletes(store, WARM_UP + calls);
            double seconds = (double) (measured.cpu() - cpu) / TimeUnit.SECONDS.toNanos(1);
            print(args[0], calls, seconds, counts(store).minus(before));
        } finally {
            if (store != null) {
                store.close();
            }
        }
    }

    private static @Nullable CountedStore store(String name) {
        return switch (name) {
            case "none" -> null;
            case "memory" -> new CountedStore(MemorySessionStore.create());
            default -> new CountedStore(RedisSessionStore.connect(name));
        };
    }

    private static void awaitDeletes(@Nullable CountedStore store, int calls) throws InterruptedException {
        while (store != null && store.counts().deletes() < calls) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static CountedStore.Counts counts(@Nullable CountedStore store) {
        return store == null ? CountedStore.Counts.NONE : store.counts();
    }

    private static void print(String store, int calls, double seconds, CountedStore.Counts done) {
        System.out.printf(ROW, "store", "calls", "creates", "updates", "deletes", "bytes/call", "CPU s/1000");
        System.out.printf(
                ROW,
                store.startsWith("redis") ? "redis" : store,
                calls,
                perCall(done.creates(), calls),
                perCall(done.updates(), calls),
                perCall(done.deletes(), calls),
                done.bytes() / calls,
                String.format("%.3f", seconds / calls * 1_000));
    }

    private static String perCall(long count, int calls) {
        return String.format("%.2f", (double) count / calls);
    }
}
