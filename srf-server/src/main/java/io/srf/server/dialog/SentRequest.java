// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.admin.Application;
import io.srf.server.transaction.ClientTransaction;
import io.srf.server.transaction.ClientUser;
import io.srf.server.transport.Flow;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request that was sent for an application, or on the engine's own account, and the early dialogs that its responses make. */
final class SentRequest implements ClientUser {
    /** How often a request is sent again with the session interval that a 422 asks for. */
    private static final int MAX_RETRIES = 2;

    private final Application owner;
    private final Answers answers;
    /** The dialog it was sent inside, or null. */
    private final @Nullable Dialog inside;
    /** One for each To tag. */
    private List<Dialog> early = List.of();

    private @Nullable ClientTransaction transaction;
    private @Nullable OwnRequest own;
    private @Nullable Ways ways;
    private @Nullable Function<Flow, SipRequest> writing;
    private String id = "";
    private int cseq;
    private int retries;
    private @Nullable Dialog notified;
    private List<LastAck> answered = List.of();
    private boolean settled;
    /** What ends the calls of 2xx that nobody wants; null before the first. */
    private @Nullable Consumer<SipResponse> hangingUp;

    private boolean refused;

    SentRequest(Application owner, Answers answers, @Nullable Dialog inside) {
        this.answers = answers;
        this.owner = owner;
        this.inside = inside;
    }

    /** Marks it as the engine's own: the application does not hear of its responses. */
    SentRequest onOwnAccount(OwnRequest user) {
        own = user;
        return this;
    }

    /** The dialog that a NOTIFY has made before the 2xx came; null if none has. */
    @Nullable Dialog notified() {
        return notified;
    }

    void notified(Dialog made) {
        notified = made;
        early(made);
    }

    /** A 2xx has confirmed this dialog. */
    void answered(Dialog made) {
        answered = with(answered, made.ack());
    }

    /** Whether a 2xx has confirmed a dialog. */
    boolean isAnswered() {
        return !answered.isEmpty();
    }

    /** Its owner was told that it has failed, though there was a 2xx: nobody wants another one. */
    void refused() {
        refused = true;
        settled();
    }

    /** Whether its owner was told so. */
    boolean isRefused() {
        return refused;
    }

    /** What ends the calls of 2xx that nobody wants, made when it is first asked for. */
    Consumer<SipResponse> hangingUp(Supplier<Consumer<SipResponse>> made) {
        Consumer<SipResponse> known = hangingUp == null ? made.get() : hangingUp;
        hangingUp = known;
        return known;
    }

    /** The ACK of the dialog that a 2xx like this one has confirmed, which may be over; null if none has. */
    @Nullable LastAck answeredBy(SipResponse response) {
        for (LastAck ack : answered) {
            if (ack.isFor(response)) {
                return ack;
            }
        }
        return null;
    }

    /** Names the dialogs that 2xx have confirmed, and in which no ACK was sent. */
    void unacknowledged(Consumer<DialogKey> each) {
        for (LastAck ack : answered) {
            DialogKey missing = ack.missingIn();
            if (missing != null) {
                each.accept(missing);
            }
        }
    }

    /** Its 2xx are repeated no more (64·T1 after the first, RFC 3261 §13.2.2.4). */
    void forgetAcks() {
        answered.forEach(ack -> ack.forget(cseq));
        if (inside != null) {
            inside.ack().forget(cseq);
        }
    }

    /** Whether it is a SUBSCRIBE or REFER outside of dialogs that this NOTIFY is an answer to, before its 2xx. */
    boolean isNotifiedBy(SipRequest notify) {
        SipRequest request =
                transaction == null || settled || inside != null || notified != null ? null : transaction.request();
        return request != null
                && Subscriptions.begins(request)
                && request.callId().equals(notify.callId())
                && Objects.equals(request.from().tag(), notify.to().tag());
    }

    /** It can take these ways. */
    SentRequest by(Ways some, Function<Flow, SipRequest> written) {
        ways = some;
        writing = written;
        return this;
    }

    /** The ways that it can take; null if there is no choice. */
    @Nullable Ways ways() {
        return ways;
    }

    /** Whether another target than the first has it. */
    boolean hasMoved() {
        return ways != null && ways.hasMoved();
    }

    /** The way that it takes now. */
    Flow way() {
        return Objects.requireNonNull(ways, "it has no ways").flow();
    }

    /** The request as it is written for this way. */
    SipRequest write(Flow flow) {
        return Objects.requireNonNull(writing, "it has no ways").apply(flow);
    }

    /** The request as it was sent; null before that. */
    @Nullable SipRequest message() {
        return transaction == null ? null : transaction.request();
    }

    /** It is sent in this transaction; the first names it to the application. */
    void began(ClientTransaction with) {
        id = id.isEmpty() ? with.id() : id;
        transaction = with;
        cseq = with.request().cseq().number();
        if (inside != null && with.request().is(Methods.INVITE)) {
            inside.ourInvite(this);
        }
    }

    /** Whether it is of an application that can do nothing more in the dialog: it is gone, or another node has the dialog. */
    boolean isAbandoned() {
        return own == null
                && (owner.isGone() || (inside != null && !inside.hold().allows(owner)));
    }

    Application owner() {
        return owner;
    }

    /** Who hears of it if it is the engine's own; null if it is the application's. */
    @Nullable OwnRequest own() {
        return own;
    }

    /** What the application calls it. */
    String id() {
        return id;
    }

    /** The transaction that it was last sent in; null before. */
    @Nullable ClientTransaction transaction() {
        return transaction;
    }

    /** Whether it may be sent once more with a longer session interval. */
    boolean mayRetry() {
        return retries < MAX_RETRIES && own == null;
    }

    /** It is about to be sent once more. */
    void retried() {
        ways = null;
        retries++;
        settled = false;
    }

    /** Its final response was told to its owner; it takes no other way any more. */
    void settled() {
        settled = true;
        ways = null;
        writing = null;
    }

    /** Whether its final response was told to its owner; what happens to its transaction then is of no interest. */
    boolean isSettled() {
        return settled;
    }

    /** Throws unless this application may send in the dialogs of the request. */
    void check(Application user) {
        if (inside != null) {
            inside.hold().check(user);
        }
        early.forEach(dialog -> dialog.hold().check(user));
    }

    @Nullable Dialog inside() {
        return inside;
    }

    /** The early dialogs that its responses made. */
    List<Dialog> early() {
        return early;
    }

    /** A response has made this dialog. */
    void early(Dialog made) {
        early = with(early, made);
    }

    /** A dialog is early no more; false if it was not. */
    boolean remove(Dialog gone) {
        if (!early.contains(gone)) {
            return false;
        }
        List<Dialog> left = new ArrayList<>(early);
        left.remove(gone);
        early = List.copyOf(left);
        return true;
    }

    /** The early dialogs, which are over. */
    List<Dialog> takeEarly() {
        List<Dialog> all = early;
        early = List.of();
        return all;
    }

    private static <T> List<T> with(List<T> some, T another) {
        List<T> more = new ArrayList<>(some);
        more.add(another);
        return List.copyOf(more);
    }

    /** Cancels an INVITE that nobody waits for any more. */
    void giveUp() {
        ClientTransaction open = transaction;
        if (open != null && open.request().is(Methods.INVITE) && !open.isAnswered()) {
            open.cancel(List.of());
        }
    }

    @Override
    public void response(ClientTransaction from, SipResponse response) {
        answers.response(this, from, response);
    }

    @Override
    public void timeout(ClientTransaction from) {
        answers.timeout(this, from);
    }

    @Override
    public void transportFailed(ClientTransaction from, Throwable cause) {
        answers.transportFailed(this, from);
    }

    @Override
    public void terminated(ClientTransaction from) {
        answers.terminated(this, from);
    }
}
