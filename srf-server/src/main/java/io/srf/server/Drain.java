// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.time.Timers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Waits for the calls of an engine that takes no new ones, and ends what is left. Nothing blocks. */
final class Drain {
    private static final long LOOK_AGAIN_MILLIS = 100;
    /** How long it may take to tell everybody, in batches. */
    private static final Duration TELLING = Duration.ofSeconds(30);
    /** How long those who are told of the end may take to answer; a BYE that is lost is sent twice more. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Engine engine;
    private final Placement placement;
    private final Timers timers;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Drain(Engine engine, Placement placement) {
        this.engine = engine;
        this.placement = placement;
        this.timers = placement.all().getFirst().loop().timers();
    }

    /** Completes when no call is left, or the time and the farewell are over. */
    CompletableFuture<Void> begin(Duration limit, DrainPolicy policy) {
        await(limit, EngineMeasures::isQuiet, this::done, () -> {
            if (policy == DrainPolicy.LEAVE) {
                done();
            } else {
                end();
            }
        });
        return done;
    }

    private void end() {
        placement.all().forEach(home -> home.loop().later(home.core()::endAll));
        await(TELLING, EngineMeasures::isQuiet, this::farewell, this::done);
    }

    private void farewell() {
        await(FAREWELL, now -> now.total().openRequests() == 0, this::done, this::done);
    }

    private void done() {
        done.complete(null);
    }

    private void await(Duration limit, Predicate<EngineMeasures> wanted, Runnable reached, Runnable tooLate) {
        look(timers.nanoTime() + limit.toNanos(), wanted, reached, tooLate);
    }

    private void look(long end, Predicate<EngineMeasures> wanted, Runnable reached, Runnable tooLate) {
        engine.measures().thenAccept(now -> {
            if (wanted.test(now)) {
                reached.run();
            } else if (timers.nanoTime() - end >= 0) {
                tooLate.run();
            } else {
                timers.schedule(LOOK_AGAIN_MILLIS, () -> look(end, wanted, reached, tooLate));
            }
        });
    }
}
