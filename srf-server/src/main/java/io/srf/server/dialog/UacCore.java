// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.admin.Application;
import io.srf.server.protection.Gate;
import io.srf.server.transaction.ClientTransaction;
import io.srf.server.transaction.ServerTransaction;
import io.srf.server.transaction.TransactionLayer;
import io.srf.server.transaction.TransactionsExhaustedException;
import io.srf.server.transport.Flow;
import io.srf.sip.CSeq;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.Uri;
import io.srf.wire.ClientMessage;
import io.srf.wire.Origin.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends requests for applications, and on the engine's own account: new ones and CANCEL here, others by {@link InDialogRequests} (RFC 3261 §8.1, §9.1). */
final class UacCore {
    /** Headers of a CANCEL that are those of its INVITE (RFC 3261 §9.1). */
    private static final Set<HeaderName> OF_INVITE = Set.of(
            HeaderName.VIA,
            HeaderName.FROM,
            HeaderName.TO,
            HeaderName.CALL_ID,
            HeaderName.CSEQ,
            HeaderName.ROUTE,
            HeaderName.MAX_FORWARDS,
            HeaderName.CONTACT,
            HeaderName.CONTENT_LENGTH);

    private final Shard shard;
    private final Gate gate;
    private final Dialogs dialogs;
    private final TransactionLayer layer;
    private final Routes routes;
    private final Replies replies;
    private final Cdrs cdrs;
    private final Answers answers;
    private final SessionTimers timers;
    private final InDialogRequests inside;
    private final Map<String, SentRequest> sent = new HashMap<>();
    private final Map<String, SentRequest> subscribing = new HashMap<>();

    UacCore(Shard shard, Dialogs dialogs, TransactionLayer layer, Heirs heirs, Gate gate) {
        this.shard = shard;
        this.gate = gate;
        this.dialogs = dialogs;
        this.layer = layer;
        this.routes = new Routes(shard);
        this.replies = new Replies(shard);
        this.cdrs = new Cdrs(shard, heirs);
        this.answers = new Answers(shard, dialogs, layer, this, heirs);
        this.timers = new SessionTimers(shard, new Refreshing(shard, this));
        this.inside = new InDialogRequests(shard, dialogs, this, answers, heirs);
    }

    /** What becomes of the responses. */
    Answers answers() {
        return answers;
    }

    /** The session timers of the dialogs. */
    SessionTimers timers() {
        return timers;
    }

    /** Our INVITE in this dialog is over: the next may follow. */
    void inviteIsOver(Dialog dialog) {
        inside.inviteIsOver(dialog);
    }

    /** How many requests wait for their final response, or an INVITE for more of them. */
    int openRequests() {
        return sent.size();
    }

    void forget(String transactionId) {
        SentRequest request = sent.remove(transactionId);
        SipRequest message = request == null ? null : request.message();
        if (message != null && Subscriptions.begins(message)) {
            subscribing.remove(message.callId(), request);
        }
    }

    /** The dialog that this NOTIFY makes, as it comes before the 2xx to a SUBSCRIBE or REFER of ours; null if it does not. */
    @Nullable Dialog notified(ServerTransaction notify) {
        SentRequest request = subscribing.get(notify.request().callId());
        SipRequest subscribe = request == null ? null : request.message();
        return request != null && subscribe != null && request.isNotifiedBy(notify.request())
                ? answers.notified(request, subscribe, notify)
                : null;
    }

    /** Whether this request is a NOTIFY that comes before the 2xx to a SUBSCRIBE or REFER of ours. */
    boolean isNotified(SipRequest received) {
        SentRequest request = received.is(Methods.NOTIFY) ? subscribing.get(received.callId()) : null;
        return request != null && request.isNotifiedBy(received);
    }

    /** Whether a received request was sent from here. */
    boolean hasSent(SipRequest received) {
        return layer.hasSent(received);
    }

    /** Sends what an application wrote; it hears what was sent, or why nothing was. */
    void send(Application from, ClientMessage.Send asked, SipRequest written) {
        Replies.orRefuse(from, asked, () -> dispatch(from, asked, written));
    }

    private void dispatch(Application from, ClientMessage.Send asked, SipRequest written) {
        if (written.is(Methods.ACK)) {
            inside.acknowledge(from, asked, written);
        } else if (written.is(Methods.CANCEL)) {
            sendCancel(from, asked, written);
        } else if (asked.dialogId() != null) {
            inside.send(from, asked, written);
        } else {
            sendNew(from, asked, written);
        }
    }

    private void sendNew(Application from, ClientMessage.Send asked, SipRequest written) {
        String given = written.header(HeaderName.CALL_ID);
        Dialog known = given == null ? null : dialogs.ofCall(given);
        if (known != null) {
            known.hold().check(from);
            inside.send(from, asked, written, known);
            return;
        }
        if (!gate.hasRoom(written.method(), dialogs.size())) {
            throw new RefusedException("Server error: too many dialogs");
        }
        String callId = given == null ? shard.newCallId() : given;
        routes.to(
                firstHop(asked, written),
                Routes.of(
                        ways -> Replies.orRefuse(from, asked, () -> {
                            if (from.isGone()) {
                                return;
                            }
                            String tag = shard.ids().next();
                            transmit(
                                    new SentRequest(from, answers, null)
                                            .by(ways, flow -> whole(written, callId, tag, flow)),
                                    asked);
                        }),
                        why -> from.refuse(asked, why)));
    }

    private SipRequest whole(SipRequest written, String callId, String tag, Flow flow) {
        SipRequest.Builder whole = RequestCompletion.outsideDialog(written, callId, tag, Here.on(flow, shard.flows()));
        timers.complete(whole, written, null);
        return whole.build();
    }

    private static Uri firstHop(ClientMessage.Send asked, SipRequest written) {
        return asked.routeUri() == null ? written.uri() : Uri.parse(asked.routeUri());
    }

    /** Sends a request that has its ways, and tells the application that asked. */
    void transmit(SentRequest request, ClientMessage.Send asked) {
        ClientTransaction transaction = begin(request);
        SipRequest whole = transaction.request();
        if (Subscriptions.begins(whole) && request.inside() == null) {
            subscribing.put(whole.callId(), request);
        }
        tellOf(request, transaction.request());
        replies.sent(request.owner(), asked, transaction.request(), transaction.flow(), transaction.id());
    }

    private void tellOf(SentRequest request, SipRequest sent) {
        Dialog dialog = request.inside();
        if (dialog == null) {
            cdrs.attempted(Source.APPLICATION, sent);
        } else if (sent.is(Methods.BYE)) {
            hungUp(dialog, sent);
        }
    }

    private void hungUp(Dialog dialog, SipRequest bye) {
        dialogs.leaves(dialog);
        if (dialog.release()) {
            cdrs.stopped(Source.APPLICATION, Cdrs.Reason.NORMAL_RELEASE, bye);
        }
    }

    /** Sends a request on the engine's own account. */
    void sendOwn(SipRequest.Builder begun, Dialog dialog, OwnRequest user) {
        routes.to(dialog.state().nextHop(), dialog.heard(), onOwnAccount(begun, dialog, user));
    }

    /** Sends the last request in a dialog on the engine's own account. */
    void sendLast(SipRequest.Builder begun, Dialog dialog, OwnRequest user) {
        routes.orBack(dialog.state().nextHop(), dialog.heard(), onOwnAccount(begun, dialog, user));
    }

    private Routes.Found onOwnAccount(SipRequest.Builder begun, Dialog dialog, OwnRequest user) {
        return Routes.of(
                ways -> {
                    SipRequest whole = begun.build();
                    SentRequest request = new SentRequest(dialog.owner(), answers, dialog)
                            .onOwnAccount(user)
                            .by(ways, flow -> whole);
                    try {
                        user.sent(begin(request).request());
                    } catch (TransactionsExhaustedException e) {
                        user.notSent(whole);
                    }
                },
                why -> user.notSent(begun.build()));
    }

    /**
     * Sends a request of an application once more, as another transaction that it does not see; false if that cannot be.
     *
     * @param begun the request, to which a new CSeq is given
     */
    boolean sendAgain(SentRequest request, ClientTransaction before, SipRequest.Builder begun) {
        Dialog dialog = request.inside();
        int cseq = dialog == null ? before.request().cseq().number() + 1 : dialog.nextSeq();
        begun.set(HeaderName.CSEQ, new CSeq(cseq, before.request().method())).removeTopVia();
        try {
            request.retried();
            begin(request, begun.build(), before.flow());
            return true;
        } catch (TransactionsExhaustedException e) {
            return false;
        }
    }

    /**
     * Sends a request by the way that comes after a failed one, as another transaction that its application does not see (RFC 3263 §4.3); false if that cannot
     * be.
     */
    boolean sendOtherwise(SentRequest request) {
        try {
            begin(request);
            return true;
        } catch (TransactionsExhaustedException e) {
            return false;
        }
    }

    private ClientTransaction begin(SentRequest request) {
        Flow flow = request.way();
        return begin(request, request.write(flow), flow);
    }

    private ClientTransaction begin(SentRequest request, SipRequest whole, Flow flow) {
        ClientTransaction transaction = layer.send(whole, flow, request);
        request.began(transaction);
        sent.put(request.id(), request);
        return transaction;
    }

    private void sendCancel(Application from, ClientMessage.Send asked, SipRequest written) {
        String id = asked.transactionId();
        SentRequest request = id == null ? null : sent.get(id);
        if (request != null) {
            request.check(from);
        }
        ClientTransaction invite = request == null ? null : request.transaction();
        List<Header> more = written.headers().stream()
                .filter(h -> !OF_INVITE.contains(h.name()))
                .toList();
        SipRequest cancel = invite == null ? null : invite.cancel(more);
        if (invite == null || cancel == null) {
            throw new RefusedException("unable to cancel unknown transaction id: "
                    + (id == null ? "expected that of an INVITE, found none" : id));
        }
        replies.sent(from, asked, cancel, invite.flow(), shard.ids().next());
    }

    /** Gives up the INVITEs of an application that is gone. */
    void ownerGone(Application application) {
        for (SentRequest request : List.copyOf(sent.values())) {
            if (request.owner().equals(application)) {
                request.giveUp();
            }
        }
    }

    /** Gives up whatever was sent and is not answered. */
    void giveUpAll() {
        List.copyOf(sent.values()).forEach(SentRequest::giveUp);
    }
}
