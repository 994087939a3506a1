// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.auth.CredentialLookup;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a request outside of dialogs is sent. Immutable.
 *
 * @param method in any case; sent in upper case
 * @param extras headers and body
 * @param routeUri the next hop, or null for where the URI leads
 * @param onProvisional hears of provisional responses on the link's thread; must not block
 * @param auth answers challenges, or null if nobody does
 */
public record RequestOptions(
        String method,
        Extras extras,
        @Nullable String routeUri,
        Consumer<ReceivedResponse> onProvisional,
        @Nullable CredentialLookup auth) {
    /** Writes the method as the RFCs do. */
    public RequestOptions {
        method = method.toUpperCase(Locale.ROOT);
    }

    /** A request of this method with nothing else. */
    public static RequestOptions method(String method) {
        return new RequestOptions(method, Extras.NONE, null, response -> {}, null);
    }

    /** With these headers and this body. */
    public RequestOptions with(Extras newExtras) {
        return new RequestOptions(method, newExtras, routeUri, onProvisional, auth);
    }

    /** By way of this next hop. */
    public RequestOptions through(String uri) {
        return new RequestOptions(method, extras, uri, onProvisional, auth);
    }

    /** With someone who hears of provisional responses. */
    public RequestOptions onProvisional(Consumer<ReceivedResponse> listener) {
        return new RequestOptions(method, extras, routeUri, listener, auth);
    }

    /** With someone who answers challenges (RFC 3261 §22), such as {@link io.srf.auth.Credentials}. */
    public RequestOptions auth(CredentialLookup credentials) {
        return new RequestOptions(method, extras, routeUri, onProvisional, credentials);
    }
}
