// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.StoreTrouble;
import io.srf.app.Middleware;
import io.srf.app.Next;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.session.internal.SessionKeeper;

/** Refuses new calls while the store fails, if the application wants safety first. May be used by any thread. */
final class StoreGuard implements Middleware {
    private final SessionKeeper keeper;
    private final StoreTrouble policy;

    StoreGuard(SessionKeeper keeper, StoreTrouble policy) {
        this.keeper = keeper;
        this.policy = policy;
    }

    @Override
    public void handle(Request request, Response response, Next next) {
        if (policy == StoreTrouble.SAFETY_FIRST && keeper.isFailing() && request.isNewInvite()) {
            Sending.unavailable(response);
        } else {
            next.run();
        }
    }
}
