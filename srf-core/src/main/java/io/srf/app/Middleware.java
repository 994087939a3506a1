// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

/** Sees a request before the handlers behind it do: answers it, or passes it on. It may block. */
@FunctionalInterface
public interface Middleware {
    /**
     * Sees a request.
     *
     * @param next passes it on
     * @throws Exception goes to the error handlers behind this middleware, as {@link Next#fail} does
     */
    void handle(Request req, Response res, Next next) throws Exception;
}
