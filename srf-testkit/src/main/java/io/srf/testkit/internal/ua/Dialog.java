// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.internal.ua;

import io.srf.sip.CSeq;
import io.srf.sip.HeaderName;
import io.srf.sip.NameAddr;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.Uri;
import java.util.ArrayList;
import java.util.List;

/** A dialog at one end of it: who, where, by which way, and how far the numbers have come (RFC 3261 §12). */
public final class Dialog {
    private static final String MAX_FORWARDS = "70";

    private final DialogId id;
    private final NameAddr local;
    private final NameAddr remote;
    private Uri remoteTarget;
    private List<NameAddr> routeSet;
    private int localCSeq;
    private int remoteCSeq;

    private Dialog(DialogId id, NameAddr local, NameAddr remote, Uri remoteTarget, List<NameAddr> routeSet) {
        this.id = id;
        this.local = local;
        this.remote = remote;
        this.remoteTarget = remoteTarget;
        this.routeSet = routeSet;
    }

    /** The dialog that a response with a To-tag makes for who sent the request (§12.1.2). */
    public static Dialog ofCaller(SipRequest invite, SipResponse response) {
        DialogId id = new DialogId(invite.callId(), tag(invite.from()), tag(response.to()));
        Dialog dialog = new Dialog(id, invite.from(), response.to(), target(response, invite.uri()), List.of());
        dialog.localCSeq = invite.cseq().number();
        dialog.routeSet = reversed(response.recordRoutes());
        return dialog;
    }

    /** The dialog that a response with this tag makes for who received the request (§12.1.1). */
    public static Dialog ofCallee(SipRequest invite, String localTag) {
        DialogId id = new DialogId(invite.callId(), localTag, tag(invite.from()));
        NameAddr local = invite.to().withTag(localTag);
        NameAddr remote = invite.from();
        Dialog dialog = new Dialog(id, local, remote, target(invite, remote.uri()), invite.recordRoutes());
        dialog.remoteCSeq = invite.cseq().number();
        return dialog;
    }

    private static String tag(NameAddr address) {
        String tag = address.tag();
        return tag == null ? "" : tag;
    }

    private static List<NameAddr> reversed(List<NameAddr> routes) {
        return new ArrayList<>(routes).reversed();
    }

    private static Uri target(SipMessage message, Uri otherwise) {
        NameAddr contact = message.contact();
        return contact == null ? otherwise : contact.uri();
    }

    /** What names it. */
    public DialogId id() {
        return id;
    }

    /** Takes the route set of the 2xx that confirms it, which may differ from that of a provisional response (§13.2.2.4). */
    public void confirmedBy(SipResponse response) {
        routeSet = reversed(response.recordRoutes());
        refreshTarget(response);
    }

    /** Follows the Contact of a request or response that may change it (§12.2). */
    public void refreshTarget(SipMessage message) {
        remoteTarget = target(message, remoteTarget);
    }

    /** Whether a request's number is higher than those before; if so it is remembered (§12.2.2). */
    public boolean accepts(SipRequest received) {
        int number = received.cseq().number();
        if (number <= remoteCSeq) {
            return false;
        }
        remoteCSeq = number;
        return true;
    }

    /** Begins the next request: target, Route, Max-Forwards, From, To, Call-ID and CSeq (§12.2.1.1). */
    public SipRequest.Builder request(String method) {
        return request(method, nextCSeq());
    }

    /** The number of the next request. */
    public int nextCSeq() {
        return ++localCSeq;
    }

    /** Where the other side is reached. */
    public Uri remoteTarget() {
        return remoteTarget;
    }

    /** Begins a request with the number of an earlier one, as ACK has. */
    public SipRequest.Builder request(String method, int number) {
        SipRequest.Builder request = SipRequest.builder(method, remoteTarget)
                .add(HeaderName.MAX_FORWARDS, MAX_FORWARDS)
                .add(HeaderName.FROM, local)
                .add(HeaderName.TO, remote)
                .add(HeaderName.CALL_ID, id.callId())
                .add(HeaderName.CSEQ, new CSeq(number, method));
        routeSet.forEach(route -> request.add(HeaderName.ROUTE, route));
        return request;
    }

    /** Where its requests are sent: the first loose router of the route set, or the target (§12.2.1.1). */
    public Uri nextHop() {
        return routeSet.isEmpty() ? remoteTarget : routeSet.get(0).uri();
    }

    @Override
    public String toString() {
        return "dialog " + id;
    }
}
