// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

/** Takes the requests that belong to dialogs, before the middleware would see them. */
@FunctionalInterface
public interface DialogRequests {
    /** Takes none. */
    DialogRequests NONE = (request, response) -> false;

    /**
     * Offers a request that names a dialog, or one the engine sent on its own account ({@link Request#isUnsolicited}), which must not be
     * answered. Called on the link's thread, in the order of arrival; must not block.
     *
     * @return whether it was taken: then the taker owes the answer
     */
    boolean take(Request request, Response response);

    /**
     * Offers a 2xx to an INVITE of ours that came after the INVITE was settled: the answer of another fork (RFC 3261 §13.2.2.4), or the same one
     * again. Called on the link's thread; must not block.
     */
    default void answeredAgain(Agent agent, ReceivedResponse response) {}
}
