// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the calls there are, and says when there are none. May be used by any thread; only the last call that ends takes a lock. */
final class OpenCalls {
    private final AtomicInteger open = new AtomicInteger();
    private CompletableFuture<Void> idle = new CompletableFuture<>();

    void begin() {
        open.incrementAndGet();
    }

    void ended() {
        if (open.decrementAndGet() == 0) {
            taken().complete(null);
        }
    }

    int count() {
        return open.get();
    }

    /** Completes when no call is open. */
    CompletableFuture<Void> whenIdle() {
        CompletableFuture<Void> waiting = waiting();
        if (open.get() == 0) {
            taken().complete(null);
        }
        return waiting;
    }

    private synchronized CompletableFuture<Void> waiting() {
        return idle;
    }

    /** What those wait for who have asked until now, unless a call has begun meanwhile, which they wait for too. Whoever asks from now on waits for another. */
    private synchronized CompletableFuture<Void> taken() {
        CompletableFuture<Void> asked = idle;
        if (open.get() > 0) {
            return new CompletableFuture<>();
        }
        idle = new CompletableFuture<>();
        return asked;
    }
}
