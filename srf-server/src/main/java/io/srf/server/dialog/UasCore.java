// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.admin.Application;
import io.srf.server.proxy.Proxies;
import io.srf.server.transaction.AckAndCancel;
import io.srf.server.transaction.ServerTransaction;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.Origin.Source;
import io.srf.wire.WireCodec;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes requests from the network: finds their dialog or an application for them, or refuses them (RFC 3261 §8.2, §12.2.2). */
final class UasCore {
    /** What a caller is told to wait when its re-INVITE came too early (RFC 3261 §14.2: 0 to 10 s). */
    private static final int RETRY_AFTER_SECONDS = 2;

    private static final String UNUSABLE_CONTACT = "Unusable Contact Header Field";

    /** Requests that say where their sender is from now on, if they are accepted. */
    static final Set<String> TARGET_REFRESH =
            Set.of(Methods.INVITE, Methods.UPDATE, Methods.SUBSCRIBE, Methods.NOTIFY, Methods.REFER);

    private final Dialogs dialogs;
    private final UacCore requests;
    private final Byes byes;
    private final AwaitedAcks acks;
    private final Heirs heirs;
    private final Strangers strangers;
    private final Latecomers latecomers;
    private final OwedAnswers owed;
    private final GivingAgain again;
    private final NewRequests newcomers;
    private final SessionTimers timers;
    private final Replies replies;
    private final Cdrs cdrs;

    UasCore(Shard shard, Dialogs dialogs, UacCore requests, Heirs heirs, Proxies proxies) {
        this.dialogs = dialogs;
        this.requests = requests;
        this.byes = requests.answers().byes();
        this.timers = requests.timers();
        this.heirs = heirs;
        this.strangers = new Strangers(shard, heirs);
        this.latecomers = new Latecomers(shard.loop(), heirs);
        this.owed = new OwedAnswers(strangers);
        this.again = new GivingAgain(shard, dialogs, heirs, owed);
        this.newcomers = new NewRequests(shard, heirs, owed, proxies);
        this.replies = new Replies(shard);
        this.cdrs = new Cdrs(shard, heirs);
        this.acks = new AwaitedAcks(dialogs, heirs, byes, replies);
    }

    /** The ACKs that 2xx of applications wait for. */
    AwaitedAcks acks() {
        return acks;
    }

    /** The requests in dialogs that are not known here. */
    Strangers strangers() {
        return strangers;
    }

    /** For how many requests nobody could be found. */
    long unplaced() {
        return newcomers.unplaced();
    }

    /** Gives requests again. */
    GivingAgain again() {
        return again;
    }

    /** The requests that wait for an application's answer. */
    OwedAnswers owed() {
        return owed;
    }

    /** The application owes no answer any more; if it gave none, the early dialog that it made is over, or the one that it was to end. */
    void forget(ServerTransaction transaction) {
        OwedAnswer answer = owed.settle(transaction.id());
        Dialog dialog = answer == null ? null : answer.dialog();
        if (answer != null && dialog != null) {
            dialogs.closed(dialog, transaction);
            if (!answer.isInDialog() || transaction.request().is(Methods.BYE)) {
                dialogs.end(dialog);
            }
        }
    }

    /** Whether a request is new or belongs to a dialog of this shard; if not, it may only be passing through. */
    boolean knows(SipRequest request) {
        return request.to().tag() == null
                || dialogs.find(DialogKey.ofReceived(request)) != null
                || requests.isNotified(request);
    }

    /** A new request. Call-IDs and tags with a bar, which no grammar allows, could not be told to applications. */
    void request(ServerTransaction transaction) {
        if (!WireCodec.isToken(Dialogs.idFor(transaction.request()))) {
            refuse(transaction, 400);
        } else if (timers.refuses(transaction.request())) {
            refuse(transaction, 422, timers.minSe());
        } else if (transaction.request().to().tag() != null) {
            insideDialog(transaction);
        } else if (leadsNowhere(transaction.request(), null)) {
            refuseContact(transaction);
        } else if (isQuestionToOurselves(transaction.request())) {
            refuse(transaction, 482);
        } else {
            newcomers.take(transaction);
        }
    }

    /** Whether a request makes or moves a dialog in which its sender could not be sent anything, not even a BYE. */
    private static boolean leadsNowhere(SipRequest request, @Nullable Dialog known) {
        return TARGET_REFRESH.contains(request.method())
                && PeerTargets.leadNowhere(request, known == null ? null : known.state());
    }

    private static void refuseContact(ServerTransaction transaction) {
        transaction.respond(
                transaction.request().response(400, UNUSABLE_CONTACT).build());
    }

    /** An OPTIONS that was sent from here: who sent it learns that nobody else is there. Other requests may well be for our own users. */
    private boolean isQuestionToOurselves(SipRequest request) {
        return request.is(Methods.OPTIONS) && requests.hasSent(request);
    }

    private void insideDialog(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        Dialog known = dialogs.find(DialogKey.ofReceived(request));
        if (leadsNowhere(request, known)) {
            refuseContact(transaction);
            return;
        }
        Dialog dialog = known == null && requests.isNotified(request) ? requests.notified(transaction) : known;
        if (dialog == null) {
            inUnknownDialog(transaction);
        } else if (follows(transaction, dialog)) {
            give(transaction, dialog);
        }
    }

    private void inUnknownDialog(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        if (!dialogs.mayBeElsewhere(DialogKey.ofReceived(request)) || !Strangers.mayBeShown(request)) {
            refuse(transaction, 481);
        } else if (strangers.areTooMany()) {
            Latecomers.refuse(transaction);
        } else if (!isShown(transaction) && !latecomers.keep(transaction, this::insideDialog)) {
            refuse(transaction, 481);
        }
    }

    private boolean isShown(ServerTransaction transaction) {
        OwedAnswer answer = strangers.show(transaction);
        if (answer != null) {
            owed.add(answer);
        }
        return answer != null;
    }

    /** Whether a request may come now in its dialog, which it then changes; it is refused if not. */
    private boolean follows(ServerTransaction transaction, Dialog dialog) {
        SipRequest request = transaction.request();
        int cseq = request.cseq().number();
        if (cseq < dialog.state().remoteSeq()) {
            refuse(transaction, 500);
            return false;
        }
        dialog.state(dialog.state().withRemoteSeq(cseq));
        dialogs.heard(dialog, request, transaction.flow());
        if (request.is(Methods.INVITE) && !mayReinvite(dialog, transaction)) {
            return false;
        }
        if (request.is(Methods.BYE)) {
            ending(dialog, request);
        }
        if (request.is(Methods.PRACK) && !acknowledges(request, dialog)) {
            refuse(transaction, 481);
            return false;
        }
        return true;
    }

    /** Whether no other INVITE is open in the dialog (RFC 3261 §14.2); the ACK of the last may still be on its way (RFC 5407 §3.1.4). */
    private boolean mayReinvite(Dialog dialog, ServerTransaction transaction) {
        if (dialog.ourInvite() != null) {
            refuse(transaction, 491);
            return false;
        }
        if (!dialog.mayReinvite()) {
            refuse(transaction, 500, Header.of(HeaderName.RETRY_AFTER, String.valueOf(RETRY_AFTER_SECONDS)));
            return false;
        }
        dialog.opened(transaction);
        return true;
    }

    /** A BYE came: an INVITE that is still open ends with 487 (RFC 3261 §15.1.2); a 2xx without ACK goes on (§13.3.1.4). */
    private void ending(Dialog dialog, SipRequest bye) {
        if (dialog.release()) {
            cdrs.stopped(Source.NETWORK, Cdrs.Reason.NORMAL_RELEASE, bye);
        }
        SessionTimers.ended(dialog);
        ServerTransaction invite = dialog.openInvite();
        if (invite != null) {
            invite.respond(invite.request().response(487, null).build());
            owed.settle(invite.id());
            dialogs.closed(dialog, invite);
        }
    }

    /** Whether a PRACK is for a reliable provisional response of ours; if it is the last, and no final one has followed, it is sent no more (RFC 3262 §3). */
    private boolean acknowledges(SipRequest prack, Dialog dialog) {
        ReliableResponses sent = dialog.reliableResponses();
        if (sent == null || !sent.haveOneFor(prack)) {
            return false;
        }
        ServerTransaction invite = dialog.openInvite();
        if (invite != null && invite.cseq() == sent.invite().number() && sent.endWithThatOf(prack)) {
            invite.acknowledged();
        }
        return true;
    }

    /** A PRACK has been given to its application, so that what has waited for it may follow. */
    private void acknowledged(Dialog dialog, SipRequest prack) {
        ReliableResponses sent = dialog.reliableResponses();
        ServerTransaction invite = dialog.openInvite();
        OwedAnswer answer = invite == null ? null : owed.find(invite.id());
        if (answer != null && sent != null && sent.endWithThatOf(prack)) {
            owed.acknowledged(answer);
        }
    }

    private void give(ServerTransaction transaction, Dialog dialog) {
        Application owner = heirs.ownerOf(dialog);
        OwedAnswer answer = new OwedAnswer(transaction, owner, dialog);
        owed.add(answer);
        if (owner.isGone()) {
            again.toHeir(answer);
        } else {
            replies.received(owner, transaction.request(), transaction.flow(), transaction.id(), dialog.id());
        }
        if (transaction.request().is(Methods.PRACK)) {
            acknowledged(dialog, transaction.request());
        }
    }

    /** Refuses a request; returns what was sent, or null if it had its answer. */
    static @Nullable SipResponse refuse(ServerTransaction transaction, int status, Header... more) {
        SipResponse.Builder response = transaction.request().response(status, null);
        for (Header header : more) {
            response.add(header);
        }
        return transaction.respond(response.build());
    }

    /** The caller gave up: its INVITE ends with 487 and the application is told (RFC 3261 §9.2). */
    void cancel(ServerTransaction invite, SipRequest cancel) {
        SipResponse.Builder response = invite.request().response(487, null);
        OwedAnswer answer = owed.settle(invite.id());
        if (answer != null && invite.request().to().tag() == null) {
            response.set(HeaderName.TO, invite.request().to().withTag(answer.tag()));
        }
        invite.respond(response.build());
        if (answer == null) {
            return;
        }
        if (!answer.isInDialog()) {
            cdrs.stopped(Source.NETWORK, Cdrs.Reason.CALL_CANCELED, cancel);
        }
        Dialog dialog = answer.dialog();
        if (dialog != null) {
            dialogs.closed(dialog, invite);
            if (!answer.isInDialog()) {
                dialogs.end(dialog);
            }
        }
        replies.received(answer.owner(), cancel, invite.flow(), invite.id(), dialog == null ? null : dialog.id());
    }

    /** A response of ours was not acknowledged: for a 2xx the call is over, a reliable 1xx was the last (RFC 3261 §13.3.1.4, RFC 3262 §3). */
    void unacknowledged(ServerTransaction transaction, SipResponse response) {
        if (response.isSuccess()) {
            acks.missing(transaction, response);
        } else if (!transaction.isAnswered()) {
            cdrs.refusedHere(transaction.request(), refuse(transaction, 504));
            forget(transaction);
        }
    }

    /** The peer of a dialog cannot be reached any more and has not come back: the call is over, or, unless it was answered, cancelled. */
    void lost(Dialog dialog) {
        ServerTransaction invite = dialog.openInvite();
        if (dialog.isReleased() || dialog.hasSubscriptions()) {
            return; // its BYE is under way, or its subscriptions run out
        }
        if (dialog.isUp()) {
            byes.send(dialog, Byes.CONNECTION_LOST);
        } else if (invite != null) {
            Header reason = Header.of(HeaderName.REASON, Byes.CONNECTION_LOST);
            cancel(invite, AckAndCancel.cancel(invite.request(), List.of(reason)));
        }
    }

    /** A dialog was made again: the requests that waited for it belong to it now. */
    void restored(Dialog dialog) {
        for (OwedAnswer answer : strangers.take(dialog.key())) {
            ServerTransaction transaction = answer.transaction();
            answer.made(dialog);
            if (!follows(transaction, dialog)) {
                owed.settle(transaction.id());
            }
        }
    }
}
