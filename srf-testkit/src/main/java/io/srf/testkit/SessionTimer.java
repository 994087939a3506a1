// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SessionExpires;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.time.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The session timer of one call of a phone that has them: it refreshes, or hangs up when nobody did (RFC 4028 §7 to §10). */
final class SessionTimer {
    private static final String UAC = "uac";
    private static final String UAS = "uas";
    /** How long a refresh waits for a re-INVITE. */
    private static final Duration BUSY = Duration.ofSeconds(1);

    private static final Duration LEAD = Duration.ofSeconds(32);
    private static final int LEAD_FRACTION = 3;

    private final Call call;
    private final SessionTiming timing;
    private Timer running = () -> {};
    private @Nullable SessionExpires agreed;
    private boolean ours;

    SessionTimer(Call call) {
        this.call = call;
        this.timing = call.agent.timing;
    }

    /** Completes an INVITE or UPDATE of this phone. */
    void ask(SipRequest.Builder request) {
        if (!timing.isOn()) {
            return;
        }
        SessionExpires known = agreed;
        boolean refreshes = known == null ? timing.refreshes() : ours;
        int seconds = known == null ? timing.interval() : known.seconds();
        request.set(HeaderName.SESSION_EXPIRES, new SessionExpires(seconds, refreshes ? UAC : UAS));
        request.add(HeaderName.SUPPORTED, SessionTiming.TIMER);
    }

    /** A 2xx came to an INVITE or UPDATE of this phone; it goes on refreshing who does not know session timers. */
    void answered(SipResponse response) {
        SessionExpires set = response.sessionExpires();
        SessionExpires known = agreed;
        if (timing.isOn() && set == null && known != null && ours && !supportsTimer(response)) {
            runs(known, true);
        } else if (timing.isOn()) {
            runs(set, set != null && UAC.equals(set.refresher()));
        }
    }

    /** Completes the 2xx to an INVITE or UPDATE of the other side. */
    void accept(SipRequest request, SipResponse.Builder response) {
        if (!timing.isOn()) {
            return;
        }
        SessionExpires asked = request.sessionExpires();
        int seconds = asked == null ? timing.interval() : asked.seconds();
        String refresher = refresher(request, asked);
        SessionExpires set = new SessionExpires(seconds, refresher);
        response.set(HeaderName.SESSION_EXPIRES, set);
        runs(set, refresher.equals(UAS));
    }

    private String refresher(SipRequest request, @Nullable SessionExpires asked) {
        if (!supportsTimer(request)) {
            return UAS;
        }
        String said = asked == null ? null : asked.refresher();
        return said != null ? said : timing.refreshes() ? UAS : UAC;
    }

    private static boolean supportsTimer(SipMessage message) {
        return message.lists(HeaderName.SUPPORTED, SessionTiming.TIMER);
    }

    private void runs(@Nullable SessionExpires set, boolean byUs) {
        running.cancel();
        agreed = set;
        ours = byUs;
        if (set == null) {
            return;
        }
        Duration interval = Duration.ofSeconds(set.seconds());
        Duration lead = interval.dividedBy(LEAD_FRACTION);
        Duration wait = byUs ? interval.dividedBy(2) : interval.minus(lead.compareTo(LEAD) < 0 ? lead : LEAD);
        after(wait, byUs ? this::refresh : call::hangsUp);
    }

    private void after(Duration time, Runnable then) {
        running = call.agent.alarms.set("session timer of " + call.callId(), time.toMillis(), then);
    }

    private void refresh() {
        if (call.isReInviting()) {
            after(BUSY, this::refresh);
        } else if (timing.method().equals(Methods.UPDATE)) {
            call.updates();
        } else {
            call.reInvites(call.media.wanted(call.media.isHolding()), request -> {});
        }
    }

    void stop() {
        running.cancel();
    }
}
