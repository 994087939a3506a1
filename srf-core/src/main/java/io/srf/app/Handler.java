// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

/**
 * Deals with a request; the last link of a chain.
 *
 * <p>It may block. It owes the request a final response, which may be sent after it has returned; what {@link AppLimits} allows
 * for that is the longest a caller waits.
 */
@FunctionalInterface
public interface Handler {
    /**
     * Deals with a request.
     *
     * @throws Exception goes to the error handlers; with none that deals with it, it becomes the final response (see {@link App})
     */
    void handle(Request req, Response res) throws Exception;
}
