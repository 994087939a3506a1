// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.internal.ua;

import io.srf.sip.SipMessage;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** The way out for messages. */
public interface Outlet {
    /** Whether what is sent arrives or the sender is told, so that nothing need be sent again. */
    boolean isReliable();

    /**
     * Sends a message.
     *
     * @param onFailure called at most once, if it becomes known that the message did not go out
     */
    void send(SipMessage message, InetSocketAddress to, Consumer<Throwable> onFailure);

    /** Sends a message, and does not care. */
    default void send(SipMessage message, InetSocketAddress to) {
        send(message, to, failure -> {});
    }
}
