// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.SipRequest;
import io.srf.sip.Uri;
import io.srf.wire.ProxyOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a received request is passed on. Immutable.
 *
 * {@snippet :
 * req.proxy(Proxying.to("sip:a.example", "sip:b.example").simultaneous().finalTimeout(Duration.ofSeconds(20)).build());
 * }
 */
public final class Proxying {
    private final List<String> destinations;
    private final ProxyOptions options;
    private final Extras extras;

    private Proxying(Builder builder) {
        destinations = List.copyOf(builder.destinations);
        options = new ProxyOptions(
                builder.remainInDialog,
                true,
                builder.followRedirects,
                builder.simultaneous,
                builder.provisionalTimeout,
                builder.finalTimeout);
        extras = builder.extras;
    }

    /**
     * To these destinations one after the other, out of the dialog, with redirects returned to the caller; the builder says otherwise.
     *
     * @param destinations URIs, or {@code user@host:port}
     * @throws IllegalArgumentException if one is not a URI
     */
    public static Builder to(String... destinations) {
        return new Builder(destinations);
    }

    /** To where the Request-URI leads. */
    public static Builder toRequestUri() {
        return new Builder();
    }

    List<String> destinationsOr(String requestUri) {
        return destinations.isEmpty() ? List.of(requestUri) : destinations;
    }

    ProxyOptions options() {
        return options;
    }

    /** The request whose headers are added to the one passed on. */
    SipRequest request(String method, String uri) {
        return extras.into(SipRequest.builder(method, uri)).build();
    }

    /** Collects how a request is passed on. */
    public static final class Builder {
        private final List<String> destinations = new ArrayList<>();
        private boolean simultaneous;
        private boolean remainInDialog;
        private boolean followRedirects;
        private String provisionalTimeout = "";
        private String finalTimeout = "";
        private Extras extras = Extras.NONE;

        private Builder(String... destinations) {
            for (String destination : destinations) {
                this.destinations.add(Uri.of(destination).toString());
            }
        }

        /** Tries all destinations at once. */
        public Builder simultaneous() {
            simultaneous = true;
            return this;
        }

        /** Inserts a Record-Route, so that later requests of the dialog come this way too. */
        public Builder remainInDialog() {
            remainInDialog = true;
            return this;
        }

        /** Tries the contacts of a 3xx. */
        public Builder followRedirects() {
            followRedirects = true;
            return this;
        }

        /** Goes on to the next destination if one is silent for this long; unless said, the engine decides. */
        public Builder provisionalTimeout(Duration timeout) {
            provisionalTimeout = millis(timeout);
            return this;
        }

        /** Goes on to the next destination if one has not answered in this time; unless said, the engine decides. */
        public Builder finalTimeout(Duration timeout) {
            finalTimeout = millis(timeout);
            return this;
        }

        private static String millis(Duration timeout) {
            if (timeout.toMillis() < 1) {
                throw new IllegalArgumentException("a timeout is " + timeout + ", expected: ≥ 1 ms");
            }
            return timeout.toMillis() + "ms";
        }

        /** Adds a header to the request that is passed on. */
        public Builder header(String name, String value) {
            extras = extras.header(name, value);
            return this;
        }

        /** Says how. */
        public Proxying build() {
            return new Proxying(this);
        }
    }
}
