// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.Dialog;
import io.srf.Subscription;
import io.srf.TerminateReason;
import io.srf.app.Handler;
import io.srf.app.Request;
import io.srf.log.CallLogger;
import io.srf.session.DialogRecord.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application's listeners of one leg. May be used by any thread; only adding a listener takes a lock. */
final class LegListeners {
    private static final Logger LOG = LoggerFactory.getLogger(LegListeners.class);

    /** In the place of a method: every offer, those too that change nothing. */
    static final String EVERY_OFFER = "*";

    /** What is only told, and takes nothing over. */
    enum Notice {
        ACK,
        BYE,
        REFRESH,
        HOLD,
        UNHOLD
    }

    private volatile Map<String, Handler> handlers = Map.of();
    private volatile Map<Notice, List<Consumer<Request>>> notices = Map.of();
    private volatile List<Consumer<Subscription>> subscriptionEnds = List.of();
    private volatile List<Consumer<Identity>> identities = List.of();
    private final CompletableFuture<TerminateReason> ended = new CompletableFuture<>();

    /** Lets the application set its listeners. */
    void prepare(Leg leg, Consumer<Dialog> setting) {
        try {
            setting.accept(leg.dialog());
        } catch (Throwable e) {
            CallLogger.error(LOG, leg.call().name(), "setting listeners failed", e);
        }
    }

    /** Adds who hears this. */
    synchronized void on(Notice notice, Consumer<Request> listener) {
        notices = with(notices, notice, with(notices.getOrDefault(notice, List.of()), listener));
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

    /** The same listeners, and one more; most legs have none, and need no list of their own for that. */
    static <E> List<E> with(List<E> listeners, E listener) {
        List<E> more = new ArrayList<>(listeners);
        more.add(listener);
        return List.copyOf(more);
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
    synchronized void onSubscriptionEnd(Consumer<Subscription> listener) {
        subscriptionEnds = with(subscriptionEnds, listener);
    }

    void tellEnded(Leg leg, Subscription subscription) {
        if (!subscriptionEnds.isEmpty()) {
            leg.run(() -> subscriptionEnds.forEach(listener -> listener.accept(subscription)));
        }
    }

    /** Adds who hears that the other side is somebody else. */
    synchronized void onIdentity(Consumer<Identity> listener) {
        identities = with(identities, listener);
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
