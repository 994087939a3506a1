// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.sip.HeaderName;
import io.srf.sip.NameAddr;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import io.srf.wire.ClientMessage;
import java.util.List;
import java.util.Objects;

/**
 * What a user agent must remember of a dialog (RFC 3261 §12).
 *
 * @param callId the Call-ID
 * @param local our address, with our tag
 * @param remote the peer's address, with its tag; without one if the peer gave none (RFC 2543)
 * @param localSeq the CSeq of the last request we sent
 * @param remoteSeq the CSeq of the last request the peer sent; -1 before the first
 * @param remoteTarget where the peer wants its requests
 * @param routeSet the hops that our requests take, nearest first
 */
public record DialogState(
        String callId,
        NameAddr local,
        NameAddr remote,
        int localSeq,
        int remoteSeq,
        Uri remoteTarget,
        List<NameAddr> routeSet) {
    /** Copies the list, and keeps a URI that is there twice only once. */
    public DialogState {
        remoteTarget = remoteTarget.equals(remote.uri()) ? remote.uri() : remoteTarget;
        routeSet = List.copyOf(routeSet);
    }

    /** The dialog that our answer to this request makes, our tag being {@code localTag} (§12.1.1). */
    public static DialogState ofServer(SipRequest request, String localTag) {
        return new DialogState(
                request.callId(),
                request.to().withTag(localTag),
                request.from(),
                0,
                request.cseq().number(),
                target(request, request.from().uri()),
                request.recordRoutes());
    }

    /** The dialog that the peer's answer to our request makes (§12.1.2). */
    public static DialogState ofClient(SipRequest request, SipResponse response) {
        return new DialogState(
                request.callId(),
                request.from(),
                response.to(),
                request.cseq().number(),
                -1,
                target(response, request.uri()),
                response.recordRoutes().reversed());
    }

    /**
     * The dialog that an application says it has.
     *
     * @throws RefusedException if that is no dialog
     */
    static DialogState ofStanding(ClientMessage.Standing standing) {
        SipRequest next = standing.next();
        if (next.from().tag() == null) {
            throw new RefusedException("a dialog without a tag of ours in From");
        }
        return new DialogState(
                next.callId(),
                next.from(),
                next.to(),
                next.cseq().number(),
                standing.remoteSeq(),
                next.uri(),
                next.routes());
    }

    /** The dialog that the peer's NOTIFY makes, which came before the 2xx to our SUBSCRIBE (RFC 6665 §4.1.2.4). */
    public static DialogState ofNotified(SipRequest subscribe, SipRequest notify) {
        return new DialogState(
                subscribe.callId(),
                subscribe.from(),
                notify.from(),
                subscribe.cseq().number(),
                -1,
                target(notify, subscribe.uri()),
                notify.recordRoutes());
    }

    private static Uri target(SipMessage message, Uri otherwise) {
        NameAddr contact = message.contact();
        return contact == null ? otherwise : contact.uri();
    }

    /** Our tag. */
    public String localTag() {
        return Objects.requireNonNullElse(local.tag(), "");
    }

    /** The peer's tag; "" if it gave none. */
    public String remoteTag() {
        return Objects.requireNonNullElse(remote.tag(), "");
    }

    /** The dialog after the 2xx that confirms it: route set and target are those of the 2xx (§13.2.2.4). */
    public DialogState confirmedBy(SipResponse response) {
        return new DialogState(
                callId,
                local,
                remote,
                localSeq,
                remoteSeq,
                target(response, remoteTarget),
                response.recordRoutes().reversed());
    }

    /** The dialog after the peer has moved, as a target refresh asks for (§12.2.1.2, §12.2.2). */
    public DialogState refreshedBy(SipMessage message) {
        return new DialogState(callId, local, remote, localSeq, remoteSeq, target(message, remoteTarget), routeSet);
    }

    /** The dialog after a request of the peer. */
    public DialogState withRemoteSeq(int seq) {
        return new DialogState(callId, local, remote, localSeq, seq, remoteTarget, routeSet);
    }

    /** The dialog after we used up a CSeq. */
    public DialogState withLocalSeq(int seq) {
        return new DialogState(callId, local, remote, seq, remoteSeq, remoteTarget, routeSet);
    }

    /** The URI that our next request goes to: the first hop, or the peer. */
    public Uri nextHop() {
        return routeSet.isEmpty() ? remoteTarget : routeSet.get(0).uri();
    }

    /**
     * Begins a request of ours inside the dialog, without Via (§12.2.1.1).
     *
     * @param cseq the number to use
     */
    public SipRequest.Builder request(String method, int cseq) {
        boolean strict = !routeSet.isEmpty() && routeSet.get(0).uri() instanceof SipUri hop && !hop.isLooseRouting();
        Uri next = strict ? routeSet.get(0).uri() : remoteTarget;
        SipRequest.Builder request = SipRequest.builder(method, next.asRequestUri());
        for (int i = strict ? 1 : 0; i < routeSet.size(); i++) {
            request.add(HeaderName.ROUTE, routeSet.get(i));
        }
        if (strict) {
            request.add(HeaderName.ROUTE, NameAddr.of(remoteTarget));
        }
        return request.add(HeaderName.MAX_FORWARDS, RequestCompletion.MAX_FORWARDS)
                .add(HeaderName.FROM, local)
                .add(HeaderName.TO, remote)
                .add(HeaderName.CALL_ID, callId)
                .add(HeaderName.CSEQ, cseq + " " + method);
    }
}
