// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transaction.Event.TimerFired;
import io.srf.server.transport.Flow;
import io.srf.sip.SipMessage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What drivers of clients and servers have in common: timers, and messages that may have to be sent again. */
abstract class Driver {
    final Context context;
    final TransactionTimers timers;
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
        this.timers = new TransactionTimers(context.loop().timers(), this);
    }

    /** A timer fired. */
    abstract void fired(TimerFired event);

    /** A message could not be sent; called later, on the loop. */
    abstract void transportFailed(Throwable cause);

    /** Where messages go. */
    abstract Flow way();

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

    final boolean hasSent() {
        return lastSent != null;
    }

    private void sendFailed(Throwable cause) {
        context.loop().later(() -> transportFailed(cause));
    }
}
