// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.time.Timer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what a caller is to be sent next while a reliable provisional response waits for its PRACK (RFC 3262 §3), or an early offer for its
 * answer. Touched by tasks of the mailbox alone.
 */
final class PrackGate {
    /** The name of reliable provisional responses in Supported and Require. */
    static final String RELIABLE = "100rel";

    private final Call call;
    private final Runnable onSilence;
    private final Consumer<Request> onPrack;
    private final Deque<Runnable> waiting = new ArrayDeque<>(2);
    private @Nullable Timer silence;

    /**
     * Nothing is held back yet.
     *
     * @param onPrack answers each PRACK, and opens the gate then
     * @param onSilence if no PRACK comes: the engine has then refused the caller
     */
    PrackGate(Call call, Response response, Consumer<Request> onPrack, Runnable onSilence) {
        this.call = call;
        this.onPrack = onPrack;
        this.onSilence = onSilence;
        response.onPrack(this::acknowledged);
    }

    /** Whether a caller takes reliable responses, and wants this one so. */
    static boolean isWanted(SipRequest invite, boolean reliable) {
        boolean required = invite.lists(HeaderName.REQUIRE, RELIABLE);
        return required || (reliable && invite.lists(HeaderName.SUPPORTED, RELIABLE));
    }

    /** Sends this when all before it are acknowledged. */
    void pass(Runnable sending) {
        if (silence == null) {
            sending.run();
        } else {
            waiting.add(sending);
        }
    }

    /** What is sent just now is reliable: the next waits. */
    void close() {
        silence = call.later(LegMachine.ACK_WAIT, onSilence);
    }

    /** What is sent just now is no response, and has an end of its own: the next waits. */
    void closeUntilOpened() {
        silence = () -> {};
    }

    /** Nothing is waited for any more. */
    void open() {
        if (silence != null) {
            silence.cancel();
            silence = null;
        }
        while (silence == null && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    /** Called by the thread of the link. */
    private void acknowledged(Request prack) {
        call.execute(() -> onPrack.accept(prack));
    }
}
