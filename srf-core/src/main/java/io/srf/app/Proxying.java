// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.Uri;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a received request is passed on.
 *
 * @param destinations URIs to try; empty for the Request-URI
 * @param simultaneous whether all are tried at once, instead of one after the other
 * @param remainInDialog whether later requests of the dialog come this way too, by a Record-Route
 * @param followRedirects whether the contacts of a 3xx are tried
 * @param provisionalTimeout how long a destination may be silent; null for the engine's default
 * @param finalTimeout how long a destination may take to answer; null for the engine's default
 * @param extras headers for the request that is passed on
 */
public record Proxying(
        List<String> destinations,
        boolean simultaneous,
        boolean remainInDialog,
        boolean followRedirects,
        @Nullable Duration provisionalTimeout,
        @Nullable Duration finalTimeout,
        Extras extras) {

    /** Copies the destinations. */
    public Proxying {
        destinations = List.copyOf(destinations);
    }

    /** To these destinations one after the other, out of the dialog, redirects returned to the caller. */
    public static Builder to(String... destinations) {
        return new Builder(destinations);
    }

    /** To the Request-URI. */
    public static Builder toRequestUri() {
        return new Builder();
    }

    /** Collects how a request is passed on. */
    public static final class Builder {
        private final List<String> destinations = new ArrayList<>();
        private boolean simultaneous;
        private boolean remainInDialog;
        private boolean followRedirects;
        private @Nullable Duration provisionalTimeout;
        private @Nullable Duration finalTimeout;
        private Extras extras = Extras.NONE;

        private Builder(String... destinations) {
            for (String destination : destinations) {
                String uri = Uris.complete(destination);
                Uri.parse(uri);
                this.destinations.add(uri);
            }
        }

        /** Tries all destinations at once. */
        public Builder simultaneous() {
            simultaneous = true;
            return this;
        }

        /** Stays in the path of the dialog. */
        public Builder remainInDialog() {
            remainInDialog = true;
            return this;
        }

        /** Tries the contacts of a 3xx. */
        public Builder followRedirects() {
            followRedirects = true;
            return this;
        }

        /** Goes on to the next destination if one is silent for this long. */
        public Builder provisionalTimeout(Duration timeout) {
            provisionalTimeout = timeout;
            return this;
        }

        /** Goes on to the next destination if one has not answered in this time. */
        public Builder finalTimeout(Duration timeout) {
            finalTimeout = timeout;
            return this;
        }

        /** Adds a header to the request that is passed on. */
        public Builder header(String name, String value) {
            extras = extras.header(name, value);
            return this;
        }

        /** Says how. */
        public Proxying build() {
            return new Proxying(
                    destinations,
                    simultaneous,
                    remainInDialog,
                    followRedirects,
                    provisionalTimeout,
                    finalTimeout,
                    extras);
        }
    }
}
