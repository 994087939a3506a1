// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

import io.srf.sip.SipMessage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an engine says to an application. */
public sealed interface ServerMessage extends WireMessage permits Reply, ServerMessage.Incoming, ServerMessage.Cdr {
    /** The transaction id of a message that the engine sent on its own account, such as a BYE after a lost ACK. */
    String UNSOLICITED = "unsolicited";

    /**
     * A SIP message: a new request, a request inside a dialog, or a response.
     *
     * @param transactionId what to name in an answer; the INVITE's for a CANCEL; {@link #UNSOLICITED} where none may be sent
     * @param dialogId null for a new request
     * @param receivedOn the address a new request came in on; null for others
     */
    record Incoming(
            String id,
            Origin origin,
            String transactionId,
            @Nullable String dialogId,
            @Nullable ReceivedOn receivedOn,
            SipMessage message)
            implements ServerMessage {}

    /**
     * The engine's address that a request came in on.
     *
     * @param address IP address
     * @param port 1 to 65535
     */
    record ReceivedOn(String address, int port) {}

    /**
     * A record of a call, for its bill.
     *
     * @param kind attempt, start or stop
     * @param source who began the call
     * @param time of day, UTC, to the microsecond
     * @param detail the role for start, the reason for stop, null for attempt
     */
    record Cdr(
            String id,
            Kind kind,
            Origin.Source source,
            java.time.LocalTime time,
            @Nullable String detail,
            SipMessage message)
            implements ServerMessage {
        /** What happened to the call. */
        public enum Kind {
            /** An INVITE arrived or was sent. */
            ATTEMPT,
            /** It was answered. */
            START,
            /** It ended, or was never answered. */
            STOP;

            private final String verb = "cdr:" + name().toLowerCase(Locale.ROOT);

            /** What applications route to get such records, and what the wire calls them: such as {@code cdr:attempt}. */
            public String verb() {
                return verb;
            }
        }
    }
}
