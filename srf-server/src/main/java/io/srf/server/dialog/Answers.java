// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.dialog.ResponseRules.Finding;
import io.srf.server.sessiontimer.SessionHeaders;
import io.srf.server.transaction.ClientTransaction;
import io.srf.server.transaction.ServerTransaction;
import io.srf.server.transaction.TransactionLayer;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.NameAddr;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.Origin.Source;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the responses to sent requests: they make, confirm, refresh and end dialogs, and go to the application (RFC 3261 §12.1.2,
 * §12.2.1.2, §13.2.2).
 */
final class Answers {
    private static final Set<String> TARGET_REFRESH = Set.of(Methods.INVITE, Methods.UPDATE, Methods.SUBSCRIBE);

    /** Who answers so is not in the dialog (RFC 3261 §12.2.1.2). */
    private static final Set<Integer> ABSENT = Set.of(481, 408);

    /** How long a dialog stays for its BYE to be sent again with credentials: 64·T1. */
    private static final long CREDENTIALS_GRACE_MILLIS = 32_000;

    private final Shard shard;
    private final Dialogs dialogs;
    private final Acks acks;
    private final UacCore requests;
    private final InheritedAnswers inherited;
    private final Hearers hearers;
    private final Byes byes;
    private final Cdrs cdrs;
    private final Subscriptions subscriptions;
    private final Failover failover;
    private final Inspector inspector;
    private final UnusableAnswers unusable;
    private final MissingAcks missingAcks;

    Answers(Shard shard, Dialogs dialogs, TransactionLayer layer, UacCore requests, Heirs heirs) {
        this.shard = shard;
        this.dialogs = dialogs;
        Routes routes = new Routes(shard);
        this.acks = new Acks(dialogs, layer, routes);
        this.inherited = new InheritedAnswers(shard, dialogs, heirs, acks);
        this.hearers = new Hearers(new Replies(shard), dialogs, heirs, acks);
        this.requests = requests;
        this.cdrs = new Cdrs(shard, heirs);
        this.byes = new Byes(shard, dialogs, requests, heirs);
        this.subscriptions = new Subscriptions(shard.loop().timers(), dialogs);
        LateAnswers late = new LateAnswers(dialogs, layer, acks, routes);
        this.failover = new Failover(requests, layer, late);
        this.inspector = new Inspector(shard);
        this.unusable = new UnusableAnswers(dialogs, late, acks, this::madeUp);
        this.missingAcks = new MissingAcks(shard.loop().timers(), dialogs, acks, byes);
    }

    Byes byes() {
        return byes;
    }

    Acks acks() {
        return acks;
    }

    /** Those to requests of which nothing is known here. */
    InheritedAnswers inherited() {
        return inherited;
    }

    /** A response to a request came in one of its transactions. */
    void response(SentRequest request, ClientTransaction transaction, SipResponse response) {
        if (!failover.took(request, transaction, response)) {
            inspected(request, transaction, response);
        }
    }

    /** None came. */
    void timeout(SentRequest request, ClientTransaction transaction) {
        if (!failover.tookSilent(request, transaction)) {
            madeUp(request, transaction, 408);
        }
    }

    /** It could not be sent. */
    void transportFailed(SentRequest request, ClientTransaction transaction) {
        if (!request.isSettled() && !failover.tookUnreachable(request, transaction)) {
            madeUp(request, transaction, 503);
        }
    }

    /** One of its transactions is over. */
    void terminated(SentRequest request, ClientTransaction transaction) {
        if (transaction.equals(request.transaction())) {
            requests.forget(request.id());
            endEarly(request);
            missingAcks.await(request);
            request.forgetAcks();
        }
    }

    private void inspected(SentRequest request, ClientTransaction transaction, SipResponse response) {
        if (response.status() == 100) {
            return;
        }
        Finding finding = inspector.inspect(transaction, response);
        if (!unusable.took(request, transaction, response, finding)) {
            received(request, transaction, finding.response());
        }
    }

    private void received(SentRequest request, ClientTransaction transaction, SipResponse response) {
        if (isSentAgain(request, transaction, response)) {
            return;
        }
        Dialog dialog = request.inside();
        if (dialog != null && request.hasMoved()) {
            dialogs.reached(dialog, transaction.flow());
        }
        if (dialog != null && !ABSENT.contains(response.status())) {
            dialogs.isThere(dialog);
        }
        if (response.isFinal()) {
            request.settled();
        }
        if (transaction.request().is(Methods.INVITE)) {
            if (acks.repeatFor(request, response)) {
                hearers.tellHeir(request, transaction, response);
                return;
            }
            dialog =
                    dialog == null ? invited(request, transaction, response) : reinvited(dialog, transaction, response);
        } else if (dialog != null) {
            answered(dialog, transaction.request(), response);
        } else if (Subscriptions.begins(transaction.request()) && response.isFinal()) {
            dialog = subscribed(request, transaction, response);
        }
        if (dialog != null && response.isSuccess()) {
            requests.timers().answered(dialog, transaction.request(), response);
        }
        hearers.tell(request, transaction, response, dialog);
        if (dialog != null
                && request.own() == null
                && response.isSuccess()
                && response.method().equals(Methods.INVITE)) {
            accepted(request, transaction, response, dialog);
        }
        if (request.inside() != null
                && response.isFinal()
                && transaction.request().is(Methods.INVITE)) {
            requests.inviteIsOver(request.inside());
        }
    }

    /** A 2xx whose ACK the sender of the INVITE cannot send any more: of a re-INVITE it is acknowledged, and the heir is told; another call is ended. */
    private void accepted(SentRequest request, ClientTransaction transaction, SipResponse response, Dialog dialog) {
        boolean claimed = !dialog.hold().allows(request.owner());
        if (request.isAbandoned() && request.inside() != null) {
            acks.send(dialog);
            hearers.tellHeirOfAcknowledged(request, transaction, response, dialog);
        } else if (request.owner().isGone() && !claimed) {
            hangUp(dialog);
        }
    }

    /** A 422 to a request of an application is not told: it is sent again with the interval that the peer accepts (RFC 4028 §7.3). */
    private boolean isSentAgain(SentRequest request, ClientTransaction transaction, SipResponse response) {
        int minSe = SessionHeaders.wantedBy(transaction.request(), response);
        if (minSe == 0
                || !request.mayRetry()
                || transaction.isCancelled()
                || request.owner().isGone()) {
            return false;
        }
        endEarly(request);
        return requests.sendAgain(request, transaction, SessionHeaders.again(transaction.request(), minSe));
    }

    /** A response to an INVITE outside of dialogs. */
    private @Nullable Dialog invited(SentRequest request, ClientTransaction transaction, SipResponse response) {
        if (response.status() >= 300) {
            stopped(transaction, response);
            hearers.tellClaimants(request, transaction, response);
            endEarly(request);
            return null;
        }
        if (response.to().tag() == null && !response.isSuccess()) {
            return null;
        }
        Dialog dialog = dialogs.find(DialogKey.ofReceived(response));
        if (dialog == null) {
            dialog = make(request, transaction, response);
            request.early(dialog);
        }
        if (response.isSuccess()) {
            request.remove(dialog);
            dialogs.confirm(dialog);
            dialogs.moved(dialog, dialog.state().confirmedBy(response));
            dialog.answeredSeq(response.cseq().number());
            request.answered(dialog);
            cdrs.started(Source.NETWORK, Cdrs.Role.UAC, response);
        }
        return dialog;
    }

    /** An INVITE of ours outside of dialogs came to nothing. */
    private void stopped(ClientTransaction transaction, SipResponse response) {
        if (transaction.isCancelled()) {
            cdrs.stopped(Source.APPLICATION, Cdrs.Reason.CALL_CANCELED, response);
        } else {
            cdrs.refused(Source.NETWORK, response);
        }
    }

    /** The final response to a SUBSCRIBE or REFER outside of dialogs; a NOTIFY may have made its dialog already. */
    private @Nullable Dialog subscribed(SentRequest request, ClientTransaction transaction, SipResponse response) {
        if (!response.isSuccess()) {
            endEarly(request);
            return null;
        }
        Dialog notified = request.notified();
        boolean isBare = Subscriptions.isDeclined(transaction.request(), response)
                || response.to().tag() == null;
        if (notified == null && transaction.request().is(Methods.REFER) && isBare) {
            return null;
        }
        Dialog dialog = notified == null ? make(request, transaction, response) : notified;
        request.remove(dialog);
        if (!dialog.isEnded()) {
            dialogs.confirm(dialog);
            subscriptions.answered(dialog, transaction.request(), response);
        }
        return dialog;
    }

    /** A NOTIFY came before the 2xx to this SUBSCRIBE or REFER, and makes the dialog (RFC 6665 §4.1.2.4). */
    Dialog notified(SentRequest request, SipRequest subscribe, ServerTransaction notify) {
        DialogState state = DialogState.ofNotified(subscribe, notify.request());
        String id = dialogs.freeId(Dialogs.id(state.callId(), state.localTag()), state.remoteTag());
        Dialog dialog = new Dialog(id, state, Dialog.Phase.EARLY, request.owner(), notify.flow());
        dialogs.add(dialog);
        request.notified(dialog);
        subscriptions.begun(dialog, subscribe);
        return dialog;
    }

    private Dialog make(SentRequest request, ClientTransaction transaction, SipResponse response) {
        DialogState state = DialogState.ofClient(transaction.request(), response);
        String id = dialogs.freeId(Dialogs.id(state.callId(), state.localTag()), state.remoteTag());
        Dialog dialog = new Dialog(id, state, Dialog.Phase.EARLY, request.owner(), transaction.flow());
        dialogs.add(dialog);
        return dialog;
    }

    /** A response to an INVITE inside a dialog. */
    private Dialog reinvited(Dialog dialog, ClientTransaction transaction, SipResponse response) {
        if (response.isFinal()) {
            dialog.ourInvite(null);
        }
        if (response.isSuccess()) {
            dialogs.moved(dialog, dialog.state().refreshedBy(response));
            dialog.reinviteAnswered(transaction.request().cseq().number());
        }
        return dialog;
    }

    /** A response to another request inside a dialog. */
    private void answered(Dialog dialog, SipRequest request, SipResponse response) {
        if (response.isSuccess() && TARGET_REFRESH.contains(request.method())) {
            dialogs.moved(dialog, dialog.state().refreshedBy(response));
        }
        subscriptions.answered(dialog, request, response);
        if (request.is(Methods.BYE) && response.isFinal()) {
            boolean wantsCredentials = response.status() == 401 || response.status() == 407;
            if (wantsCredentials) {
                shard.loop().timers().schedule(CREDENTIALS_GRACE_MILLIS, () -> dialogs.end(dialog));
            } else {
                hungUp(dialog, response.isSuccess());
            }
        }
    }

    /** A BYE was answered, or not in time. If its node has let go of the dialog meanwhile, that goes on elsewhere unless the peer has agreed to its end. */
    private void hungUp(Dialog dialog, boolean agreed) {
        if (agreed || !dialog.isEnded()) {
            dialogs.end(dialog);
        }
    }

    /** No final response came: the application is told so with one that the engine makes. */
    private void madeUp(SentRequest request, ClientTransaction transaction, int status) {
        SipResponse made = transaction
                .request()
                .response(status, null)
                .set(HeaderName.TO, toWithTag(transaction.request()))
                .build();
        Dialog inside = request.inside();
        if (inside != null) {
            if (transaction.request().is(Methods.INVITE)) {
                inside.ourInvite(null);
            } else if (transaction.request().is(Methods.BYE)) {
                hungUp(inside, false);
            } else {
                subscriptions.answered(inside, transaction.request(), made);
            }
        }
        if (inside == null) {
            stopped(transaction, made);
        }
        hearers.tellClaimants(request, transaction, made);
        endEarly(request);
        hearers.tellMadeUp(request, transaction, made);
        if (inside != null && transaction.request().is(Methods.INVITE)) {
            requests.inviteIsOver(inside);
        }
    }

    /** Ends the dialogs of branches that never answered (RFC 3261 §13.2.2.4). */
    private void endEarly(SentRequest request) {
        request.takeEarly().forEach(dialogs::end);
    }

    private NameAddr toWithTag(SipRequest request) {
        return request.to().tag() != null
                ? request.to()
                : request.to().withTag(shard.ids().next());
    }

    /** Ends a call that was answered after its application went away: ACK, then BYE. */
    void hangUp(Dialog dialog) {
        acks.send(dialog);
        byes.send(dialog, Byes.APPLICATION_GONE);
    }
}
