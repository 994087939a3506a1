// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.time.Timer;
import io.srf.time.Timers;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Ends the dialogs that SUBSCRIBEs and REFERs have made: with the NOTIFY that ends their last subscription, or when nobody has refreshed it (RFC 6665 §4.4.1).
 * Applications count the time more closely; this is for those that are gone. Touched by its shard's loop alone.
 */
final class Subscriptions {
    private static final int DEFAULT_SECONDS = 3_600;

    /** How long a dialog stays for its last NOTIFY when its time is up: 64·T1. */
    private static final int GRACE_SECONDS = 32;

    private static final long MILLIS_PER_SECOND = 1_000;
    private static final String REFERRAL = "refer";
    /** What begins a subscription (RFC 6665 §4.1, RFC 3515 §2.4.4). */
    private static final Set<String> SUBSCRIBING = Set.of(Methods.SUBSCRIBE, Methods.REFER);

    private final Timers timers;
    private final Dialogs dialogs;

    Subscriptions(Timers timers, Dialogs dialogs) {
        this.timers = timers;
        this.dialogs = dialogs;
    }

    /** A NOTIFY has made this dialog, before the 2xx to this SUBSCRIBE or REFER. */
    void begun(Dialog dialog, SipRequest subscribe) {
        granted(dialog, event(subscribe), subscribe.expires() < 0 ? DEFAULT_SECONDS : subscribe.expires());
    }

    /** Whether a request outside of dialogs may make one for its subscription. */
    static boolean begins(SipRequest request) {
        return SUBSCRIBING.contains(request.method());
    }

    /** Whether a REFER was accepted without a subscription, and so without a dialog (RFC 4488 §4). */
    static boolean isDeclined(SipRequest request, SipResponse response) {
        return request.is(Methods.REFER) && response.declinesReferSub();
    }

    /** A request in a dialog, or the one that has made it, was answered by either side. */
    void answered(Dialog dialog, SipRequest request, SipResponse response) {
        if (!response.isFinal() || isDeclined(request, response)) {
            return;
        }
        if (SUBSCRIBING.contains(request.method()) && response.isSuccess()) {
            boolean begins = request.to().tag() == null;
            if (begins || dialog.hasSubscriptions()) {
                granted(dialog, event(request), seconds(request, response));
            }
        } else if (request.is(Methods.NOTIFY) && dialog.hasSubscriptions() && isEnd(request, response)) {
            ended(dialog, event(request));
        }
    }

    /** What a subscription is called; that of a REFER is named by its CSeq, but for the first (RFC 3515 §2.4.6). */
    private static String event(SipRequest request) {
        if (request.is(Methods.REFER)) {
            return request.to().tag() == null
                    ? REFERRAL
                    : REFERRAL + ";id=" + request.cseq().number();
        }
        String event = request.header(HeaderName.EVENT);
        return event == null ? "" : event.strip().toLowerCase(Locale.ROOT);
    }

    private static int seconds(SipRequest request, SipResponse response) {
        int granted = response.expires() < 0 ? request.expires() : response.expires();
        return granted < 0 ? DEFAULT_SECONDS : granted;
    }

    private static boolean isEnd(SipRequest notify, SipResponse response) {
        String state = notify.header(HeaderName.SUBSCRIPTION_STATE);
        boolean terminated =
                state != null && state.strip().toLowerCase(Locale.ROOT).startsWith("terminated");
        return terminated || response.status() == 481;
    }

    private void granted(Dialog dialog, String event, int seconds) {
        long millis = (seconds + (long) GRACE_SECONDS) * MILLIS_PER_SECOND;
        dialog.subscribed(event, timers.schedule(millis, () -> ended(dialog, event)));
    }

    private void ended(Dialog dialog, String event) {
        Map<String, Timer> left = dialog.subscriptions();
        String ended = left.containsKey(event) || left.size() > 1
                ? event
                : left.keySet().stream().findFirst().orElse(event);
        dialog.unsubscribed(ended);
        if (!dialog.hasSubscriptions()) {
            dialogs.end(dialog);
        }
    }
}
