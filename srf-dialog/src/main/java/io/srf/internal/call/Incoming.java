// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.TerminateReason;
import io.srf.app.Extras;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipParseException;
import io.srf.sip.SipResponse;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sorts the requests that come inside a dialog. */
final class Incoming {
    private static final int OK = 200;

    /** Requests that move the remote target (RFC 3261 §12.2.2, RFC 3311 §5, RFC 3515, RFC 6665 §4.4.1). */
    private static final Set<String> REFRESHES =
            Set.of(Methods.INVITE, Methods.UPDATE, Methods.REFER, Methods.SUBSCRIBE, Methods.NOTIFY);

    private static final String OTHER_HOLDER = "held by another node";

    private Incoming() {}

    /** Takes a request; one that cannot be read is refused. */
    static void take(Leg leg, Request request, Response response) {
        try {
            sort(leg, request, response);
        } catch (SipParseException e) {
            Sending.quietly(response, e.suggestedStatus(), null, Extras.NONE);
        }
    }

    private static void sort(Leg leg, Request request, Response response) {
        if (request.isUnsolicited()) {
            leg.over(engineReason(request));
            return;
        }
        if (request.message().is(Methods.INVITE) || request.message().is(Methods.UPDATE)) {
            leg.identified(Identities.changed(request.message(), leg.record().remote()));
        }
        leg.facts().heard(request.message());
        if (REFRESHES.contains(request.method())) {
            refreshes(leg, request, response);
        }
        switch (request.method()) {
            case Methods.BYE -> leg.bye().receive(request, response);
            case Methods.ACK -> Ack.receive(leg, request);
            case Methods.INVITE -> leg.remoteOffers().receive(request, response);
            case Methods.UPDATE -> update(leg, request, response);
            case Methods.PRACK -> Sending.quietly(response, OK);
            default -> Requests.receive(leg, request, response);
        }
    }

    /** The other side is where its request says once that is accepted, by a 2xx or a reliable provisional response; who refuses it leaves everything as it was (RFC 6141 §4). */
    private static void refreshes(Leg leg, Request request, Response response) {
        String contact = LegRecords.contact(request.message());
        if (contact != null) {
            int cseq = request.message().cseq().number();
            response.onSent(sent -> {
                if (sent.isSuccess() || isReliable(sent)) {
                    leg.call().execute(() -> leg.facts().moved(contact, cseq));
                }
            });
        }
    }

    private static boolean isReliable(SipResponse sent) {
        return sent.isProvisional() && sent.lists(HeaderName.REQUIRE, PrackGate.RELIABLE);
    }

    private static void update(Leg leg, Request request, Response response) {
        if (Sdps.in(request.message()) == null && SessionRefresh.is(leg, request)) {
            SessionRefresh.receive(leg, request, response);
        } else if (Sdps.in(request.message()) == null) {
            Requests.receive(leg, request, response);
        } else {
            leg.remoteOffers().receive(request, response);
        }
    }

    /** Whether a request may wait for the other leg of its call. */
    static boolean mayWait(Request request) {
        return switch (request.method()) {
            case Methods.BYE, Methods.ACK, Methods.PRACK -> false;
            default -> !request.isUnsolicited();
        };
    }

    /** Whether the engine says that another node has claimed the dialog. */
    static boolean isOfAnotherNode(Request request) {
        return request.isUnsolicited() && engineReason(request).kind() == TerminateReason.Kind.TAKEN_OVER;
    }

    /** Why the engine ended a dialog on its own account. */
    private static TerminateReason engineReason(Request bye) {
        String text = reasonText(bye.message().header(HeaderName.REASON));
        if (text == null) {
            return TerminateReason.of(TerminateReason.Kind.ENGINE);
        }
        String lower = text.toLowerCase(Locale.ROOT);
        TerminateReason.Kind kind = TerminateReason.Kind.ENGINE;
        if (lower.contains("ack timeout")) {
            kind = TerminateReason.Kind.ACK_TIMEOUT;
        } else if (lower.contains("session") && lower.contains("expire")) {
            kind = TerminateReason.Kind.SESSION_EXPIRED;
        } else if (lower.contains("session refresh failed") || lower.contains("connection lost")) {
            kind = TerminateReason.Kind.PEER_GONE;
        } else if (lower.contains(OTHER_HOLDER)) {
            kind = TerminateReason.Kind.TAKEN_OVER;
        } else if (lower.contains("cancel")) {
            kind = TerminateReason.Kind.CANCELLED;
        }
        return new TerminateReason(kind, text);
    }

    /** The text parameter of a Reason header (RFC 3326 §2), or its whole value; null if there is none. */
    static @Nullable String reasonText(@Nullable String reason) {
        if (reason == null) {
            return null;
        }
        int at = reason.toLowerCase(Locale.ROOT).indexOf("text=");
        if (at < 0) {
            return reason;
        }
        String text = reason.substring(at + "text=".length()).strip();
        if (!text.startsWith("\"")) {
            int semicolon = text.indexOf(';');
            return semicolon < 0 ? text : text.substring(0, semicolon);
        }
        int close = text.indexOf('"', 1);
        return close < 0 ? text.substring(1) : text.substring(1, close);
    }
}
