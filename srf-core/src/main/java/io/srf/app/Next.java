// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

/**
 * Passes a request on from one middleware to the rest of its chain.
 *
 * <p>May be called once, by any thread, during the middleware's call or later; further calls do nothing. A middleware that
 * calls neither method has ended the chain and owes the answer itself.
 */
public interface Next {
    /** Goes on with the next layer. */
    void run();

    /** Goes on with the next error handler. */
    void fail(Throwable error);
}
