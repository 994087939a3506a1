// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transaction.Event.TimerFired;
import io.srf.server.transport.Flow;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What drivers of clients and servers have in common: timers, and messages that may have to be sent again. */
abstract class Driver {
    final Context context;
    final TransactionTimers timers;
    private final Consumer<Throwable> whenSendFails = this::sendFailed;
    private byte @Nullable [] lastSent;

    Driver(Context context) {
        this.context = context;
        this.timers = new TransactionTimers(context.loop().timers(), this::fired);
    }

    /** A timer fired. */
    abstract void fired(TimerFired event);

    /** A message could not be sent; called later, on the loop. */
    abstract void transportFailed(Throwable cause);

    /** The request that it is all about. */
    public abstract SipRequest request();

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
        context.calls().sent(request(), message, way());
        way().send(message, whenSendFails);
    }

    final boolean hasSent() {
        return lastSent != null;
    }

    private void sendFailed(Throwable cause) {
        context.later(() -> transportFailed(cause));
    }
}
