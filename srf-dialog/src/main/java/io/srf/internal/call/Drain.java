// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Extras;
import io.srf.app.Middleware;
import io.srf.app.Next;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.time.Timer;
import io.srf.time.Timers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Lets calls come to their end while no new ones are taken. The first middleware of an application. May be used by any thread. */
public final class Drain implements Middleware {
    /** How long calls that were told to end may take for it. */
    public static final Duration HANG_UP_TIME = Duration.ofSeconds(5);

    private static final int UNAVAILABLE = 503;
    private static final String RETRY_AFTER_SECONDS = "5";

    private final Timers timers;
    private volatile boolean draining;

    /** Takes all calls until it is told to drain. */
    public Drain(Timers timers) {
        this.timers = timers;
    }

    @Override
    public void handle(Request request, Response response, Next next) {
        if (draining && request.dialogId() == null) {
            Sending.quietly(response, UNAVAILABLE, null, Extras.of("Retry-After", RETRY_AFTER_SECONDS));
        } else {
            next.run();
        }
    }

    /** Takes no new calls, but for those whose INVITE another node had before. */
    void refuse() {
        draining = true;
    }

    /**
     * Takes no new calls, waits for those there are, and ends what is left.
     *
     * @return completes when none is left, or the time for it has run out
     */
    public CompletableFuture<Void> begin(Calls calls, Duration limit) {
        refuse();
        return within(calls.whenIdle(), limit).thenCompose(done -> {
            calls.making().giveUp();
            calls.legs().forEach(leg -> leg.dialog().destroy());
            return calls.open() == 0 ? CompletableFuture.completedFuture(null) : within(calls.whenIdle(), HANG_UP_TIME);
        });
    }

    /** Completes, and never fails, when this one does, or the time for it has run out. */
    CompletableFuture<Void> within(CompletableFuture<Void> idle, Duration limit) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        Timer timer = timers.schedule(limit.toMillis(), () -> result.complete(null));
        idle.whenComplete((done, failure) -> {
            timer.cancel();
            result.complete(null);
        });
        return result;
    }
}
