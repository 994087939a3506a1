// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import io.srf.Srf;
import io.srf.flight.RecorderLimits;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.session.SessionStore;
import io.srf.session.memory.MemorySessionStore;
import io.srf.session.redis.RedisSessionStore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * How long it takes until two survivors have all calls of a node that is cut off from the store: engine and application in one, as the survivors are, all
 * in this JVM.
 *
 * <pre>
 * java -XX:+UseSerialGC -cp … io.srf.benchmarks.TakeoverTime memory|redis://HOST:PORT [CALLS]
 * </pre>
 *
 * <p>The Redis must be empty: what other runs have left would be taken over, too.
 */
public final class TakeoverTime {
    private static final int DEFAULT_CALLS = 10_000;
    private static final long POLL_MILLIS = 20;

    private final Supplier<SessionStore> stores;
    private final int calls;
    private final Set<String> recovered = ConcurrentHashMap.newKeySet();
    private final LongAdder twice = new LongAdder();
    private final AtomicLong first = new AtomicLong(Long.MAX_VALUE);

    private TakeoverTime(Supplier<SessionStore> stores, int calls) {
        this.stores = stores;
        this.calls = calls;
    }

    private static Supplier<SessionStore> stores(String name) {
        SessionStore memory = MemorySessionStore.create();
        return name.equals("memory") ? () -> memory : () -> RedisSessionStore.connect(name);
    }

    /** Measures, and prints the times. */
    public static void main(String[] args) throws Exception {
        new TakeoverTime(stores(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_CALLS).run();
        System.exit(0);
    }

    private void run() throws Exception {
        CountedStore store = new CountedStore(stores.get());
        try (MeasuredCalls owner = new MeasuredCalls(RecorderLimits.DEFAULT, store)) {
            owner.place(calls);
            owner.awaitTransactions();
            Survivor anna = new Survivor();
            Survivor bert = new Survivor();
            long cut = System.nanoTime();
            store.cut();
            while (recovered.size() < 2 * calls) {
                Thread.sleep(POLL_MILLIS);
            }
            long end = System.nanoTime();
            System.out.printf(
                    "%,d calls taken over, by one survivor %,d and by the other %,d legs, %d twice%n",
                    calls, anna.legs.sum(), bert.legs.sum(), twice.sum());
            System.out.printf(
                    "%.1f s after the owner was cut off, %.1f s after the first%n",
                    seconds(end - cut), seconds(end - first.get()));
        }
    }

    private static double seconds(long nanos) {
        return (double) nanos / TimeUnit.SECONDS.toNanos(1);
    }

    /** A node with an engine of its own, which is of the same application and has no calls. */
    private final class Survivor {
        private final LongAdder legs = new LongAdder();

        Survivor() {
            SessionStore store = stores.get();
            Srf srf = Srf.create(config -> config.app(MeasuredCalls.APP).sessions(store));
            srf.onRecover(dialog -> recovered(dialog.id()));
            srf.connect(SrfServer.start(ServerConfig.listen("udp:127.0.0.1:0"))).join();
        }

        private void recovered(String leg) {
            first.accumulateAndGet(System.nanoTime(), Math::min);
            legs.increment();
            if (!recovered.add(leg)) {
                twice.increment();
            }
        }
    }
}
