// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.Methods;

/**
 * The ways to say who handles what.
 *
 * <p>Layers are asked in the order in which they were added. Methods are matched whole, in any case. A layer for one method asks
 * the engines for that method; one for all methods asks for none.
 *
 * @param <S> the type itself, so that calls can be chained
 */
public interface Routing<S> {
    /** Adds middleware for requests of every method. */
    S use(Middleware... middleware);

    /** Adds middleware for requests of one method. */
    S use(String method, Middleware... middleware);

    /** Adds handlers for the errors of the layers before them. */
    S use(ErrorHandler... errorHandlers);

    /** Adds the handler for requests of one method. */
    S handle(String method, Handler handler);

    /** Handles INVITE. */
    default S invite(Handler handler) {
        return handle(Methods.INVITE, handler);
    }

    /** Handles REGISTER. */
    default S register(Handler handler) {
        return handle(Methods.REGISTER, handler);
    }

    /** Handles OPTIONS. */
    default S options(Handler handler) {
        return handle(Methods.OPTIONS, handler);
    }

    /** Handles SUBSCRIBE. */
    default S subscribe(Handler handler) {
        return handle(Methods.SUBSCRIBE, handler);
    }

    /** Handles NOTIFY. */
    default S notify(Handler handler) {
        return handle(Methods.NOTIFY, handler);
    }

    /** Handles PUBLISH. */
    default S publish(Handler handler) {
        return handle(Methods.PUBLISH, handler);
    }

    /** Handles MESSAGE. */
    default S message(Handler handler) {
        return handle(Methods.MESSAGE, handler);
    }

    /** Handles INFO. */
    default S info(Handler handler) {
        return handle(Methods.INFO, handler);
    }

    /** Handles REFER. */
    default S refer(Handler handler) {
        return handle(Methods.REFER, handler);
    }

    /** Handles UPDATE. */
    default S update(Handler handler) {
        return handle(Methods.UPDATE, handler);
    }

    /** Handles PRACK. */
    default S prack(Handler handler) {
        return handle(Methods.PRACK, handler);
    }

    /** Handles ACK. No answer may be sent. */
    default S ack(Handler handler) {
        return handle(Methods.ACK, handler);
    }

    /** Handles BYE. */
    default S bye(Handler handler) {
        return handle(Methods.BYE, handler);
    }
}
