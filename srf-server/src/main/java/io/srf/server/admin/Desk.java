// SPDX-License-Identifier: Apache-2.0
package io.srf.server.admin;

import io.srf.wire.ClientMessage;

/** What applications ask for once they are let in. Any thread may call; nothing blocks. */
public interface Desk {
    /** Sends a SIP message for an application. */
    void send(Application from, ClientMessage.Send message);

    /** Passes a request on for an application. */
    void proxy(Application from, ClientMessage.Proxy message);

    /** Gives an application a dialog that another node had. */
    void claim(Application from, ClientMessage.Claim message);

    /** Forgets a dialog of an application that goes on elsewhere. */
    void release(Application from, ClientMessage.Release message);

    /** An application's link is gone; called once for each that was let in. */
    void gone(Application application);

    /** What an application is told about the engine when it is let in. */
    Welcome welcome();

    /**
     * What an application is told about the engine.
     *
     * @param hostports comma-joined {@code proto/address:port} that peers can reach
     * @param version of the engine
     * @param localHostports the same with the addresses it is bound to
     */
    record Welcome(String hostports, String version, String localHostports) {}
}
