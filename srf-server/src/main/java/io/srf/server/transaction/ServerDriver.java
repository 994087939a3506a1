// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transport.Flow;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the machine of a server transaction.
 *
 * @param <S> the machine's states
 */
final class ServerDriver<S> extends Driver implements ServerTransaction {
    /** RFC 3261 §21.4.9. */
    private static final int REQUEST_TIMEOUT = 408;

    /**
     * What was received.
     *
     * @param request with its Via stamped
     * @param flow where it came from
     * @param key of its transaction
     * @param user who answers it
     */
    record Incoming(SipRequest request, Flow flow, ServerKey key, TransactionUser user) {
        Incoming packed() {
            return new Incoming(request.packed(), flow, key, user);
        }
    }

    private final ServerTransactions table;
    private final Machine<S, Event.OfServer, Effect.OfServer> machine;
    private final @Nullable OriginKey origin;
    private final String id;
    private final int cseq;
    private Incoming incoming;
    private S state;
    private Flow way;
    private @Nullable OtherWays otherWays;
    private boolean merged;
    private @Nullable String toTag;
    private @Nullable Answer answer;

    /** In its first state; whoever makes it performs the effects of the first step. */
    ServerDriver(
            ServerTransactions table, Machine<S, Event.OfServer, Effect.OfServer> machine, Incoming incoming, S state) {
        super(table.context(), incoming.key.callId(), CallLog.server(incoming.request.method()));
        this.table = table;
        this.machine = machine;
        this.incoming = incoming;
        this.origin = OriginKey.of(incoming.request);
        this.id = context.ids().next();
        this.cseq = incoming.request.cseq().number();
        this.state = state;
        this.way = Vias.back(incoming.request.topVia(), incoming.flow, context.flows());
        this.toTag = incoming.request.to().tag();
    }

    /** Lets something happen, and returns what it led to. */
    List<Effect.OfServer> step(Event.OfServer event) {
        Step<S, Effect.OfServer> step = machine.step(state, event);
        changed(state, step.state());
        state = step.state();
        perform(step.effects());
        return step.effects();
    }

    void perform(List<Effect.OfServer> effects) {
        for (Effect.OfServer effect : effects) {
            perform(effect);
        }
    }

    private void perform(Effect.OfServer effect) {
        TransactionUser user = incoming.user;
        switch (effect) {
            case Effect.Send send -> {
                counted(send.message());
                send(send.message());
            }
            case Effect.Resend resend -> resend();
            case Effect.StartTimer start -> timers.start(start.timer(), start.millis());
            case Effect.StopTimer stop -> timers.stop(stop.timer());
            case Effect.DeliverAck deliver ->
                tell(() -> user.ack(deliver.ack().ack(), deliver.ack().flow()));
            case Effect.InformTimeout inform -> timedOut();
            case Effect.InformTransportError inform -> {
                context.counts().transportFailures++;
                tell(() -> user.transportFailed(this, inform.cause()));
            }
            case Effect.Terminated terminated -> {
                stepAnswer(new Event.Ended());
                end();
            }
        }
    }

    private void counted(SipMessage message) {
        if (message instanceof SipResponse response) {
            context.counts().messages.sent.response(request().method(), response.status());
        }
    }

    private void timedOut() {
        context.counts().timeouts++;
        tell(() -> incoming.user.timeout(this));
        if (!isAnswered()) {
            respond(request().response(REQUEST_TIMEOUT, null).build());
        }
    }

    /** Ends without another message. */
    void end() {
        timers.stopAll();
        table.remove(this);
        tell(() -> incoming.user.terminated(this));
    }

    void unacknowledged(SipResponse response) {
        context.counts().timeouts++;
        tell(() -> incoming.user.unacknowledged(this, response));
    }

    private void tell(Runnable user) {
        context.tell(request(), user);
    }

    @Override
    void fired(Event.TimerFired event) {
        took(event);
        switch (event.timer()) {
            case REPEAT, UNACKNOWLEDGED -> stepAnswer(event);
            default -> step(event);
        }
    }

    private void stepAnswer(Event.OfAnswer event) {
        Answer open = answer;
        if (open != null) {
            open.step(event);
            if (!open.isRepeating()) {
                answer = null;
            }
        }
    }

    @Override
    void transportFailed(Throwable cause) {
        elsewhere(this::resend, () -> step(new Event.TransportError(cause)));
    }

    /** Finds another way for what could not be sent. */
    private void elsewhere(Runnable again, Runnable nowhere) {
        OtherWays others = otherWays;
        if (others == null) {
            others = new OtherWays(request().topVia(), flow(), context.flows());
            otherWays = others;
        }
        others.next(other -> {
            way = other == null ? way : other;
            (other == null ? nowhere : again).run();
        });
    }

    @Override
    Flow way() {
        return way;
    }

    @Override
    public @Nullable SipResponse respond(SipResponse response) {
        SipResponse complete = withToTag(response);
        boolean sent = sends(step(Event.Response.of(complete)));
        if (sent && complete.isFinal() && answer != null && answer.isProvisional()) {
            acknowledged();
        }
        if (isAnswered() && !request().is(Methods.INVITE)) {
            incoming = incoming.packed();
        }
        return sent ? complete : null;
    }

    @Override
    public void forward(SipResponse success) {
        if (respond(success) == null && request().is(Methods.INVITE)) {
            counted(success);
            forward(success.encoded());
        }
    }

    private void forward(byte[] success) {
        Runnable nowhere = () -> context.counts().transportFailures++;
        transmit(success, cause -> context.loop().later(() -> elsewhere(() -> forward(success), nowhere)));
    }

    private static boolean sends(List<Effect.OfServer> effects) {
        for (Effect.OfServer effect : effects) {
            if (effect instanceof Effect.Send) {
                return true;
            }
        }
        return false;
    }

    private SipResponse withToTag(SipResponse response) {
        String tag = response.to().tag();
        if (tag != null) {
            toTag = tag;
            return response;
        }
        return response.status() == 100
                ? response
                : response.toBuilder().set(HeaderName.TO, toWithTag()).build();
    }

    /** The To of the request, as written, with {@link #toTag()}. */
    String toWithTag() {
        String to = String.valueOf(request().header(HeaderName.TO));
        return request().to().tag() != null ? to : to + ";tag=" + toTag();
    }

    @Override
    public @Nullable SipResponse respondUntilAcknowledged(SipResponse response) {
        if (!request().is(Methods.INVITE) || response.status() == 100 || response.status() >= 300) {
            throw new IllegalArgumentException("nobody acknowledges a " + response.status() + " to "
                    + request().method() + ", expected 101 to 299 to an INVITE");
        }
        SipResponse sent = respond(response);
        if (sent != null) {
            acknowledged();
            answer = new Answer(this, table.answers(sent), sent);
        }
        return sent;
    }

    @Override
    public void acknowledged() {
        stepAnswer(new Event.Acknowledged());
        incoming = incoming.packed();
    }

    @Override
    public boolean isAnswered() {
        return machine.isAnswered(state);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public SipRequest request() {
        return incoming.request;
    }

    @Override
    public int cseq() {
        return cseq;
    }

    @Override
    public Flow flow() {
        return incoming.flow;
    }

    @Nullable OriginKey origin() {
        return origin;
    }

    ServerKey key() {
        return incoming.key;
    }

    @Override
    public boolean isMerged() {
        return merged;
    }

    void merged() {
        merged = true;
    }

    @Override
    public String toTag() {
        String tag = toTag;
        if (tag == null) {
            tag = context.ids().next();
            toTag = tag;
        }
        return tag;
    }
}
