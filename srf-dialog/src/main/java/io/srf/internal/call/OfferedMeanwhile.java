// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Extras;
import io.srf.internal.dialog.DialogMachine;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.log.CallLogger;
import io.srf.sip.Methods;
import io.srf.sip.SipResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one side has offered in an UPDATE while B rang, and had answered here (RFC 3311 §5.2). The other is offered it as soon as the two are joined;
 * else it would send its media to where nobody is any more. What it answers stays on its leg, since the first has an answer. Touched by tasks of the
 * mailbox alone.
 */
final class OfferedMeanwhile implements LocalOffer.Taker {
    private static final Logger LOG = LoggerFactory.getLogger(OfferedMeanwhile.class);

    private final Leg to;

    private OfferedMeanwhile(Leg to) {
        this.to = to;
    }

    /**
     * Passes on what has changed, if offers pass between the two.
     *
     * @param from whose leg it is
     * @param known what the other side was told of it; null if it was told nothing
     */
    static void pass(Leg from, @Nullable String known) {
        String now = from.record().remote().sdp();
        Leg to = from.partnerFor(Methods.INVITE);
        if (known == null || now == null || to == null || Sdps.isSame(now, known) || isAnsweredByListener(from)) {
            return;
        }
        OfferedMeanwhile offer = new OfferedMeanwhile(to);
        Sdps.make(from.call(), to.sdpFromPeer(), now, Sdps.Made.of(offer::send, offer::refused));
    }

    private static boolean isAnsweredByListener(Leg leg) {
        return leg.listeners().handler(Methods.INVITE) != null
                || leg.listeners().handler(LegListeners.EVERY_OFFER) != null;
    }

    private void send(String sdp) {
        boolean known = Objects.equals(sdp, to.record().local().sdp());
        if (!known && to.phase() == Phase.CONFIRMED) {
            to.localOffers().add(LocalOffer.reinvite(sdp, Extras.NONE, DialogMachine.MAX_RETRIES, this));
        }
    }

    @Override
    public void accepted(SipResponse response) {}

    @Override
    public void refused(Throwable cause) {
        CallLogger.warn(
                LOG,
                to.call().name(),
                "what one side has changed before the answer does not reach the other: {}",
                cause);
    }
}
