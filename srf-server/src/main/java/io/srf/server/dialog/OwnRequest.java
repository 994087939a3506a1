// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;

/** Hears what becomes of a request that the engine sends on its own account; the application does not hear of its responses. */
interface OwnRequest {
    /** It was sent. */
    default void sent(SipRequest request) {}

    /** It could not be sent. */
    default void notSent(SipRequest request) {}

    /** Its final response came, or one was made up for want of it. The dialog knows already. */
    default void answered(SipResponse response) {}
}
