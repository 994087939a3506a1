// SPDX-License-Identifier: Apache-2.0
package io.srf.server.sessiontimer;

import static io.srf.server.sessiontimer.SessionTimerOptions.SHORTEST_INTERVAL;

import io.srf.server.sessiontimer.SessionTerms.Refresher;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SessionExpires;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * What INVITE, UPDATE and their responses say of session timers (RFC 4028 §7, §9). Pure functions.
 *
 * <p>An application asks for a timer with Session-Expires. It declines one with a Supported header that does not list {@code timer}.
 */
public final class SessionHeaders {
    /** Session Interval Too Small (RFC 4028 §6). */
    private static final int TOO_SMALL = 422;

    private static final String TIMER = "timer";
    private static final String UAC = "uac";
    private static final String UAS = "uas";

    private SessionHeaders() {}

    /** Whether requests of this method start and refresh sessions (RFC 4028 §4). */
    public static boolean concern(String method) {
        return method.equals(Methods.INVITE) || method.equals(Methods.UPDATE);
    }

    /** Whether an application has declined session timers with what it wrote, a request or a 2xx. */
    public static boolean decline(SipMessage written) {
        return written.has(HeaderName.SUPPORTED) && !supportsTimer(written) && !written.has(HeaderName.SESSION_EXPIRES);
    }

    /** Whether a message of the peer speaks of session timers. */
    public static boolean mayExpire(SipMessage theirs) {
        return theirs.has(HeaderName.SESSION_EXPIRES) || supportsTimer(theirs);
    }

    /** Whether a peer that knows session timers asks for too short an interval, so that it is refused with 422 (RFC 4028 §9). */
    public static boolean isTooShort(SipRequest request, SessionTimerOptions options) {
        SessionExpires asked = request.sessionExpires();
        return asked != null && asked.seconds() < options.minSe() && supportsTimer(request);
    }

    /**
     * Completes an INVITE or UPDATE that an application has written (RFC 4028 §7.1, §7.4).
     *
     * @param request all but what concerns session timers
     * @param written what the application wrote
     * @param state of the dialog's timer, or null for a request outside of dialogs
     * @throws IllegalArgumentException if the application asks for an interval that RFC 4028 does not allow
     */
    public static void complete(
            SipRequest.Builder request,
            SipRequest written,
            @Nullable SessionTimerState state,
            SessionTimerOptions options) {
        SessionExpires wish = written.sessionExpires();
        SessionTerms terms = state == null ? null : state.terms();
        if (wish != null) {
            checkLength(wish.seconds());
        } else if (terms != null) {
            put(request, terms);
        } else if (decline(written) || state instanceof SessionTimerState.Declined) {
            return;
        } else if (state == null && options.interval() > 0 && !written.has(HeaderName.SESSION_EXPIRES)) {
            request.add(HeaderName.SESSION_EXPIRES, new SessionExpires(options.interval(), null));
            addMinSe(request, options.minSe());
        }
        if (!supportsTimer(written)) {
            request.add(HeaderName.SUPPORTED, TIMER);
        }
    }

    private static void checkLength(int seconds) {
        if (seconds < SHORTEST_INTERVAL) {
            throw new IllegalArgumentException(
                    "Session-Expires is " + seconds + ", expected: at least " + SHORTEST_INTERVAL);
        }
    }

    /** Completes a refresh of the engine's own (RFC 4028 §7.4). */
    public static void refresh(SipRequest.Builder request, SessionTerms terms) {
        put(request, terms);
        request.add(HeaderName.SUPPORTED, TIMER);
    }

    private static void put(SipRequest.Builder request, SessionTerms terms) {
        request.set(HeaderName.SESSION_EXPIRES, terms.inRequest());
        if (!request.has(HeaderName.MIN_SE)) {
            request.add(HeaderName.MIN_SE, terms.minSe());
        }
    }

    private static void addMinSe(SipRequest.Builder request, int seconds) {
        if (!request.has(HeaderName.MIN_SE)) {
            request.add(HeaderName.MIN_SE, seconds);
        }
    }

    /**
     * Completes our 2xx to an INVITE or UPDATE with the terms that it is accepted on (RFC 4028 §9, Table 2).
     *
     * @param response all but what concerns session timers
     * @param written what the application wrote
     * @param terms of {@link #accepted}; null for none
     */
    public static void complete(
            SipResponse.Builder response, SipRequest request, SipResponse written, @Nullable SessionTerms terms) {
        if (terms == null) {
            return;
        }
        response.set(HeaderName.SESSION_EXPIRES, terms.inResponse());
        if (supportsTimer(request) && !written.lists(HeaderName.REQUIRE, TIMER)) {
            response.add(HeaderName.REQUIRE, TIMER);
        }
        if (!supportsTimer(written)) {
            response.add(HeaderName.SUPPORTED, TIMER);
        }
    }

    /**
     * The terms on which a request of the peer is accepted (RFC 4028 §9, Table 2); null if the session shall not expire.
     *
     * <p>The application's wish counts where it wrote one; what was agreed on before stays where neither side says anything.
     *
     * @param written the application's 2xx
     * @param state of the dialog's timer
     */
    public static @Nullable SessionTerms accepted(
            SipRequest request, SipResponse written, SessionTimerState state, SessionTimerOptions options) {
        SessionExpires wish = written.sessionExpires();
        SessionTerms before = state.terms();
        boolean unwanted = state instanceof SessionTimerState.Declined || decline(written);
        if (wish == null && before == null && unwanted) {
            return null;
        }
        SessionExpires asked = request.sessionExpires();
        int seconds = seconds(asked, wish, before);
        if (seconds == 0 && supportsTimer(request)) {
            seconds = options.interval();
        }
        if (seconds == 0) {
            return null;
        }
        int minSe = Math.max(SHORTEST_INTERVAL, request.minSe());
        return new SessionTerms(Math.max(seconds, minSe), minSe, refresher(request, wish, before));
    }

    /** The interval that is asked for or wished, whichever is shorter; 0 if nobody wants one. */
    private static int seconds(
            @Nullable SessionExpires asked, @Nullable SessionExpires wish, @Nullable SessionTerms before) {
        if (asked != null) {
            return wish == null ? asked.seconds() : Math.min(asked.seconds(), wish.seconds());
        }
        return wish != null ? wish.seconds() : before == null ? 0 : before.seconds();
    }

    /** Who refreshes: the peer's word counts, then the application's, then what was before (RFC 4028 §9, Table 2). */
    private static Refresher refresher(
            SipRequest request, @Nullable SessionExpires wish, @Nullable SessionTerms before) {
        if (!supportsTimer(request)) {
            return Refresher.US;
        }
        String asked = refresherIn(request.sessionExpires());
        String said = asked == null ? refresherIn(wish) : asked;
        if (said == null) {
            return before == null ? Refresher.PEER : before.refresher();
        }
        return said.equals(UAS) ? Refresher.US : Refresher.PEER;
    }

    /**
     * The terms that the peer's 2xx to our INVITE or UPDATE sets (RFC 4028 §7.2); null if the session shall not expire.
     *
     * @param sent our request
     */
    public static @Nullable SessionTerms agreed(SipRequest sent, SipResponse response) {
        SessionExpires expires = readable(response);
        if (expires == null || !supportsTimer(sent)) {
            return null;
        }
        String said = refresherIn(expires);
        boolean peer = UAS.equals(said == null ? refresherIn(sent.sessionExpires()) : said);
        int minSe = Math.max(SHORTEST_INTERVAL, sent.minSe());
        int seconds = Math.max(SHORTEST_INTERVAL, expires.seconds());
        return new SessionTerms(seconds, minSe, peer ? Refresher.PEER : Refresher.US);
    }

    private static @Nullable SessionExpires readable(SipResponse response) {
        try {
            return response.sessionExpires();
        } catch (SipParseException e) {
            return null;
        }
    }

    /**
     * The shortest interval that a peer accepts, which has refused one with 422 (RFC 4028 §7.3).
     *
     * @return in seconds; 0 if this is no such refusal, or does not want a longer one than {@code sent} asked for
     */
    public static int wantedBy(SipRequest sent, SipResponse refusal) {
        if (refusal.status() != TOO_SMALL) {
            return 0;
        }
        SessionExpires asked = sent.sessionExpires();
        int minSe = minSe(refusal);
        return asked != null && minSe > asked.seconds() ? minSe : 0;
    }

    /** The Min-SE of a response, in seconds; 0 if there is none that can be read. */
    public static int minSe(SipResponse response) {
        try {
            return Math.max(0, response.minSe());
        } catch (SipParseException e) {
            return 0;
        }
    }

    /** The request once more, with an interval that was asked for in a 422 (RFC 4028 §7.3). */
    public static SipRequest.Builder again(SipRequest sent, int minSe) {
        SessionExpires asked = sent.sessionExpires();
        return sent.toBuilder()
                .set(HeaderName.SESSION_EXPIRES, new SessionExpires(minSe, asked == null ? null : asked.refresher()))
                .set(HeaderName.MIN_SE, minSe);
    }

    private static boolean supportsTimer(SipMessage message) {
        return message.lists(HeaderName.SUPPORTED, TIMER) || message.lists(HeaderName.REQUIRE, TIMER);
    }

    /** {@code uac} or {@code uas}; null if it says neither. */
    private static @Nullable String refresherIn(@Nullable SessionExpires header) {
        String said = header == null ? null : header.refresher();
        return UAC.equalsIgnoreCase(said) ? UAC : UAS.equalsIgnoreCase(said) ? UAS : null;
    }
}
