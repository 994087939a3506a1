// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Request;
import io.srf.session.internal.KeptCall;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the session of a request that has no dialog yet, for the call that is made of it. It lasts until the request is answered, and then as
 * long as the calls that were made of it.
 */
final class RequestSession {
    private static final String ATTRIBUTE = RequestSession.class.getName();

    private RequestSession() {}

    /** The one there is; null if nobody has asked for it. */
    static @Nullable KeptCall of(Request request) {
        return request.attributes().get(ATTRIBUTE) instanceof KeptCall kept ? kept : null;
    }

    /** Gives a request this one, unless it has one; returns the one that it has. */
    static KeptCall give(Request request, KeptCall fresh) {
        Object before = request.attributes().putIfAbsent(ATTRIBUTE, fresh);
        if (before instanceof KeptCall kept) {
            return kept;
        }
        fresh.join();
        request.onClosed((cancel, reason) -> fresh.leave());
        return fresh;
    }
}
