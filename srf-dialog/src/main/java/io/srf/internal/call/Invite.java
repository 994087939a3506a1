// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.CallOptions;
import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.app.Agent;
import io.srf.app.Extras;
import io.srf.app.NoAnswerException;
import io.srf.app.NotSentException;
import io.srf.app.OutgoingRequest;
import io.srf.app.ReceivedResponse;
import io.srf.app.RequestListener;
import io.srf.app.SentRequest;
import io.srf.app.SipException;
import io.srf.internal.dialog.DialogState.Due;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.internal.invite.InviteEffect;
import io.srf.internal.invite.InviteEvent;
import io.srf.internal.invite.InviteEvent.Success;
import io.srf.internal.invite.InviteMachine;
import io.srf.internal.invite.InviteState;
import io.srf.link.LinkException;
import io.srf.sip.SipRequest;
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
    private final InviteOwner owner;
    private InviteState state = InviteState.START;
    private volatile @Nullable SentRequest sent;
    private final Forks forks;
    private final Pracks pracks;
    private final Redirecting redirecting;
    private final Attempt attempt;
    private final Patience patience;
    private @Nullable Leg leg;
    private @Nullable ReceivedResponse current;
    private @Nullable ReceivedResponse accepted;
    private @Nullable String answer;
    private Extras cancelExtras = Extras.NONE;

    Invite(Call call, Agent agent, OutgoingRequest request, CallOptions options, InviteOwner owner) {
        this.call = call;
        this.agent = agent;
        this.request = request;
        this.owner = owner;
        this.forks = new Forks(this, call, agent, request.signing());
        this.pracks = new Pracks(this, call, agent, owner);
        this.redirecting = new Redirecting(request, options.redirects());
        this.attempt = new Attempt(call);
        this.patience = new Patience(call, options, this::tooLong);
    }

    void start() {
        call.hold();
        patience.begin();
        send(request);
    }

    private void send(OutgoingRequest next) {
        SentRequest handed = Sending.request(agent, next, this);
        if (handed != null) {
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
        if (call.calls().lifecycle().tellsChanges()) {
            call.execute(() -> attempt.sent(handed.message()));
        }
    }

    @Override
    public void provisional(ReceivedResponse response) {
        if (!Responses.makesDialog(response) && call.calls().lifecycle().tellsChanges()) {
            call.execute(attempt::proceeds);
        }
        if (response.status() > TRYING) {
            if (Responses.makesDialog(response) && !forks.isFull()) {
                forks.make(response, lastSent());
            }
            call.execute(() -> take(response, Responses.provisional(response)));
        }
    }

    @Override
    public void answered(ReceivedResponse response) {
        if (!response.message().isSuccess()) {
            call.execute(() -> refused(response));
            return;
        }
        forks.make(response, lastSent());
        if (owner.takesForks()) {
            forks.awaitMore(LegRecords.dialogId(response.message()));
        }
        call.execute(() -> take(response, success(response)));
    }

    private void take(ReceivedResponse response, InviteEvent event) {
        current = response;
        step(event);
        endUnwanted();
    }

    /** A response that came when nobody waited for it any more, as after a CANCEL, has made a leg too. */
    private void endUnwanted() {
        boolean wanted = switch (state.phase()) {
            case CALLING, RINGING -> true;
            case ANSWERING, CONFIRMED -> owner.takesForks();
            case CANCELLING, OVER -> false;
        };
        if (!wanted) {
            forks.endOthers(leg, TerminateReason.of(Kind.CANCELLED));
        }
    }

    private void refused(ReceivedResponse response) {
        String target = redirecting.after(response.message());
        step(
                target == null
                        ? new InviteEvent.Failure(new SipException(response.message()))
                        : new InviteEvent.Redirected(target));
    }

    /** A 2xx came after the first one, and the owner takes it. Called by the link's thread. */
    void answeredAgain(ReceivedResponse response) {
        forks.make(response, lastSent());
        call.execute(() -> {
            current = response;
            step(new InviteEvent.Fork(success(response)));
        });
    }

    @Override
    public void failed(Throwable cause) {
        call.execute(() -> {
            String target = cause instanceof NotSentException ? redirecting.afterNotSent() : null;
            step(target == null ? new InviteEvent.Failure(cause) : new InviteEvent.Redirected(target));
        });
    }

    private SipRequest lastSent() {
        SentRequest known = sent;
        return known == null ? request.message() : known.message();
    }

    /** A leg was made by an answer to it. */
    void made(Leg made) {
        made.madeBy(new Leg.Maker() {
            @Override
            public void abandoned() {
                cancel(new SipException(CANCELLED), Extras.NONE);
            }

            @Override
            public @Nullable Leg partnerFor(String method) {
                return owner.partnerFor(method);
            }
        });
        owner.made(made);
    }

    private Success success(ReceivedResponse response) {
        return Responses.success(response, weOffered() || pracks.hasOffered(response));
    }

    private boolean weOffered() {
        return Sdps.in(request.message()) != null;
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
            case InviteEffect.StartRingTimer start -> patience.rings();
            case InviteEffect.StopRingTimer stop -> patience.ringsNoMore();
            case InviteEffect.SendTo next -> sendTo(next.target());
            case InviteEffect.TakeFork fork -> takeFork(fork.success());
            case InviteEffect.SendPrack prack -> prack();
            case InviteEffect.StopTimers stop -> patience.end();
            case InviteEffect.Confirm confirm -> confirm();
            case InviteEffect.AskAnswer ask -> askAnswer();
            case InviteEffect.Undo undo -> undo(undo.tag());
            case InviteEffect.SendCancel cancel -> sendCancel();
            case InviteEffect.Fail fail -> fail(fail.cause());
            case InviteEffect.Done done -> call.release();
        }
    }

    private void progress() {
        ReceivedResponse response = current;
        if (response == null) {
            return;
        }
        Leg known = forks.of(response);
        String sdp = Sdps.in(response.message());
        if (known != null) {
            if (sdp != null) {
                known.facts().earlySdp(sdp);
            }
            attempt.madeDialog();
            known.life().begin();
        }
        owner.progress(response);
    }

    private void prack() {
        ReceivedResponse response = current;
        if (response != null) {
            pracks.acknowledge(response, forks.of(response), weOffered());
        }
    }

    private void sendTo(String target) {
        forks.endOthers(null, TerminateReason.of(Kind.REJECTED));
        attempt.startsAgain();
        send(redirecting.to(target, lastSent()));
    }

    private void askAnswer() {
        ReceivedResponse response = current;
        Leg made = choose(response);
        if (response != null && made != null) {
            accepted = response;
            made.accepted();
            String offer = Sdps.in(response.message());
            owner.offered(made, response, offer == null ? "" : offer);
        }
    }

    /** This 2xx makes the dialog; the other forks may be wanted still. */
    private @Nullable Leg choose(@Nullable ReceivedResponse response) {
        leg = response == null ? null : forks.of(response);
        if (leg != null && !owner.takesForks()) {
            forks.endOthers(leg, TerminateReason.of(Kind.CANCELLED));
        }
        return leg;
    }

    private void confirm() {
        ReceivedResponse response = accepted == null ? current : accepted;
        Leg made = leg == null ? choose(response) : leg;
        if (response == null || made == null) {
            return;
        }
        attempt.madeDialog();
        confirm(made, response, answer);
        owner.answered(made, response);
        call.release();
    }

    private static void confirm(Leg made, ReceivedResponse response, @Nullable String sdp) {
        Sending.ack(made, sdp);
        made.facts().answered(response.message(), sdp, Sdps.in(response.message()));
        made.madeBy(null);
        made.life().confirm(Due.NOTHING);
    }

    private void takeFork(Success success) {
        ReceivedResponse response = current;
        Leg made = response == null ? null : forks.of(response);
        if (response == null || made == null) {
            return;
        }
        if (success.kind() == Success.Kind.OFFER) {
            undo(success.tag());
        } else {
            confirm(made, response, null);
            owner.forked(made);
        }
    }

    private void undo(String tag) {
        ReceivedResponse response = current == null ? accepted : current;
        if (response != null) {
            Leg made = forks.of(response);
            if (made != null && made == leg && !tag.equals(state.tag())) {
                return; // an engine with one dialog for all forks: our BYE would end the call that we took
            }
            boolean late = success(response).kind() == Success.Kind.OFFER;
            Undo.answer(agent, response, late, request.signing());
            if (made != null && made.phase() == Phase.EARLY) {
                made.over(TerminateReason.of(Kind.CANCELLED));
            }
        }
    }

    private void sendCancel() {
        SentRequest handed = sent;
        if (handed != null) {
            handed.cancel(cancelExtras);
        }
    }

    private void fail(Throwable cause) {
        TerminateReason reason = TerminateReason.of(kindOf(cause));
        forks.endOthers(null, reason);
        attempt.failed(reason);
        owner.failed(cause);
    }

    private static Kind kindOf(Throwable cause) {
        if (cause instanceof LinkException) {
            return Kind.LINK_LOST;
        }
        return cause instanceof SipException sip && sip.response() != null ? Kind.REJECTED : Kind.CANCELLED;
    }
}
