// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.app.Extras;
import io.srf.app.Handler;
import io.srf.app.Request;
import io.srf.auth.CredentialLookup;
import io.srf.session.DialogRecord;
import io.srf.session.Session;
import io.srf.sip.Methods;
import io.srf.sip.SipResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A call leg or a subscription: what an INVITE or SUBSCRIBE has made (RFC 3261 §12). Made by {@link Srf}; not to be implemented.
 *
 * <p>May be used by any thread; no method blocks. Listeners run one at a time and in order, and may block. A listener takes a request over: what is
 * written at its method is done only where there is none. Listeners that must not miss the very first request are set in
 * {@code prepare} of the options.
 */
public interface Dialog {
    /** The engine's name for it: {@code <Call-ID>;from-tag=<tag>}. */
    String id();

    /** All of it that is kept and would survive this process. Changes over time; this is how it stands now. */
    DialogRecord record();

    /** The call it belongs to; both legs of a {@link B2BUA} share it. */
    Session session();

    /** The dialog it is joined with, or null if it stands alone. */
    @Nullable Dialog other();

    /** Which side of the request that made it we are on. */
    default DialogRecord.Role role() {
        return record().progress().role();
    }

    /** How far it has come. */
    default DialogRecord.State state() {
        return record().progress().state();
    }

    /** INVITE or SUBSCRIBE. */
    default String method() {
        return record().progress().method();
    }

    /** When it got where it is. */
    default DialogRecord.Times times() {
        return record().progress().times();
    }

    /** The Call-ID. */
    default String callId() {
        return record().ids().callId();
    }

    /** Our tag. */
    default String localTag() {
        return record().ids().localTag();
    }

    /** The other side's tag. */
    default String remoteTag() {
        return record().ids().remoteTag();
    }

    /** Our side: URI, Contact, and the session description last agreed on. */
    default DialogRecord.Party local() {
        return record().local();
    }

    /** The other side: URI, Contact, and the session description last agreed on. */
    default DialogRecord.Party remote() {
        return record().remote();
    }

    /**
     * Who the other side is, as the network asserts it or else it says itself: in what made the dialog, or in the last re-INVITE or UPDATE that says
     * so (RFC 3325, RFC 4916). Null only in records of older versions.
     */
    default DialogRecord.@Nullable Identity remoteIdentity() {
        return remote().identity();
    }

    /** The session timer that both sides have agreed on (RFC 4028); null if there is none. It is the engine that refreshes, and that ends what is not refreshed. */
    default DialogRecord.@Nullable SessionTimer sessionTimer() {
        return record().sessionTimer();
    }

    /** Whether the dialog was answered and is not over or ending. */
    boolean isConnected();

    /** Whether we have put the other side on hold. */
    boolean isOnHold();

    /**
     * Ends the dialog when it has been up for so long, on whichever node has it then. Setting it again replaces it; it is one of the session's
     * {@link Session#timer timers}.
     *
     * @param time from its answer; from now, if it has none yet. What has passed already ends it at once
     * @throws IllegalArgumentException if the time is not positive
     */
    void limit(Duration time);

    /** Ends the dialog. See {@link #destroy(Extras)}. */
    default CompletableFuture<Void> destroy() {
        return destroy(Extras.NONE);
    }

    /**
     * Ends the dialog: BYE for a call (RFC 3261 §15), for a subscription NOTIFY with {@code terminated} or SUBSCRIBE with Expires 0. A call whose ACK
     * has not come is ended when it comes.
     *
     * @param extras headers and body of the request, such as a Reason; a Subscription-State takes the place of {@code terminated;reason=noresource}
     * @return completes when it is over, whatever was answered; never fails. Completed already if the dialog is over
     */
    CompletableFuture<Void> destroy(Extras extras);

    /**
     * Sends a request inside the dialog.
     *
     * @param method in any case, and any but INVITE, ACK, BYE, CANCEL and PRACK, which have their own ways
     * @return completes with the final response, whatever its status; fails with a {@link io.srf.app.SipException} if there is none
     * @throws IllegalArgumentException if the method has its own way
     */
    CompletableFuture<SipResponse> request(String method, Extras extras);

    /**
     * Answers challenges of requests in this dialog with these credentials from now on (RFC 3261 §22), in the place of those it was made with. See
     * {@link CallOptions.Builder#auth(CredentialLookup)}.
     *
     * @return this
     */
    Dialog auth(CredentialLookup credentials);

    /** Sends INFO (RFC 6086). See {@link #request}. */
    default CompletableFuture<SipResponse> info(Extras extras) {
        return request(Methods.INFO, extras);
    }

    /** Sends MESSAGE (RFC 3428). See {@link #request}. */
    default CompletableFuture<SipResponse> message(Extras extras) {
        return request(Methods.MESSAGE, extras);
    }

    /** Sends NOTIFY (RFC 6665). See {@link #request}. */
    default CompletableFuture<SipResponse> notify(Extras extras) {
        return request(Methods.NOTIFY, extras);
    }

    /** Sends OPTIONS (RFC 3261 §11). See {@link #request}. */
    default CompletableFuture<SipResponse> options(Extras extras) {
        return request(Methods.OPTIONS, extras);
    }

    /** Sends REFER to this address (RFC 3515). See {@link #request}. */
    default CompletableFuture<SipResponse> refer(String referTo, Extras extras) {
        return request(Methods.REFER, extras.header("Refer-To", referTo));
    }

    /** Sends UPDATE without an offer (RFC 3311), as to refresh the target. See {@link #request}. */
    default CompletableFuture<SipResponse> update(Extras extras) {
        return request(Methods.UPDATE, extras);
    }

    /**
     * Subscribes inside the dialog, refreshes a subscription, or ends it (RFC 6665 §4.1.2). See {@link #request}.
     *
     * @param event the event package, with its id if it has one
     * @param expires in whole seconds; zero ends the subscription
     */
    default CompletableFuture<SipResponse> subscribe(String event, Duration expires) {
        Extras extras = Extras.of("Event", event).header("Expires", Long.toString(expires.toSeconds()));
        return request(Methods.SUBSCRIBE, extras);
    }

    /** The subscriptions in the dialog, as they are now: those that SUBSCRIBE has made, and those that REFER has made. */
    List<Subscription> subscriptions();

    /** Offers this session description in a re-INVITE. See {@link #modify(String, Extras)}. */
    default CompletableFuture<String> modify(String sdp) {
        return modify(sdp, Extras.NONE);
    }

    /**
     * Offers a session description in a re-INVITE (RFC 3261 §14). Only one offer is under way at a time, others wait. A 491 is waited out and the
     * offer sent again. A refused offer leaves the session as it was.
     *
     * @param extras headers of the re-INVITE
     * @return completes with the answer; fails with a {@link io.srf.app.SipException} that has the status of the refusal, or 481 if the dialog
     *     ended first
     */
    CompletableFuture<String> modify(String sdp, Extras extras);

    /**
     * Has the other side make an offer, by a re-INVITE without one (RFC 3261 §14.1).
     *
     * @param answer makes the answer to the offer; it may block. If it throws, the session stays as it was
     * @return completes with the offer; fails as {@link #modify(String, Extras)} does
     */
    CompletableFuture<String> modify(UnaryOperator<String> answer);

    /** Puts the other side on hold (RFC 3264 §8.4). Completes and fails as {@link #modify(String, Extras)} does. */
    CompletableFuture<String> hold();

    /** Takes the other side off hold, with the session description that was in use before. */
    CompletableFuture<String> unhold();

    /**
     * Hears of each subscription in the dialog that has ended: by NOTIFY with {@code terminated}, by Expires 0, or because it was not refreshed in
     * time. A dialog that SUBSCRIBE has made ends with its last one. Those that end with the dialog are not told.
     */
    Dialog onSubscriptionEnd(Consumer<Subscription> listener);

    /**
     * Hears once why the dialog ended, even if it ended before. A dialog that another node goes on with has not ended: see {@link Srf#onHandOver}.
     */
    Dialog onDestroy(Consumer<TerminateReason> listener);

    /**
     * Hears that the other side is somebody else than before, as after a transfer: a re-INVITE, an UPDATE or an answer to one of ours has another
     * P-Asserted-Identity or Remote-Party-ID, or else another From (RFC 4916).
     */
    Dialog onRemoteIdentity(Consumer<DialogRecord.Identity> listener);

    /** Hears the ACK to our 2xx; its body is the answer if the 2xx held an offer. */
    Dialog onAck(Consumer<Request> listener);

    /**
     * Hears the other side's BYE with its headers and body, before {@link #onDestroy} hears that the dialog is over; it was answered with 200. A dialog
     * that ends in another way has none.
     */
    Dialog onBye(Consumer<Request> listener);

    /**
     * Answers re-INVITE, and UPDATE with an offer. Without this, a dialog that is joined with another one passes the offer on; one that stands
     * alone answers 200 with our session description, as far as the offer allows (RFC 3264 §6.1).
     */
    Dialog onModify(Handler handler);

    /**
     * Answers every re-INVITE, and every UPDATE with an offer, those too that only refresh the session. Nothing is answered by itself then, and
     * {@link #onModify} and {@link #onRefresh} hear nothing.
     */
    Dialog onEveryModify(Handler handler);

    /**
     * Hears that the other side is late with refreshing the session (RFC 4028), some time before the engine ends it with a BYE: for an interval of 30 minutes
     * about 7 minutes before, for the shortest of 90 seconds 7 seconds before. Never told where we refresh.
     */
    Dialog onSessionExpiring(Consumer<DialogRecord.SessionTimer> listener);

    /** Hears that the other side refreshed the session without changing it; it was answered with 200. */
    Dialog onRefresh(Consumer<Request> listener);

    /** Hears that the other side has put us on hold. This does not take the request over. */
    Dialog onHold(Consumer<Request> listener);

    /** Hears that the other side has taken us off hold. This does not take the request over. */
    Dialog onUnhold(Consumer<Request> listener);

    /**
     * Answers requests of one method. Without this, a joined dialog passes them on; else INFO, MESSAGE, NOTIFY, OPTIONS, PUBLISH, REFER and UPDATE
     * are answered with 200, SUBSCRIBE with 202 if it refreshes a subscription and else with 489, and others with 501.
     *
     * @param method in any case, and any but INVITE, ACK, BYE, CANCEL and PRACK
     * @throws IllegalArgumentException if it is one of these
     */
    Dialog on(String method, Handler handler);

    /** Answers INFO. See {@link #on}. */
    default Dialog onInfo(Handler handler) {
        return on(Methods.INFO, handler);
    }

    /** Answers MESSAGE. See {@link #on}. */
    default Dialog onMessage(Handler handler) {
        return on(Methods.MESSAGE, handler);
    }

    /** Answers NOTIFY. See {@link #on}. */
    default Dialog onNotify(Handler handler) {
        return on(Methods.NOTIFY, handler);
    }

    /** Answers OPTIONS. See {@link #on}. */
    default Dialog onOptions(Handler handler) {
        return on(Methods.OPTIONS, handler);
    }

    /** Answers REFER. See {@link #on}. */
    default Dialog onRefer(Handler handler) {
        return on(Methods.REFER, handler);
    }

    /** Answers UPDATE without an offer. See {@link #on}. */
    default Dialog onUpdate(Handler handler) {
        return on(Methods.UPDATE, handler);
    }
}
