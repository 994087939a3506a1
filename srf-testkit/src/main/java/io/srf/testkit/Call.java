// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.Uri;
import io.srf.testkit.internal.ua.Dialog;
import io.srf.testkit.internal.ua.InviteServer;
import io.srf.time.Timer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One call as one of its phones sees it. The verbs of {@link Phone} act on its last call; scripts and tests of many calls
 * use this.
 *
 * <p>Each verb sends at once what it says, and throws {@link IllegalStateException} if the call's state does not have it. Threads:
 * the phone's alone, as in a script or in {@link Phone#perform}; {@link #state()}, {@link #status()} and {@link #callId()} any.
 */
public final class Call extends CallAnswers {
    private static final int FIRST_RTP_PORT = 40_000;
    private static final int RTP_PORTS = 10_000;

    final Media media;
    final CallDialogs dialogs;
    final InDialog inDialog = new InDialog(this);
    final SessionTimer sessionTimer;
    private final String callId;
    private final List<Timer> planned = new ArrayList<>();
    private @Nullable Calling calling;
    private @Nullable ReInviting reInviting;
    private @Nullable Transferring transferring;
    private @Nullable Dialog dialog;
    private boolean hangsUpWhenAcknowledged;
    private IntConsumer reports = provisional -> {};
    private volatile CallState state = CallState.CALLING;
    private volatile int status;

    private Call(Agent agent, String callId) {
        super(agent);
        this.callId = callId;
        this.sessionTimer = new SessionTimer(this);
        this.dialogs = new CallDialogs(agent.calls, this);
        agent.calls.add(this);
        int number = agent.calls.count();
        InetSocketAddress own = agent.line.address();
        InetSocketAddress rtp = new InetSocketAddress(own.getAddress(), FIRST_RTP_PORT + 2 * number % RTP_PORTS);
        this.media = new Media(agent.name, number, rtp);
    }

    /** Calls somebody. */
    static Call begin(Agent agent, Uri target, Consumer<SipRequest.Builder> edit) {
        InetSocketAddress to = agent.firstHop(target);
        Call call = new Call(agent, agent.ids.callId());
        SipRequest.Builder builder = agent.request(Methods.INVITE, target, call.callId);
        call.sessionTimer.ask(builder);
        SipRequest request = agent.complete(Methods.INVITE, builder.body(call.media.offer(), Sdp.TYPE), edit);
        if (Sdp.in(request) == null) {
            call.media.withdrawn();
        }
        call.calling = new Calling(call, request, to);
        return call;
    }

    /** Is called. */
    static void receive(Agent agent, InviteServer transaction) {
        SipRequest request = transaction.request();
        Dialog dialog = Dialog.ofCallee(request, agent.ids.tag());
        Call call = new Call(agent, request.callId());
        Answering answering = new Answering(call, transaction, dialog);
        call.answering = answering;
        call.inDialog.add(answering.invite());
        int minSe = agent.timing.refuses(request);
        if (minSe > 0) {
            call.rejects(422, refusal -> refusal.set(HeaderName.MIN_SE, minSe));
            return;
        }
        String offer = Sdp.in(request);
        if (offer != null && !Sdp.isAcceptable(offer)) {
            call.rejects(488);
            return;
        }
        call.media.take(request);
        if (request.has(HeaderName.REPLACES)) {
            call.takesThePlaceOf(agent.calls.of(Replacing.read(String.valueOf(request.header(HeaderName.REPLACES)))));
        } else {
            agent.script.called(call);
        }
    }

    private void takesThePlaceOf(@Nullable Call replaced) {
        if (replaced == null) {
            rejects(481);
        } else {
            answers();
            replaced.hangsUp();
        }
    }

    @Override
    public CallState state() {
        return state;
    }

    /** The final status of its first INVITE as this phone sent or received it; 0 before. */
    public int status() {
        return status;
    }

    /** Its Call-ID. */
    public String callId() {
        return callId;
    }

    /** Whether this phone called, rather than was called. */
    public boolean isCaller() {
        return answering == null;
    }

    /** Which way this phone's media goes. */
    public MediaDirection direction() {
        return media.direction();
    }

    /** Whether the other side has put this phone on hold. */
    public boolean isHeld() {
        return media.isHeld();
    }

    /** Cancels the pending INVITE, the first or a later one; a CANCEL waits for the first provisional response. */
    public void cancels() {
        ReInviting later = reInviting;
        Calling first = calling;
        if (later != null && later.isPending()) {
            later.cancel();
        } else if (first != null && first.isPending()) {
            first.cancel();
        } else {
            throw wrong("cancel", "an INVITE without a final response");
        }
    }

    /**
     * Ends the call as its state wants it: a BYE once it is established (and, on the called side, acknowledged), before that a CANCEL
     * or a 486. Does nothing if it is ending already.
     */
    public void hangsUp() {
        switch (state) {
            case CALLING, EARLY -> {
                if (isCaller()) {
                    cancels();
                } else {
                    rejects(486);
                }
            }
            case ANSWERED -> hangsUpWhenAcknowledged = true;
            case CONFIRMED -> bye(bye -> {});
            case ENDING, ENDED -> {}
        }
    }

    private void bye(Consumer<SipRequest.Builder> edit) {
        Dialog known = dialog("send BYE");
        state = CallState.ENDING;
        sessionTimer.stop();
        HangingUp.send(agent, known, edit, () -> isOver(status));
    }

    /** Puts the other side on hold: a re-INVITE with {@code sendonly}, or {@code inactive} if it holds too (RFC 3264 §8.4). */
    public void holds() {
        reInvites(media.wanted(true), request -> {});
    }

    /** Ends the hold. */
    public void resumes() {
        reInvites(media.wanted(false), request -> {});
    }

    /** Sends a re-INVITE that offers this direction, changed by {@code edit}; {@code SipRequest.Builder::noBody} makes it one without offer. */
    public void reInvites(MediaDirection wanted, Consumer<SipRequest.Builder> edit) {
        if (state != CallState.CONFIRMED || isReInviting()) {
            throw wrong("re-INVITE", "an established call without a pending INVITE");
        }
        reInviting = new ReInviting(this, dialog("re-INVITE"), wanted, edit);
    }

    /** Whether a later INVITE of this phone has no final response. */
    boolean isReInviting() {
        return reInviting != null && reInviting.isPending();
    }

    /** Sends an UPDATE without an offer. */
    public void updates() {
        Updating.send(this, dialog("UPDATE"), request -> {});
    }

    /** Sends an UPDATE that offers this direction. */
    public void updates(MediaDirection wanted) {
        Dialog known = dialog("UPDATE");
        if (media.isOurOfferOpen() || media.isTheirOfferOpen()) {
            throw wrong("UPDATE with an offer", "that no other offer is open");
        }
        Updating.send(this, known, request -> request.body(media.offer(wanted), Sdp.TYPE));
    }

    /** Sends a request inside the call, changed by {@code edit}; a BYE ends it, in states too where it is not allowed. */
    public void sends(String method, Consumer<SipRequest.Builder> edit) {
        if (method.equals(Methods.BYE)) {
            bye(edit);
            return;
        }
        Dialog known = dialog("send " + method);
        SipRequest request = agent.complete(method, known.request(method), edit);
        Asking.send(agent, request, agent.addressOf(known.nextHop()), this::isLost, known::nextCSeq);
    }

    /** Asks the other side to call somebody, by REFER; {@link #transferStatus()} tells how that goes. */
    public void transfers(String uri) {
        transferring = Transferring.send(this, dialog("transfer"), "<" + agent.target(uri) + ">");
    }

    /** Asks the other side of this call to take this phone's place in another call of its own (RFC 5589 §7). */
    public void transfersTo(Call consultation) {
        Dialog other = consultation.dialog("be transferred to");
        transferring = Transferring.send(this, dialog("transfer"), Replacing.referTo(other));
    }

    /** What the other side last told of a transfer: 100, 180 … and in the end the final status; 0 before. */
    public int transferStatus() {
        return transferring == null ? 0 : transferring.status();
    }

    /** Takes a NOTIFY. */
    void notified(SipRequest notify) {
        if (transferring != null) {
            transferring.received(notify);
        }
    }

    /** Tells each provisional status of this call, and its final one, from now on. */
    void reportsTo(IntConsumer listener) {
        reports = listener;
    }

    /** The session description that the other side last sent; null if there was none. */
    public @Nullable String remoteSdp() {
        return media.remote();
    }

    private void isLost() {
        if (state == CallState.CONFIRMED) {
            hangsUp();
        }
    }

    /** Does something later, unless the call is over by then. */
    public void after(Duration delay, Runnable action) {
        planned.add(agent.alarms.set("script of " + callId, delay.toMillis(), action));
    }

    /** Whether this is the dialog that the call goes on in, rather than that of another fork. */
    boolean isIn(Dialog other) {
        return dialog == other;
    }

    /** Which status refuses an offer now, or 0 if none does: 491 for glare, 500 while another is unanswered (RFC 3261 §14.2, RFC 3311 §5.2). */
    int conflictWithOffer() {
        boolean ours = media.isOurOfferOpen() || isReInviting();
        boolean theirs = media.isTheirOfferOpen() || (answering != null && answering.owesAnswer());
        return ours ? 491 : theirs ? 500 : 0;
    }

    void isEarly(Dialog early) {
        if (state == CallState.CALLING || state == CallState.EARLY) {
            dialog = early;
            state = CallState.EARLY;
        }
    }

    void isAnswered(Dialog confirmed) {
        dialog = confirmed;
        status = 200;
        state = CallState.ANSWERED;
    }

    void isConfirmed(Dialog confirmed) {
        dialog = confirmed;
        status = 200;
        state = CallState.CONFIRMED;
        reports.accept(status);
        if (hangsUpWhenAcknowledged) {
            hangsUp();
        } else {
            agent.script.answered(this);
        }
    }

    /** A provisional response came. */
    void progressed(int provisional) {
        reports.accept(provisional);
    }

    void isOver(int finalStatus) {
        if (status == 0) {
            reports.accept(finalStatus);
        }
        status = finalStatus;
        state = CallState.ENDED;
        planned.forEach(Timer::cancel);
        planned.clear();
        sessionTimer.stop();
        inDialog.stop();
        if (answering != null) {
            answering.isOver();
        }
        if (reInviting != null) {
            reInviting.stop();
        }
        dialogs.keepOnly(null);
        agent.calls.isOver(this);
    }

    private Dialog dialog(String verb) {
        Dialog known = dialog;
        if (known == null || state == CallState.ENDED) {
            throw wrong(verb, "a dialog");
        }
        return known;
    }

    /** Who, which and how far: {@code alice's call alice-call-1 is CONFIRMED}. */
    @Override
    public String toString() {
        return agent.name + "'s call " + callId + " is " + state;
    }
}
