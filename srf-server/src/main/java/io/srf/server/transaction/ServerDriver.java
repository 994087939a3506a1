// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transport.Flow;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs the machine of a server transaction.
 *
 * @param <S> the machine's states
 */
final class ServerDriver<S> extends Driver implements ServerTransaction {
    /** RFC 3261 §21.4.9. */
    private static final int REQUEST_TIMEOUT = 408;

    private final ServerTransactions table;
    private final Machine<S, Event.OfServer, Effect.OfServer> machine;
    private final String branch;
    private final int cseq;
    private final String method;
    private final @Nullable String fromTag;
    final int keyHash;
    final int originHash;

    @Nullable ServerDriver<?> nextByKey;

    @Nullable ServerDriver<?> nextByOrigin;

    private final TransactionUser user;
    private final String id;
    private final Flow flow;
    /** Its bytes alone once it has been answered. */
    private SipRequest request;

    private S state;
    private Flow way;
    private @Nullable OtherWays otherWays;
    private boolean merged;
    private @Nullable String toTag;
    private @Nullable Answer answer;

    /** In its first state; whoever makes it performs the effects of the first step. */
    ServerDriver(
            ServerTransactions table, Machine<S, Event.OfServer, Effect.OfServer> machine, Incoming incoming, S state) {
        super(table.context(), incoming.key().callId(), CallLog.server(incoming.method()));
        this.table = table;
        this.machine = machine;
        this.branch = incoming.key().branch();
        this.cseq = incoming.key().cseq();
        this.method = incoming.method();
        this.fromTag = incoming.origin() == null ? null : incoming.origin().fromTag();
        this.keyHash = incoming.key().hashCode();
        this.originHash = Objects.hashCode(incoming.origin());
        this.user = incoming.user();
        this.flow = incoming.flow();
        this.request = incoming.request();
        this.id = context.ids().next();
        this.state = state;
        this.way = Vias.back(request.topVia(), flow, context.flows());
        this.toTag = request.to().tag();
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
        switch (effect) {
            case Effect.Send send -> {
                counted(send.message());
                send(send.message());
            }
            case Effect.Resend resend -> resend();
            case Effect.StartTimer start -> startTimer(start.timer(), start.millis());
            case Effect.StopTimer stop -> stopTimer(stop.timer());
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
            context.counts().messages.sent.response(method, response.status());
        }
    }

    private void timedOut() {
        context.counts().timeouts++;
        tell(() -> user.timeout(this));
        if (!isAnswered()) {
            respond(request().response(REQUEST_TIMEOUT, null).build());
        }
    }

    /** Ends without another message. */
    void end() {
        stopTimers();
        table.remove(this);
        tell(() -> user.terminated(this));
    }

    /** A response got no ACK or PRACK; that, or what shows that the process stood still before, was due then. */
    void unacknowledged(SipResponse response, long dueNanos) {
        context.counts().timeouts++;
        Standstill.run(context.loop().timers(), dueNanos, () -> tell(() -> user.unacknowledged(this, response)));
    }

    long nanoTime() {
        return context.loop().timers().nanoTime();
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
            others = new OtherWays(request.topVia(), flow, context.flows());
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
        if (isAnswered() && !isInvite()) {
            request = request.packed();
        }
        return sent ? complete : null;
    }

    @Override
    public void forward(SipResponse success) {
        if (respond(success) == null && isInvite()) {
            counted(success);
            forward(success.encoded());
        }
    }

    private void forward(byte[] success) {
        Runnable nowhere = () -> context.counts().transportFailures++;
        transmit(success, cause -> context.loop().later(() -> tell(() -> elsewhere(() -> forward(success), nowhere))));
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
        if (response.status() == 100) {
            return response;
        }
        String to = response.header(HeaderName.TO) + ";tag=" + toTag();
        return response.toBuilder().set(HeaderName.TO, to).build();
    }

    @Override
    public @Nullable SipResponse respondUntilAcknowledged(SipResponse response) {
        if (!isInvite() || response.status() == 100 || response.status() >= 300) {
            throw new IllegalArgumentException("nobody acknowledges a " + response.status() + " to " + method
                    + ", expected 101 to 299 to an INVITE");
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
        request = request.packed();
    }

    @Override
    public boolean isAnswered() {
        return machine.isAnswered(state);
    }

    boolean isInvite() {
        return method.equals(Methods.INVITE);
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
    public int cseq() {
        return cseq;
    }

    @Override
    public Flow flow() {
        return flow;
    }

    /** Whether this is its key. */
    boolean isOf(ServerKey key) {
        return cseq == key.cseq()
                && branch.equals(key.branch())
                && callId().equals(key.callId())
                && method.equals(key.method());
    }

    /** Whether this is where it came from; it must be outside of dialogs. The Request-URI is told by its hash alone. */
    boolean isOf(OriginKey origin) {
        return originHash == origin.hashCode()
                && cseq == origin.cseq()
                && callId().equals(origin.callId())
                && Objects.equals(fromTag, origin.fromTag())
                && method.equals(origin.method());
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

    /** It is to be this one, unless the request has one. */
    void toTag(String tag) {
        toTag = toTag == null ? tag : toTag;
    }
}
