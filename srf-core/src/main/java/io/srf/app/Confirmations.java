// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.Methods;
import io.srf.sip.RAck;
import io.srf.sip.SipParseException;
import io.srf.time.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The ACKs and PRACKs that somebody waits for. Each wait ends when it comes, when its limit runs out, or with the link. */
final class Confirmations {
    /** Names what is waited for. */
    sealed interface Key permits Ack, Prack {}

    /**
     * The ACK for a 2xx.
     *
     * @param cseq the number of the INVITE, which its ACK has too (RFC 3261 §13.2.2.4)
     */
    record Ack(String dialogId, int cseq) implements Key {}

    /**
     * The PRACK for a reliable provisional response.
     *
     * @param rseq the number of the response, which its RAck names first (RFC 3262 §7.2)
     */
    record Prack(String dialogId, int rseq) implements Key {}

    private record Wait(Consumer<Request> callback, Timer limit) {}

    private final Map<Key, Wait> waits = new ConcurrentHashMap<>();
    private final AppRuntime runtime;

    Confirmations(AppRuntime runtime) {
        this.runtime = runtime;
    }

    void await(Key key, Consumer<Request> callback) {
        long millis = runtime.limits().transaction().toMillis();
        Wait wait = new Wait(callback, runtime.timers().schedule(millis, () -> waits.remove(key)));
        Wait previous = waits.put(key, wait);
        if (previous != null) {
            previous.limit().cancel();
        }
    }

    /** Hands an ACK or PRACK to who waits for it, and says whether somebody did. */
    boolean deliver(Request request) {
        Key key = keyOf(request);
        Wait wait = key == null ? null : waits.remove(key);
        if (wait == null) {
            return false;
        }
        wait.limit().cancel();
        Guarded.run(wait.callback(), request, request.message());
        return true;
    }

    /** What a request confirms; null if it is neither ACK nor PRACK, or does not say. */
    private static @Nullable Key keyOf(Request request) {
        String dialogId = request.dialogId();
        if (dialogId == null) {
            return null;
        }
        try {
            return switch (request.method()) {
                case Methods.ACK -> new Ack(dialogId, request.cseq().number());
                case Methods.PRACK -> prack(dialogId, request.message().rack());
                default -> null;
            };
        } catch (SipParseException unreadable) {
            return null;
        }
    }

    private static @Nullable Key prack(String dialogId, @Nullable RAck rack) {
        return rack == null ? null : new Prack(dialogId, rack.rseq());
    }

    int size() {
        return waits.size();
    }

    /** Ends all waits. */
    void clear() {
        waits.values().removeIf(wait -> {
            wait.limit().cancel();
            return true;
        });
    }
}
