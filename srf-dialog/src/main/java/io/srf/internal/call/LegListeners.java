// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.Subscription;
import io.srf.TerminateReason;
import io.srf.app.Handler;
import io.srf.app.Request;
import io.srf.session.DialogRecord.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The application's listeners of one leg. May be used by any thread; only adding a listener takes a lock. */
final class LegListeners {
    /** In the place of a method: every offer, those too that change nothing. */
    static final String EVERY_OFFER = "*";

    /** What is only told, and takes nothing over. */
    enum Notice {
        ACK,
        REFRESH,
        HOLD,
        UNHOLD
    }

    private volatile Map<String, Handler> handlers = Map.of();
    private volatile Map<Notice, List<Consumer<Request>>> notices = Map.of();
    private final List<Consumer<Subscription>> subscriptionEnds = new CopyOnWriteArrayList<>();
    private final List<Consumer<Identity>> identities = new CopyOnWriteArrayList<>();
    private final CompletableFuture<TerminateReason> ended = new CompletableFuture<>();

    /** Adds who hears this. */
    synchronized void on(Notice notice, Consumer<Request> listener) {
        List<Consumer<Request>> listeners = new ArrayList<>(notices.getOrDefault(notice, List.of()));
        listeners.add(listener);
        notices = with(notices, notice, List.copyOf(listeners));
    }

    /** Sets who answers requests of this method. */
    synchronized void on(String method, Handler handler) {
        handlers = with(handlers, method, handler);
    }

    private static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
        Map<K, V> more = new HashMap<>(map);
        more.put(key, value);
        return Map.copyOf(more);
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

    /** Adds who hears that subscriptions are over. */
    void onSubscriptionEnd(Consumer<Subscription> listener) {
        subscriptionEnds.add(listener);
    }

    void tellEnded(Leg leg, Subscription subscription) {
        if (!subscriptionEnds.isEmpty()) {
            leg.run(() -> subscriptionEnds.forEach(listener -> listener.accept(subscription)));
        }
    }

    /** Adds who hears that the other side is somebody else. */
    void onIdentity(Consumer<Identity> listener) {
        identities.add(listener);
    }

    void tell(Leg leg, Identity identity) {
        if (!identities.isEmpty()) {
            leg.run(() -> identities.forEach(listener -> listener.accept(identity)));
        }
    }

    /** Completes with the reason when the leg is over. What follows it runs in the mailbox, or at once. */
    CompletableFuture<TerminateReason> ended() {
        return ended;
    }
}
