// SPDX-License-Identifier: Apache-2.0
package io.srf.server.routing;

import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.ProxyOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done with a new request. */
public sealed interface Choice {
    /** An application that routed the method gets it, each in its turn; 503 if there is none. */
    record InTurn() implements Choice {}

    /**
     * The caller is refused.
     *
     * @param status 300 to 699
     * @param reason the phrase, or null for the RFC's
     */
    record Reject(int status, @Nullable String reason) implements Choice {
        /** Checks that the status is that of a failure. */
        public Reject {
            if (status < 300 || status > 699) {
                throw new IllegalArgumentException("status: " + status + ", expected 300 to 699");
            }
        }
    }

    /**
     * The caller is told to try again later, with 503 and Retry-After.
     *
     * @param seconds until then; 0 or more
     */
    record Later(int seconds) implements Choice {
        /** For those who take no more calls: in this time another engine or application should have the address. */
        public static final Later ELSEWHERE = new Later(10);

        /** What the caller gets. */
        public SipResponse.Builder answer(SipRequest request) {
            return request.response(503, null).add(HeaderName.RETRY_AFTER, String.valueOf(seconds));
        }
    }

    /**
     * The caller is told to try elsewhere, with 302.
     *
     * @param contacts URIs or name-addrs; one at least
     */
    record Redirect(List<String> contacts) implements Choice {
        /** Checks that there is a contact. */
        public Redirect {
            contacts = List.copyOf(contacts);
            if (contacts.isEmpty()) {
                throw new IllegalArgumentException("no contact, expected one SIP URI or more");
            }
        }
    }

    /**
     * The engine passes it on, without an application.
     *
     * @param destinations URIs, or {@code host:port}; one at least
     * @param options how to fork and how long to wait
     */
    record PassOn(List<String> destinations, ProxyOptions options) implements Choice {
        /** Checks that there is a destination. */
        public PassOn {
            destinations = List.copyOf(destinations);
            if (destinations.isEmpty()) {
                throw new IllegalArgumentException("no destination, expected one SIP URI or more");
            }
        }
    }

    /**
     * An application with this tag that routed the method gets it, each in its turn; 480 if there is none.
     *
     * @param tag as applications give it when they authenticate
     */
    record Tagged(String tag) implements Choice {}

    /**
     * The engine connects to an application that listens there, for this one request; 480 if it cannot.
     *
     * @param host a name or an address
     * @param port 1 to 65535
     * @param tls whether by TLS
     */
    record Connect(String host, int port, boolean tls) implements Choice {
        private static final int MAX_PORT = 65_535;

        /** Checks that there is a host and a port. */
        public Connect {
            if (host.isEmpty() || port < 1 || port > MAX_PORT) {
                throw new IllegalArgumentException(
                        "not a place to connect to: \"" + host + ":" + port + "\", expected a host and a port");
            }
        }
    }
}
