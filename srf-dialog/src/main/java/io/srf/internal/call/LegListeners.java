// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.TerminateReason;
import io.srf.app.Handler;
import io.srf.app.Request;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The application's listeners of one leg. May be used by any thread. */
final class LegListeners {
    /** What is only told, and takes nothing over. */
    enum Notice {
        ACK,
        REFRESH,
        HOLD,
        UNHOLD
    }

    private final Map<String, Handler> handlers = new ConcurrentHashMap<>(4);
    private final Map<Notice, List<Consumer<Request>>> notices = new ConcurrentHashMap<>(4);
    private final CompletableFuture<TerminateReason> ended = new CompletableFuture<>();

    /** Adds who hears this. */
    void on(Notice notice, Consumer<Request> listener) {
        notices.computeIfAbsent(notice, key -> new CopyOnWriteArrayList<>()).add(listener);
    }

    /** Sets who answers requests of this method. */
    void on(String method, Handler handler) {
        handlers.put(method, handler);
    }

    /** Who answers requests of this method; null if nobody does. */
    @Nullable Handler handler(String method) {
        return handlers.get(method);
    }

    void tell(Leg leg, Notice notice, Request request) {
        List<Consumer<Request>> listeners = notices.get(notice);
        if (listeners != null) {
            leg.run(() -> listeners.forEach(listener -> listener.accept(request)));
        }
    }

    /** Completes with the reason when the leg is over. What follows it runs in the mailbox, or at once. */
    CompletableFuture<TerminateReason> ended() {
        return ended;
    }
}
