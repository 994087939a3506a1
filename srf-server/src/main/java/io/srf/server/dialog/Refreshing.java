// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.sessiontimer.SessionHeaders;
import io.srf.server.sessiontimer.SessionTerms;
import io.srf.server.sessiontimer.SessionTimerEffect.Why;
import io.srf.server.sessiontimer.SessionTimerEvent;
import io.srf.server.sessiontimer.SessionTimerEvent.NotSent;
import io.srf.server.sessiontimer.SessionTimerEvent.PeerGone;
import io.srf.server.sessiontimer.SessionTimerEvent.Postponed;
import io.srf.server.sessiontimer.SessionTimerEvent.Refused;
import io.srf.server.sessiontimer.SessionTimerEvent.TooShort;
import io.srf.server.transaction.Flows;
import io.srf.server.transaction.Ids;
import io.srf.sip.Methods;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;

/**
 * Refreshes sessions for their applications, which hear nothing of it (RFC 4028 §7.4): with an UPDATE that holds no offer if the peer allows it, else with a
 * re-INVITE that offers what was agreed on.
 */
final class Refreshing implements SessionTimer.Sender {
    /** A step of the wait after two INVITEs have met (RFC 3261 §14.1). */
    private static final int GLARE_STEP_MILLIS = 10;
    /** Who chose the Call-ID waits 2.1 to 4 s. */
    private static final int OWNER_FIRST_STEP = 210;

    private static final int OWNER_LAST_STEP = 400;
    /** The other side waits 0 to 2 s. */
    private static final int OTHER_LAST_STEP = 200;

    private static final long MILLIS = 1_000;

    private final Ids ids;
    private final Flows flows;
    private final UacCore requests;

    Refreshing(Shard shard, UacCore requests) {
        this.ids = shard.ids();
        this.flows = shard.flows();
        this.requests = requests;
    }

    @Override
    public void end(Dialog dialog, Why why) {
        String reason = switch (why) {
            case EXPIRED -> Byes.SESSION_EXPIRED;
            case PEER_GONE -> Byes.REFRESH_FAILED;
        };
        requests.answers().byes().send(dialog, reason);
    }

    @Override
    public void refresh(Dialog dialog, SessionTimer timer, SessionTerms terms) {
        String method = timer.peerUpdates() ? Methods.UPDATE : Methods.INVITE;
        LocalSession local = timer.local();
        boolean isBusy = dialog.ourInvite() != null || !dialog.invites().isEmpty();
        if (isBusy || (method.equals(Methods.INVITE) && local.sdp() == null)) {
            timer.step(new NotSent());
            return;
        }
        SipRequest.Builder request = dialog.state().request(method, dialog.nextSeq());
        local.addContact(request, flows.advertised(dialog.flow()));
        SessionHeaders.refresh(request, terms);
        if (method.equals(Methods.INVITE)) {
            local.addOffer(request);
        }
        requests.sendOwn(request, dialog, new Sent(dialog, timer));
    }

    private final class Sent implements OwnRequest {
        private final Dialog dialog;
        private final SessionTimer timer;

        Sent(Dialog dialog, SessionTimer timer) {
            this.dialog = dialog;
            this.timer = timer;
        }

        @Override
        public void notSent(SipRequest request) {
            timer.step(new NotSent());
        }

        @Override
        public void answered(SipResponse response) {
            if (!response.isSuccess()) {
                timer.step(failed(response));
            }
            timer.letGo();
        }

        private SessionTimerEvent failed(SipResponse response) {
            return switch (response.status()) {
                case 408, 481 -> new PeerGone();
                case 491 -> new Postponed(glare());
                case 422 -> new TooShort(SessionHeaders.minSe(response));
                case 405, 501 -> withoutUpdate(response);
                case 500 -> later(response);
                default -> new Refused();
            };
        }

        private SessionTimerEvent withoutUpdate(SipResponse response) {
            if (!response.method().equals(Methods.UPDATE)) {
                return new Refused();
            }
            timer.peerTakesNoUpdate();
            return new Postponed(0);
        }

        /** A 500 may say when to try again (RFC 3261 §14.2). */
        private static SessionTimerEvent later(SipResponse response) {
            try {
                int seconds = response.retryAfter();
                return seconds < 0 ? new Refused() : new Postponed(seconds * MILLIS);
            } catch (SipParseException e) {
                return new Refused();
            }
        }

        private long glare() {
            int first = dialog.isOfOurRequest() ? OWNER_FIRST_STEP : 0;
            int last = dialog.isOfOurRequest() ? OWNER_LAST_STEP : OTHER_LAST_STEP;
            return (long) GLARE_STEP_MILLIS * (first + ids.below(last - first + 1));
        }
    }
}
