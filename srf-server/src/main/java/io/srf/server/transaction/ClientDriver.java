// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transport.Flow;
import io.srf.sip.Header;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the machine of a client transaction.
 *
 * @param <S> the machine's states
 */
final class ClientDriver<S> extends Driver implements ClientTransaction {
    /**
     * What is sent.
     *
     * @param request with this engine's Via
     * @param user who waits for its responses
     * @param otherwise what is sent instead if this cannot be, with the same branch; null for nothing
     */
    record Outgoing(
            SipRequest request,
            Flow flow,
            ClientUser user,
            @Nullable Outgoing otherwise) {}

    private final ClientTransactions table;
    private final Machines<? extends Machine<S, Event.OfClient, Effect.OfClient>> machines;
    private Machine<S, Event.OfClient, Effect.OfClient> machine;
    private final String branch;
    private final String method;
    final int keyHash;

    @Nullable ClientDriver<?> nextByKey;

    private final String id;
    private final ClientUser user;
    private SipRequest request;
    private Flow flow;
    private @Nullable Outgoing otherwise;
    private S state;
    private InviteCancel.State cancelState = InviteCancel.State.SILENT;
    private @Nullable SipRequest cancel;

    /** In its first state; whoever makes it performs the effects of the first step. */
    ClientDriver(
            ClientTransactions table,
            Machines<? extends Machine<S, Event.OfClient, Effect.OfClient>> machines,
            Outgoing outgoing,
            S state) {
        super(table.context(), outgoing.request.callId(), CallLog.client(outgoing.request.method()));
        this.table = table;
        this.machines = machines;
        this.machine = machines.over(outgoing.flow);
        this.request = outgoing.request;
        this.flow = outgoing.flow;
        this.user = outgoing.user;
        this.otherwise = outgoing.otherwise;
        ClientKey key = ClientKey.of(outgoing.request);
        this.branch = key.branch();
        this.method = key.method();
        this.keyHash = key.hashCode();
        this.id = context.ids().next();
        this.state = state;
    }

    void received(SipResponse response) {
        otherwise = null;
        if (response.isFinal() && isAnswered()) {
            context.counts().retransmissionsReceived++;
        } else {
            context.counts().messages.received.response(request.method(), response.status());
        }
        step(Event.Response.of(response));
    }

    private void step(Event.OfClient event) {
        Step<S, Effect.OfClient> step = machine.step(state, event);
        changed(state, step.state());
        state = step.state();
        perform(step.effects());
        if (event instanceof Event.Provisional) {
            stepCancel(InviteCancel.Event.PROVISIONAL);
        } else if (isAnswered()) {
            stepCancel(InviteCancel.Event.FINAL);
            otherwise = null;
            request = request.packed();
        }
    }

    private void stepCancel(InviteCancel.Event event) {
        Step<InviteCancel.State, Effect.OfClient> step = table.cancels().step(cancelState, event);
        cancelState = step.state();
        perform(step.effects());
    }

    void perform(List<Effect.OfClient> effects) {
        for (Effect.OfClient effect : effects) {
            perform(effect);
        }
    }

    private void perform(Effect.OfClient effect) {
        switch (effect) {
            case Effect.Send send -> send(send.message());
            case Effect.Resend resend -> resend();
            case Effect.SendAck ack -> {
                context.counts().messages.sent.request(Methods.ACK);
                send(AckAndCancel.ack(request, ack.response()));
            }
            case Effect.SendCancel sendCancel -> {
                if (cancel != null) {
                    table.sendCancel(cancel, flow);
                }
            }
            case Effect.Cancel giveUp -> cancel(List.of());
            case Effect.StartTimer start -> startTimer(start.timer(), start.millis());
            case Effect.StopTimer stop -> stopTimer(stop.timer());
            case Effect.Deliver deliver -> tell(() -> user.response(this, deliver.response()));
            case Effect.DeliverStray deliver ->
                tell(() -> {
                    if (!user.successAfterFailure(this, deliver.response())) {
                        table.stray(deliver.response(), flow);
                    }
                });
            case Effect.InformTimeout inform -> {
                context.counts().timeouts++;
                tell(() -> user.timeout(this));
            }
            case Effect.InformTransportError inform -> {
                context.counts().transportFailures++;
                tell(() -> user.transportFailed(this, inform.cause()));
            }
            case Effect.Terminated terminated -> end();
        }
    }

    /** Ends without another message. */
    void end() {
        stopTimers();
        table.remove(this);
        tell(() -> user.terminated(this));
    }

    @Override
    void fired(Event.TimerFired event) {
        took(event);
        step(event);
    }

    @Override
    void transportFailed(Throwable cause) {
        Outgoing other = otherwise;
        if (other == null) {
            step(new Event.TransportError(cause));
        } else {
            table.larges().refused(flow.remote());
            goOtherwise(other);
        }
    }

    /** Begins anew on another way; nobody has seen the request yet. */
    private void goOtherwise(Outgoing other) {
        stopTimers();
        table.leave(this);
        request = other.request;
        flow = other.flow;
        otherwise = other.otherwise;
        table.enter(this);
        if (cancel != null) {
            cancel = cancel.toBuilder().replaceTopVia(request.topVia()).build();
        }
        machine = machines.over(flow);
        Step<S, Effect.OfClient> first = machine.begin(request);
        state = first.state();
        perform(first.effects());
    }

    /** The connection has closed: what the peer has not answered yet it may answer by another one, unless it can be reached by this one only. */
    void connectionClosed(Throwable cause) {
        step(flow.endsWithConnection() ? new Event.FlowLost(cause) : new Event.TransportError(cause));
    }

    @Override
    Flow way() {
        return flow;
    }

    ClientUser user() {
        return user;
    }

    /** Whether this is its key. */
    boolean isOf(ClientKey key) {
        return branch.equals(key.branch()) && method.equals(key.method());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public SipRequest request() {
        return request;
    }

    @Override
    public Flow flow() {
        return flow;
    }

    @Override
    public boolean isAnswered() {
        return machine.isAnswered(state);
    }

    @Override
    public boolean isCancelled() {
        return cancel != null;
    }

    @Override
    public @Nullable SipRequest cancel(List<Header> headers) {
        if (!request.is(Methods.INVITE)) {
            throw new IllegalArgumentException("cannot cancel " + request.method() + ", expected an INVITE");
        }
        if (cancel == null && !isAnswered()) {
            cancel = AckAndCancel.cancel(request, headers);
            stepCancel(InviteCancel.Event.CANCEL);
        }
        return cancel;
    }
}
