// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import java.util.Set;

/**
 * The handlers of an application, in order.
 *
 * <p>A request goes through the layers that match its method until one does not pass it on. If it is passed on past the last one
 * without a final response, a PRACK is answered with 200, ACK and UPDATE with nothing, and everything else with 404. An error that no error
 * handler deals with is answered with the status it carries ({@link SipException}, {@link io.srf.sip.SipParseException}), or with 500.
 *
 * <p>An app is middleware itself, so that one can be used in another: it then takes the requests that reach its place.
 */
public final class App implements Routing<App>, Middleware {
    @Override
    public App use(Middleware... middleware) {
        return Pending.coming();
    }

    @Override
    public App use(String method, Middleware... middleware) {
        return Pending.coming();
    }

    @Override
    public App use(ErrorHandler... errorHandlers) {
        return Pending.coming();
    }

    @Override
    public App handle(String method, Handler handler) {
        return Pending.coming();
    }

    @Override
    public void handle(Request req, Response res, Next next) {
        Pending.coming();
    }

    /** The methods that were given handlers of their own, in upper case. */
    public Set<String> methods() {
        return Pending.coming();
    }
}
