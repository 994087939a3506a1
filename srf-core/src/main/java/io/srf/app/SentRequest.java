// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.app.AskingMachine.Effect;
import io.srf.app.AskingMachine.Event;
import io.srf.app.AskingMachine.Limit;
import io.srf.app.AskingMachine.State;
import io.srf.auth.Challenges;
import io.srf.link.LinkException;
import io.srf.link.ReplyHandler;
import io.srf.log.CallLogger;
import io.srf.sip.Ids;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that was handed to the engine, and the way to cancel it. May be used by any thread.
 *
 * <p>It runs what its machine says: the state changes by compare-and-set, and whoever made it change runs the effects.
 */
public final class SentRequest {
    private static final Logger LOG = LoggerFactory.getLogger(SentRequest.class);

    private final Agent agent;
    private final RequestListener listener;
    private final AskingMachine machine;
    private final AtomicReference<State> state = new AtomicReference<>(AskingMachine.START);
    private final Deadline deadline;
    private final @Nullable Authenticating authenticating;
    private final @Nullable String dialogId;
    private volatile SipRequest message;
    private volatile @Nullable String transactionId;

    SentRequest(Agent agent, OutgoingRequest request, RequestListener listener) {
        this.agent = agent;
        this.message = request.message();
        this.dialogId = request.dialogId();
        this.listener = listener;
        this.authenticating = request.signing() == null ? null : new Authenticating(this, request, request.signing());
        this.machine = new AskingMachine(message.is(Methods.INVITE));
        this.deadline = new Deadline(agent.runtime().timers());
    }

    /** The agent that sent it. */
    public Agent agent() {
        return agent;
    }

    /** As the engine sent it; until that is known, as it was handed over. */
    public SipRequest message() {
        return message;
    }

    /** The dialog that it goes through; null for none. */
    @Nullable String dialogId() {
        return dialogId;
    }

    /** Names the transaction; null until the engine has sent the request. */
    public @Nullable String transactionId() {
        return transactionId;
    }

    /** Whether its final response came, or never will. */
    public boolean isSettled() {
        State now = state.get();
        return now instanceof State.Settled || now instanceof State.Abandoned;
    }

    /**
     * Cancels an INVITE (RFC 3261 §9.1). Its end is heard as ever: mostly a 487, but a 200 that crosses the CANCEL is an answer, which
     * wants an ACK and a BYE.
     *
     * <p>A CANCEL for a request that the engine has not sent yet is kept, and sent right after it. Cancelling twice, or after the
     * end, does nothing.
     *
     * @param extras headers of the CANCEL, such as a Reason
     * @throws IllegalStateException if the request is no INVITE
     */
    public void cancel(Extras extras) {
        if (!machine.invite()) {
            throw new IllegalStateException("only an INVITE can be cancelled, this is " + message.method());
        }
        on(new Event.CancelWanted(extras));
    }

    /** Whether it is an INVITE that the engine has sent and nobody has answered for good. */
    boolean isOpenInvite() {
        return machine.invite() && transactionId != null && !isSettled();
    }

    /** Cancels an INVITE that was failed because its link broke, once there is a link again. */
    void cancelLeftBehind() {
        String id = transactionId;
        if (id != null) {
            sendCancel(id, Extras.NONE);
        }
    }

    /** A response came. */
    void received(ReceivedResponse response) {
        if (!response.message().isFinal()) {
            on(new Event.Provisional(response));
        } else if (authenticating != null && Challenges.isChallenge(response.message())) {
            on(new Event.Challenged(response));
        } else {
            on(new Event.Final(response));
        }
    }

    void on(Event event) {
        State before;
        AskingMachine.Step step;
        do {
            before = state.get();
            step = machine.step(before, event);
        } while (!state.compareAndSet(before, step.state()));
        step.effects().forEach(this::run);
    }

    private void run(Effect effect) {
        switch (effect) {
            case Effect.Remember known -> remember(known.transactionId(), known.message());
            case Effect.Forget __ -> forget();
            case Effect.StartLimit start -> startLimit(start.limit());
            case Effect.Answer challenged -> answer(challenged.response());
            case Effect.SendAgain send -> agent.hand(send.again(), this);
            case Effect.SendCancel cancel -> sendCancel(cancel.transactionId(), cancel.extras());
            case Effect.HangUp late -> hangUp(late.response());
            case Effect.TellSent __ -> Guarded.run(listener::sent, this, message);
            case Effect.TellProvisional tell -> Guarded.run(listener::provisional, tell.response(), message);
            case Effect.TellAnswered tell -> Guarded.run(listener::answered, tell.response(), message);
            case Effect.TellFailed tell -> Guarded.run(listener::failed, tell.cause(), message);
        }
    }

    /** Another thread may have settled it meanwhile, and forgotten it before it was known by its id. */
    private void remember(String id, SipRequest sent) {
        agent.sentRequests().rename(this);
        message = sent;
        transactionId = id;
        agent.sentRequests().remember(id, this);
        if (state.get() instanceof State.Settled) {
            forget();
        }
    }

    private void answer(ReceivedResponse response) {
        if (authenticating != null) {
            authenticating.answer(response);
        }
    }

    private void forget() {
        deadline.end();
        agent.sentRequests().forget(this);
    }

    private void startLimit(Limit limit) {
        AppLimits limits = agent.runtime().limits();
        Duration patience = limit == Limit.RINGING ? limits.ringing() : limits.transaction();
        deadline.start(patience, () -> on(new Event.TimeUp(new NoAnswerException(message.method(), patience))));
    }

    private void sendCancel(String id, Extras extras) {
        SipRequest cancel = extras.into(SipRequest.builder(Methods.CANCEL, message.uriText()))
                .build();
        agent.link()
                .request(
                        new ClientMessage.Send(Ids.next(), id, null, null, cancel),
                        new Delivery<>(SipRequest.class, new SilentListener<>()));
    }

    private void hangUp(ReceivedResponse response) {
        String dialogId = response.dialogId();
        CallLogger.warn(LOG, CallIds.of(message), "answered after it was given up, hanging up");
        if (dialogId != null) {
            agent.ack(dialogId, Extras.NONE, new SilentListener<>());
            agent.send(OutgoingRequest.inDialog(dialogId, Methods.BYE, Extras.NONE), new SilentListener<SipRequest>());
        }
    }

    /** Hears whether the engine has sent it. */
    ReplyHandler replies() {
        return new ReplyHandler() {
            @Override
            public void reply(Reply reply) {
                if (reply instanceof Reply.Sent sent && sent.message() instanceof SipRequest request) {
                    on(new Event.Sent(sent.transactionId(), request));
                } else {
                    on(new Event.Failed(Delivery.refusal(reply)));
                }
            }

            @Override
            public void failed(LinkException cause) {
                on(new Event.Failed(cause));
            }
        };
    }
}
