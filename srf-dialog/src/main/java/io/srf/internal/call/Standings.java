// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.srf.session.DialogRecord;
import io.srf.session.DialogRecord.Path;
import io.srf.session.DialogRecord.SessionTimer;
import io.srf.sip.CSeq;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.wire.ClientMessage.Standing;

/** Says how a dialog stands, for an engine that does not know it (RFC 3261 §12). */
final class Standings {
    private Standings() {}

    /**
     * How the dialog of this record stands.
     *
     * @param cseq that the next request is to be above
     */
    static Standing of(DialogRecord record, long cseq) {
        String target = record.remote().contact();
        Path path = LegRecords.path(record);
        SipRequest.Builder next = SipRequest.builder(
                Methods.OPTIONS, target == null ? record.remote().uri() : target);
        path.routeSet().forEach(route -> next.add(HeaderName.ROUTE, route));
        next.add(HeaderName.FROM, side(record.local(), record.ids().localTag()))
                .add(HeaderName.TO, side(record.remote(), record.ids().remoteTag()))
                .add(HeaderName.CALL_ID, record.ids().callId())
                .add(HeaderName.CSEQ, new CSeq(Math.toIntExact(cseq), Methods.OPTIONS));
        addSession(next, record);
        return new Standing(next.build(), path.remoteSeq());
    }

    /** A session that expires is refreshed with what we last said of it (RFC 4028 §7.4). */
    private static void addSession(SipRequest.Builder next, DialogRecord record) {
        SessionTimer timer = record.sessionTimer();
        String sdp = record.local().sdp();
        if (timer != null) {
            next.add(HeaderName.SESSION_EXPIRES, SessionTimers.inRequest(timer));
        }
        if (timer != null && sdp != null) {
            next.body(sdp.getBytes(UTF_8), Sdps.TYPE);
        }
    }

    private static String side(DialogRecord.Party party, String tag) {
        return "<" + party.uri() + ">" + (tag.isEmpty() ? "" : ";tag=" + tag);
    }
}
