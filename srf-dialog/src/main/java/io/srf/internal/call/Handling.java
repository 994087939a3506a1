// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Extras;
import io.srf.app.Handler;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.app.SipException;
import io.srf.log.CallLogger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a request inside a dialog answered by the application. */
final class Handling {
    private static final Logger LOG = LoggerFactory.getLogger(Handling.class);
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    private Handling() {}

    /** Runs a listener in its dialog's turn; one that throws, or has no turn left, makes a failure. */
    static void run(Leg leg, Handler handler, Request request, Response response) {
        if (!leg.tryRun(() -> handle(leg, handler, request, response))) {
            Sending.quietly(response, UNAVAILABLE);
        }
    }

    private static void handle(Leg leg, Handler handler, Request request, Response response) {
        try {
            handler.handle(request, response);
            leg.call().flight().decided("handler returned", request.method());
        } catch (SipException e) {
            refuse(response, e.status(), e.reason());
        } catch (Exception | Error e) {
            CallLogger.error(LOG, leg.call().name(), "the listener for {} failed", request.method(), e);
            leg.call().flight().failed("listener for " + request.method(), e);
            refuse(response, SERVER_ERROR, null);
        }
    }

    private static void refuse(Response response, int status, @Nullable String reason) {
        if (!response.isFinal()) {
            Sending.quietly(response, status, reason, Extras.NONE);
        }
    }
}
