// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.sip.Methods;
import org.jspecify.annotations.Nullable;

/**
 * An offer of the other side that waits for our answer: a re-INVITE, or an UPDATE with a session description.
 *
 * @param id names it in the machine
 */
record RemoteOffer(long id, Request request, Response response) {
    /** What is offered; null if we are to offer. */
    @Nullable String sdp() {
        return Sdps.in(request.message());
    }

    boolean isInvite() {
        return request.message().is(Methods.INVITE);
    }
}
