// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import io.srf.server.transport.Flow;
import io.srf.sip.SipResponse;

/** Who hears what becomes of a proxied request. Called on the shard's loop. */
interface ProxyListener {
    /** Nobody. */
    ProxyListener NOBODY = new ProxyListener() {
        @Override
        public void finalResponse(Flow from, SipResponse response) {}

        @Override
        public void done(SipResponse answer) {}
    };

    /** A target answered. */
    void finalResponse(Flow from, SipResponse response);

    /** The caller has this answer, unless it came too late for it; called once. */
    void done(SipResponse answer);
}
