// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.ReceivedResponse;
import io.srf.app.RequestListener;
import io.srf.app.SendListener;
import io.srf.sip.SipMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears of what is sent where nothing depends on whether it arrives. */
class Quiet<M extends SipMessage> implements SendListener<M>, RequestListener {
    private static final Logger LOG = LoggerFactory.getLogger(Quiet.class);

    @Override
    public void sent(M message, @Nullable String dialogId) {}

    @Override
    public void answered(ReceivedResponse response) {}

    @Override
    public void failed(Throwable cause) {
        LOG.debug("not sent: {}", String.valueOf(cause));
    }
}
