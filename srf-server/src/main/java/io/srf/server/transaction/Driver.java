// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transaction.Event.TimerFired;
import io.srf.server.transport.Flow;
import io.srf.sip.SipMessage;
import io.srf.time.Timers;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What drivers of clients and servers have in common: timers, and messages that may have to be sent again. */
abstract class Driver extends Timed {
    final Context context;
    private final String callId;
    private final String machine;
    private byte @Nullable [] lastSent;

    /**
     * Of one request.
     *
     * @param callId of that request, which may be packed later and is not read again
     * @param machine what people call it
     */
    Driver(Context context, String callId, String machine) {
        this.context = context;
        this.callId = callId;
        this.machine = machine;
    }

    /** A message could not be sent; called later, on the loop. */
    abstract void transportFailed(Throwable cause);

    /** Where messages go. */
    abstract Flow way();

    @Override
    final Timers timers() {
        return context.loop().timers();
    }

    final void send(SipMessage message) {
        lastSent = message.encoded();
        transmit(lastSent);
    }

    final void resend() {
        if (lastSent != null) {
            repeat(lastSent);
        }
    }

    final void repeat(byte[] message) {
        context.counts().retransmissionsSent++;
        transmit(message);
    }

    private void transmit(byte[] message) {
        transmit(message, this::sendFailed);
    }

    /** Sends this once, and never again by itself. */
    final void transmit(byte[] message, Consumer<Throwable> failed) {
        context.calls().sent(callId, message, way());
        way().send(message, failed);
    }

    /** Takes down that the state may have changed. */
    final void changed(Object from, Object to) {
        context.calls().changed(callId, machine, from, to);
    }

    /** Takes down that a timer fired. */
    final void took(TimerFired event) {
        context.calls().fired(callId, machine, event.timer());
    }

    final String callId() {
        return callId;
    }

    final boolean hasSent() {
        return lastSent != null;
    }

    /** Calls the user, or does what an unreadable message may prevent. */
    final void tell(Runnable user) {
        context.tell(callId, machine, user);
    }

    private void sendFailed(Throwable cause) {
        context.loop().later(() -> tell(() -> transportFailed(cause)));
    }
}
