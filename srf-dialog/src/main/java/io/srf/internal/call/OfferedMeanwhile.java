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
 * What one side has described while B rang, and the other was not told: an offer in an UPDATE that was answered here (RFC 3311 §5.2), or the answer of another
 * fork than the one that A has agreed with. The other is offered it as soon as the two are joined; else it would send its media to where nobody is any
 * more. What it answers stays on its leg, since the first has an answer. Touched by tasks of the mailbox alone.
 */
final class OfferedMeanwhile implements LocalOffer.Taker {
    private static final Logger LOG = LoggerFactory.getLogger(OfferedMeanwhile.class);

    private final Leg to;
    private final Runnable then;

    private OfferedMeanwhile(Leg to, Runnable then) {
        this.to = to;
        this.then = then;
    }

    /**
     * Passes on what has changed, if offers pass between the two: first to A, whose answer says then what B is to know of it.
     *
     * @param knownToB what B was told of A; null if it was told nothing
     * @param knownToA what A was told of B; null if it was told nothing
     */
    static void pass(Leg a, @Nullable String knownToB, Leg b, @Nullable String knownToA) {
        boolean changed = news(a, knownToB) != null;
        pass(b, knownToA, changed ? () -> pass(a, knownToB, () -> {}) : () -> {});
    }

    private static void pass(Leg from, @Nullable String known, Runnable then) {
        String now = news(from, known);
        Leg to = from.partnership().partnerFor(Methods.INVITE);
        if (now == null || to == null) {
            then.run();
        } else {
            OfferedMeanwhile offer = new OfferedMeanwhile(to, then);
            Sdps.make(from.call(), to.partnership().sdpFromPeer(), now, Sdps.Made.of(offer::send, offer::refused));
        }
    }

    /** What one side has described last, if the other does not know it. */
    private static @Nullable String news(Leg from, @Nullable String known) {
        String now = from.record().remote().sdp();
        boolean isOld = known == null || Sdps.isSame(now, known) || isAnsweredByListener(from);
        return isOld || from.phase() != Phase.CONFIRMED ? null : now;
    }

    private static boolean isAnsweredByListener(Leg leg) {
        return leg.listeners().handler(Methods.INVITE) != null
                || leg.listeners().handler(LegListeners.EVERY_OFFER) != null;
    }

    private void send(String sdp) {
        boolean known = Objects.equals(sdp, to.record().local().sdp());
        if (!known && to.phase() == Phase.CONFIRMED) {
            to.localOffers().add(LocalOffer.reinvite(sdp, Extras.NONE, DialogMachine.MAX_RETRIES, this));
        } else {
            then.run();
        }
    }

    @Override
    public void accepted(SipResponse response) {
        then.run();
    }

    @Override
    public void refused(Throwable cause) {
        CallLogger.warn(
                LOG,
                to.call().name(),
                "what one side has changed before the answer does not reach the other: {}",
                cause);
        then.run();
    }
}
