// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.admin.Application;
import io.srf.server.sessiontimer.SessionTerms;
import io.srf.server.transaction.AckAndCancel;
import io.srf.server.transaction.ServerTransaction;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.Refusal;
import io.srf.sip.RequestRules;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.ClientMessage;
import io.srf.wire.Origin.Source;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sends the responses that applications write; they make and end dialogs (RFC 3261 §12.1.1, §13.3.1). */
final class Responding {
    private static final String UNKNOWN = "Response not sent due to unknown transaction";
    private static final String BAD_EXTENSION = "Rejected with 420 Bad Extension due to Require";
    /** RFC 3326. */
    private static final String EXTENSION_REQUIRED = "SIP;cause=420;text=\"Bad Extension\"";

    private static final String RELIABLE = "100rel";

    private final Shard shard;
    private final Dialogs dialogs;
    private final OwedAnswers owed;
    private final SessionTimers timers;
    private final Replies replies;
    private final Subscriptions subscriptions;
    private final Cdrs cdrs;
    private final RequestRules rules;

    Responding(Shard shard, Dialogs dialogs, OwedAnswers owed, SessionTimers timers, Cdrs cdrs) {
        this.shard = shard;
        this.dialogs = dialogs;
        this.owed = owed;
        this.timers = timers;
        this.replies = new Replies(shard);
        this.cdrs = cdrs;
        this.rules = new RequestRules(shard.supported());
        this.subscriptions = new Subscriptions(shard.loop().timers(), dialogs);
    }

    /** Sends what an application wrote; it hears what was sent, or why nothing was. */
    void send(Application from, ClientMessage.Send asked, SipResponse written) {
        OwedAnswer answer = owed.find(String.valueOf(asked.transactionId()));
        if (answer == null) {
            from.refuse(asked, UNKNOWN);
            return;
        }
        Replies.orRefuse(from, asked, () -> send(from, asked, written, answer));
    }

    private void send(Application from, ClientMessage.Send asked, SipResponse written, OwedAnswer answer) {
        if (answer.dialog() != null && !isRefusalOf(answer, from, written)) {
            answer.dialog().hold().check(from);
        }
        ServerTransaction transaction = answer.transaction();
        SipRequest request = transaction.request();
        if (serves(written)) {
            rules.unsupported(request).ifPresent(refusal -> refuse(answer, refusal));
        }
        if (answer.dialog() == null) {
            answer.tag(ResponseCompletion.tag(written, answer.tag()));
        }
        SipResponse.Builder whole =
                ResponseCompletion.complete(request, written, answer.tag(), Here.on(transaction.flow(), shard.flows()));
        SessionTerms terms = timers.complete(whole, answer, written);
        SipResponse sent = transmit(answer, whole.build());
        if (sent == null) {
            owed.settle(transaction.id());
            from.refuse(asked, UNKNOWN);
            return;
        }
        Dialog dialog = track(answer, request, sent);
        if (dialog != null) {
            timers.accepted(dialog, request, sent, terms);
        }
        if (sent.isFinal()) {
            owed.settle(transaction.id());
            tellOf(answer, sent);
        }
        replies.sent(from, asked, sent, transaction.flow(), transaction.id(), dialog == null ? null : dialog.id());
    }

    /** Whether an application takes a request for its own; 100 says nothing of that. */
    private static boolean serves(SipResponse written) {
        return written.status() > 100 && written.status() < 300;
    }

    /** Whoever serves a request must have all that it requires (RFC 3261 §8.2.2.3). For the application it is as if the caller had given up just now. */
    private void refuse(OwedAnswer answer, Refusal refusal) {
        ServerTransaction transaction = answer.transaction();
        SipRequest request = transaction.request();
        owed.settle(transaction.id());
        cdrs.refusedHere(request, transaction.respond(refusal.response(request).build()));
        if (request.is(Methods.INVITE)) {
            SipRequest cancel = AckAndCancel.cancel(request, List.of(Header.of(HeaderName.REASON, EXTENSION_REQUIRED)));
            replies.received(answer.owner(), cancel, transaction.flow(), transaction.id(), null);
        }
        throw new RefusedException(BAD_EXTENSION);
    }

    private void tellOf(OwedAnswer answer, SipResponse sent) {
        if (answer.isInDialog() || !sent.method().equals(Methods.INVITE)) {
            return;
        }
        if (sent.isSuccess()) {
            cdrs.started(Source.APPLICATION, Cdrs.Role.UAS, sent);
        } else {
            cdrs.refused(Source.APPLICATION, sent);
        }
    }

    /** Whether an application refuses a request that it was given; it may do so without having claimed the dialog. */
    private static boolean isRefusalOf(OwedAnswer answer, Application from, SipResponse written) {
        return written.status() >= 300 && answer.owner().equals(from);
    }

    private static @Nullable SipResponse transmit(OwedAnswer answer, SipResponse whole) {
        ServerTransaction transaction = answer.transaction();
        SipRequest request = transaction.request();
        if (!request.is(Methods.INVITE)) {
            return transaction.respond(whole);
        }
        if (whole.isSuccess()) {
            return transaction.respondUntilAcknowledged(whole);
        }
        if (whole.isFinal() || !whole.lists(HeaderName.REQUIRE, RELIABLE)) {
            return transaction.respond(whole);
        }
        if (!request.lists(HeaderName.SUPPORTED, RELIABLE) && !request.lists(HeaderName.REQUIRE, RELIABLE)) {
            throw new RefusedException("Remote endpoint does not support 100rel");
        }
        return transaction.respondUntilAcknowledged(
                whole.toBuilder().set(HeaderName.RSEQ, answer.nextRseq()).build());
    }

    /** The dialog that the response belongs to, made or ended by it; null if there is none. */
    private @Nullable Dialog track(OwedAnswer answer, SipRequest request, SipResponse sent) {
        Dialog dialog = answer.dialog();
        if (dialog == null && ResponseCompletion.formsDialog(request, sent.status()) && !answer.isInDialog()) {
            dialog = make(answer, request, sent);
        }
        if (dialog == null) {
            return null;
        }
        if (answer.isInDialog()) {
            if (request.is(Methods.BYE) && sent.isFinal()) {
                dialogs.end(dialog);
            } else if (request.is(Methods.INVITE) && sent.status() >= 300) {
                dialog.closed(answer.transaction());
            }
        } else if (sent.isSuccess()) {
            dialogs.confirm(dialog);
        } else if (sent.isFinal()) {
            dialogs.end(dialog);
        }
        subscriptions.answered(dialog, request, sent);
        return dialog;
    }

    private Dialog make(OwedAnswer answer, SipRequest request, SipResponse sent) {
        ServerTransaction transaction = answer.transaction();
        String tag = Objects.requireNonNullElse(sent.to().tag(), answer.tag());
        String id = dialogs.freeId(
                Dialogs.id(
                        request.callId(),
                        Objects.requireNonNullElse(request.from().tag(), "")),
                tag);
        Dialog dialog = new Dialog(
                id, DialogState.ofServer(request, tag), Dialog.Phase.EARLY, answer.owner(), transaction.flow());
        if (request.is(Methods.INVITE)) {
            dialog.opened(transaction);
        }
        dialogs.add(dialog);
        dialogs.heard(dialog, request, transaction.flow());
        answer.made(dialog);
        return dialog;
    }
}
