// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.sessiontimer.SessionHeaders;
import io.srf.server.sessiontimer.SessionTerms;
import io.srf.server.sessiontimer.SessionTerms.Refresher;
import io.srf.server.sessiontimer.SessionTimerEvent.Agreed;
import io.srf.server.sessiontimer.SessionTimerEvent.Decline;
import io.srf.server.sessiontimer.SessionTimerEvent.Ended;
import io.srf.server.sessiontimer.SessionTimerEvent.Restored;
import io.srf.server.sessiontimer.SessionTimerOptions;
import io.srf.server.sessiontimer.SessionTimerState;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.SessionExpires;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import org.jspecify.annotations.Nullable;

/** The session timers of one shard's dialogs: what messages say of them goes into the messages, and comes out of them (RFC 4028). */
final class SessionTimers {
    private static final String UAC = "uac";

    private final Shard shard;
    private final SessionTimerOptions options;
    private final SessionTimer.Sender sender;

    SessionTimers(Shard shard, SessionTimer.Sender sender) {
        this.shard = shard;
        this.options = shard.sessionTimers();
        this.sender = sender;
    }

    private static SessionTimerState state(@Nullable Dialog dialog) {
        SessionTimer timer = dialog == null ? null : dialog.sessionTimer();
        return timer == null ? new SessionTimerState.Off() : timer.state();
    }

    private SessionTimer timer(Dialog dialog) {
        SessionTimer timer = dialog.sessionTimer();
        if (timer == null) {
            timer = new SessionTimer(shard, dialog, sender);
            dialog.sessionTimer(timer);
        }
        return timer;
    }

    /** Completes a request that an application wrote; in {@code dialog}, or outside of one if that is null. */
    void complete(SipRequest.Builder request, SipRequest written, @Nullable Dialog dialog) {
        if (SessionHeaders.concern(written.method())) {
            SessionHeaders.complete(request, written, dialog == null ? null : state(dialog), options);
        }
    }

    /** A 2xx came to a request of ours, in this dialog or making it. */
    void answered(Dialog dialog, SipRequest sent, SipResponse response) {
        if (!SessionHeaders.concern(sent.method()) || !dialog.isUp()) {
            return;
        }
        SessionTerms terms = SessionHeaders.agreed(sent, response);
        if (SessionHeaders.decline(sent)) {
            timer(dialog).step(new Decline());
        } else if (terms != null) {
            SessionTimer timer = timer(dialog);
            timer.said(sent);
            timer.heard(response);
            timer.step(new Agreed(terms));
        } else if (dialog.sessionTimer() != null) {
            SessionTimer timer = timer(dialog);
            timer.step(new Agreed(timer.left()));
        }
    }

    /** Our ACK was sent, which may hold our answer to an offer. */
    static void acknowledged(Dialog dialog, SipRequest ack) {
        SessionTimer timer = dialog.sessionTimer();
        if (timer != null) {
            timer.said(ack);
        }
    }

    /** Whether a request of a peer asks for too short an interval. */
    boolean refuses(SipRequest request) {
        return SessionHeaders.concern(request.method()) && SessionHeaders.isTooShort(request, options);
    }

    /** What a refused peer is told. */
    Header minSe() {
        return Header.of(HeaderName.MIN_SE, String.valueOf(options.minSe()));
    }

    /** Completes a response that an application wrote. Returns the terms that it sets; null for none. */
    @Nullable SessionTerms complete(SipResponse.Builder response, OwedAnswer answer, SipResponse written) {
        SipRequest request = answer.transaction().request();
        boolean unknownDialog = answer.isInDialog() && answer.dialog() == null;
        if (!written.isSuccess() || !SessionHeaders.concern(request.method()) || unknownDialog) {
            return null;
        }
        SessionTerms terms = SessionHeaders.accepted(request, written, state(answer.dialog()), options);
        SessionHeaders.complete(response, request, written, terms);
        return terms;
    }

    /** Our response to the request was sent, with these terms if it is a 2xx. */
    void accepted(Dialog dialog, SipRequest request, SipResponse sent, @Nullable SessionTerms terms) {
        if (!SessionHeaders.concern(request.method()) || sent.status() >= 300) {
            return;
        }
        if (!sent.isSuccess()) {
            if (SessionHeaders.mayExpire(request)) {
                timer(dialog).said(sent);
            }
        } else if (terms != null) {
            SessionTimer timer = timer(dialog);
            timer.said(sent);
            timer.heard(request);
            timer.step(new Agreed(dialog.isUp() ? terms : null));
        } else if (SessionHeaders.decline(sent)) {
            timer(dialog).step(new Decline());
        } else if (dialog.sessionTimer() != null) {
            timer(dialog).step(new Agreed(null));
        }
    }

    /**
     * A dialog was made again that another engine had. Its session has a timer if the request that says how it stands has Session-Expires; that request also has
     * what we last said of the session.
     */
    void restored(Dialog dialog, SipRequest standing) {
        SessionExpires set = standing.sessionExpires();
        if (set != null) {
            Refresher refresher = UAC.equals(set.refresher()) ? Refresher.US : Refresher.PEER;
            SessionTerms terms = new SessionTerms(set.seconds(), options.minSe(), refresher);
            SessionTimer timer = timer(dialog);
            timer.said(standing);
            timer.step(new Restored(terms, shard.ids().below(1 + terms.restoredMillis())));
        }
    }

    /** The dialog is over, or a BYE is under way. */
    static void ended(Dialog dialog) {
        SessionTimer timer = dialog.sessionTimer();
        if (timer != null) {
            timer.step(new Ended());
            timer.letGo();
        }
    }
}
