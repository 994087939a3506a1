// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

/** Deals with what a layer before it has thrown: answers the request, or passes the error on. It may block. */
@FunctionalInterface
public interface ErrorHandler {
    /**
     * Deals with an error.
     *
     * @param next {@code run()} declares the error dealt with and goes on with the next layer; {@code fail} passes an error on
     * @throws Exception takes the place of {@code error} for the error handlers that follow
     */
    void handle(Throwable error, Request req, Response res, Next next) throws Exception;
}
