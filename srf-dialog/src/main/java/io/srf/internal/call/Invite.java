// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.CallOptions;
import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.app.Agent;
import io.srf.app.Extras;
import io.srf.app.NoAnswerException;
import io.srf.app.OutgoingRequest;
import io.srf.app.ReceivedResponse;
import io.srf.app.RequestListener;
import io.srf.app.SentRequest;
import io.srf.app.SipException;
import io.srf.internal.dialog.DialogState.Due;
import io.srf.internal.invite.InviteEffect;
import io.srf.internal.invite.InviteEvent;
import io.srf.internal.invite.InviteEvent.Success;
import io.srf.internal.invite.InviteMachine;
import io.srf.internal.invite.InviteState;
import io.srf.sip.SipRequest;
import io.srf.time.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An INVITE of ours on its way to a dialog: runs the INVITE machine.
 *
 * <p>The engine's thread makes the leg known before it leaves anything in the mailbox, so that no request inside the dialog can come too early. All
 * else is touched by tasks of the mailbox alone.
 */
final class Invite implements RequestListener {
    private static final int TRYING = 100;
    private static final int CANCELLED = 487;

    private final Call call;
    private final Agent agent;
    private final OutgoingRequest request;
    private final CallOptions options;
    private final Owner owner;
    private InviteState state = InviteState.START;
    private volatile @Nullable SentRequest sent;
    private volatile @Nullable Leg leg;
    private @Nullable ReceivedResponse current;
    private @Nullable ReceivedResponse accepted;
    private @Nullable String answer;
    private Extras cancelExtras = Extras.NONE;
    private @Nullable Timer ringing;
    private @Nullable Timer whole;

    Invite(Call call, Agent agent, OutgoingRequest request, CallOptions options, Owner owner) {
        this.call = call;
        this.agent = agent;
        this.request = request;
        this.options = options;
        this.owner = owner;
    }

    /** Hears what becomes of the INVITE, in the call's mailbox, where it does not say otherwise. */
    interface Owner {
        /** A leg was made that nobody can have heard of yet. Called by the link's thread. */
        void made(Leg leg);

        /** It was sent. Called by the link's thread. */
        void sent(SipRequest message);

        /** A provisional response came. */
        void progress(ReceivedResponse response);

        /** A 2xx came with an offer; {@link Invite#answer} or {@link Invite#noAnswer} must follow. */
        void offered(Leg leg, ReceivedResponse response, String offer);

        /** The dialog is there; its ACK has been sent. */
        void answered(Leg leg, ReceivedResponse response);

        /** There is no dialog. */
        void failed(Throwable cause);
    }

    void start() {
        call.hold();
        whole = call.later(options.timeout(), () -> tooLong(options.timeout()));
        SentRequest handed = Sending.request(agent, request, this);
        if (sent == null) {
            sent = handed;
        }
    }

    /** Nobody wants it any more. A 2xx that comes nevertheless is undone. */
    void cancel(Throwable cause, Extras extras) {
        cancelExtras = extras;
        step(new InviteEvent.Cancel(cause));
    }

    /** Answers the offer in the 2xx. */
    void answer(String sdp) {
        answer = sdp;
        step(new InviteEvent.AnswerReady());
    }

    /** There is no answer to the offer in the 2xx. */
    void noAnswer(Throwable cause) {
        step(new InviteEvent.Failure(cause));
    }

    private void tooLong(Duration limit) {
        call.flight().fired("our INVITE", "no answer");
        step(new InviteEvent.Cancel(new NoAnswerException(request.message().method(), limit)));
    }

    @Override
    public void sent(SentRequest handed) {
        sent = handed;
        call.flight().joins(handed.message());
        owner.sent(handed.message());
    }

    @Override
    public void provisional(ReceivedResponse response) {
        if (response.status() > TRYING) {
            if (leg == null && Responses.makesDialog(response)) {
                make(response);
            }
            call.execute(() -> {
                current = response;
                step(Responses.provisional(response));
            });
        }
    }

    @Override
    public void answered(ReceivedResponse response) {
        if (!response.message().isSuccess()) {
            call.execute(() -> step(new InviteEvent.Failure(new SipException(response.message()))));
            return;
        }
        Leg early = leg;
        if (early == null || !early.id().equals(Responses.dialogId(response))) {
            make(response);
        }
        call.execute(() -> {
            current = response;
            if (early != null && early != leg) {
                early.over(TerminateReason.of(Kind.CANCELLED));
            }
            step(success(response));
        });
    }

    @Override
    public void failed(Throwable cause) {
        call.execute(() -> step(new InviteEvent.Failure(cause)));
    }

    private void make(ReceivedResponse response) {
        SentRequest known = sent;
        SipRequest message = known == null ? request.message() : known.message();
        Leg made = new Leg(
                call,
                agent,
                LegRecords.sent(
                        message,
                        response.message(),
                        Responses.dialogId(response),
                        call.calls().timers().now()));
        made.madeBy(() -> cancel(new SipException(CANCELLED), Extras.NONE));
        owner.made(made);
        leg = made;
        made.known(null);
    }

    private Success success(ReceivedResponse response) {
        return Responses.success(response, Sdps.in(request.message()) != null);
    }

    private void step(InviteEvent event) {
        InviteMachine.Step step = InviteMachine.step(state, event);
        call.flight().changed("our INVITE", state.phase(), step.state().phase());
        state = step.state();
        for (InviteEffect effect : step.effects()) {
            perform(effect);
        }
        current = null;
    }

    private void perform(InviteEffect effect) {
        switch (effect) {
            case InviteEffect.Progress progress -> progress();
            case InviteEffect.StartRingTimer start ->
                ringing = call.later(options.ringTimeout(), () -> tooLong(options.ringTimeout()));
            case InviteEffect.SendPrack prack -> prack();
            case InviteEffect.StopTimers stop -> stopTimers();
            case InviteEffect.Confirm confirm -> confirm();
            case InviteEffect.AskAnswer ask -> askAnswer();
            case InviteEffect.Undo undo -> undo();
            case InviteEffect.SendCancel cancel -> sendCancel();
            case InviteEffect.Fail fail -> fail(fail.cause());
            case InviteEffect.Done done -> call.release();
        }
    }

    private void progress() {
        ReceivedResponse response = current;
        Leg known = leg;
        if (response == null) {
            return;
        }
        String sdp = Sdps.in(response.message());
        if (known != null) {
            if (sdp != null) {
                known.facts().earlySdp(sdp);
            }
            known.begin();
        }
        owner.progress(response);
    }

    private void prack() {
        ReceivedResponse response = current;
        if (response != null) {
            Sending.prack(agent, response);
        }
    }

    private void stopTimers() {
        if (ringing != null) {
            ringing.cancel();
        }
        if (whole != null) {
            whole.cancel();
        }
    }

    private void askAnswer() {
        ReceivedResponse response = current;
        Leg made = leg;
        if (response != null && made != null) {
            accepted = response;
            String offer = Sdps.in(response.message());
            owner.offered(made, response, offer == null ? "" : offer);
        }
    }

    private void confirm() {
        ReceivedResponse response = accepted == null ? current : accepted;
        Leg made = leg;
        if (response == null || made == null) {
            return;
        }
        Sending.ack(made, answer);
        made.facts().answered(response.message(), answer, Sdps.in(response.message()));
        made.madeBy(null);
        made.confirm(Due.NOTHING);
        owner.answered(made, response);
        call.release();
    }

    private void undo() {
        ReceivedResponse response = current == null ? accepted : current;
        Leg made = leg;
        if (response != null) {
            Undo.answer(agent, response, success(response).kind() == Success.Kind.OFFER);
        }
        if (made != null && response != null && made.id().equals(Responses.dialogId(response))) {
            made.over(TerminateReason.of(Kind.CANCELLED));
        }
    }

    private void sendCancel() {
        SentRequest handed = sent;
        if (handed != null) {
            handed.cancel(cancelExtras);
        }
    }

    private void fail(Throwable cause) {
        Leg made = leg;
        if (made != null) {
            boolean refused = cause instanceof SipException sip && sip.response() != null;
            made.over(TerminateReason.of(refused ? Kind.REJECTED : Kind.CANCELLED));
        }
        owner.failed(cause);
    }
}
