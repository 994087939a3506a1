// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.app.Request;
import io.srf.app.Response;

/** Answers requests that come on one leg of a {@link B2BUA}, in place of the other leg. See {@link B2buaOptions.Builder#bridge}. */
@FunctionalInterface
public interface BridgeHandler {
    /**
     * Answers a request; it may block. What it throws becomes a response as in {@link io.srf.app.Handler}.
     *
     * @param leg where the request came; {@link Dialog#other} is the other one, null while that is not answered
     */
    void handle(Dialog leg, Request req, Response res) throws Exception;
}
