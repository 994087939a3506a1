// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.flight.FlightEvent;
import io.srf.link.LinkClientListener;
import io.srf.link.LinkException;
import io.srf.log.CallLogger;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.EngineVersion;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage.Cdr;
import io.srf.wire.ServerMessage.Incoming;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what comes on a link to where it belongs.
 *
 * <p>Runs on the thread of the link and does not block: only the handlers of the app are left to the executor.
 */
final class AgentInbox implements LinkClientListener {
    private static final Logger LOG = LoggerFactory.getLogger(AgentInbox.class);
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int RETRY_AFTER_SECONDS = 5;

    private static final FlightEvent HANDLED = new FlightEvent.Decided("handler returned", "");

    private final Agent agent;
    private final AgentContext context;
    /** INVITEs that rang when the link broke: an srf engine gives them up, a drachtio-server lets them ring. */
    private final AtomicReference<List<SentRequest>> leftBehind = new AtomicReference<>(List.of());

    private volatile boolean up;
    private volatile boolean full;

    AgentInbox(Agent agent, AgentContext context) {
        this.agent = agent;
        this.context = context;
    }

    @Override
    public void incoming(Incoming incoming) {
        switch (incoming.message()) {
            case SipResponse response -> responded(incoming, response);
            case SipRequest request -> requested(incoming, request);
        }
    }

    private void requested(Incoming incoming, SipRequest message) {
        if (message.is(Methods.CANCEL)) {
            cancelled(incoming, message);
        } else {
            requested(new Exchange(agent, incoming, message));
        }
    }

    private void responded(Incoming incoming, SipResponse message) {
        SentRequest request = agent.sentRequests().find(incoming.transactionId());
        ReceivedResponse response = new ReceivedResponse(message, incoming.dialogId(), incoming.origin());
        if (request == null) {
            unexpected(response);
            return;
        }
        request.received(response);
    }

    private void unexpected(ReceivedResponse response) {
        SipResponse message = response.message();
        agent.tally().strays.increment();
        CallLogger.debug(LOG, CallIds.of(message), "nobody waits for {}", message.startLine());
        if (message.isSuccess()
                && response.dialogId() != null
                && message.method().equals(Methods.INVITE)) {
            context.dialogs().answeredAgain(agent, response);
        }
    }

    private void cancelled(Incoming incoming, SipRequest cancel) {
        Exchange exchange = agent.received().get(incoming.transactionId());
        if (exchange == null) {
            agent.tally().strays.increment();
            CallLogger.debug(LOG, CallIds.of(cancel), "a CANCEL came too late");
        } else {
            exchange.on(new AnsweringMachine.Event.Cancel(cancel));
        }
    }

    private void requested(Exchange exchange) {
        if (!exchange.isMute()) {
            boolean tooMany = isFull();
            track(exchange);
            if (tooMany && exchange.request().dialogId() == null) {
                refuse(exchange);
                return;
            }
        }
        if (agent.confirmations().deliver(exchange.request()) || belongsToDialog(exchange)) {
            return;
        }
        if (exchange.isUnsolicited()) {
            CallLogger.debug(
                    LOG,
                    exchange.callId(),
                    "nobody wants the engine's own {}",
                    exchange.message().method());
        } else {
            leaveToApp(exchange);
        }
    }

    /** Says so in the log when it begins, not for each request that is refused. */
    private boolean isFull() {
        int max = context.runtime().limits().maxReceived();
        boolean now = agent.received().size() >= max;
        if (now && !full) {
            LOG.warn("{} requests from {} wait for their answers: new ones are refused", max, agent.peer());
        }
        full = now;
        return now;
    }

    private void track(Exchange exchange) {
        agent.tally().received.increment();
        agent.received().put(exchange.incoming().transactionId(), exchange);
        exchange.begin();
        if (!up) {
            exchange.on(new AnsweringMachine.Event.LinkLost(
                    new LinkException(LinkException.Reason.LOST, "the link to " + agent.peer() + " dropped")));
        }
    }

    private boolean belongsToDialog(Exchange exchange) {
        if (exchange.request().dialogId() == null && !exchange.isUnsolicited()) {
            return false;
        }
        try {
            return context.dialogs().take(exchange.request(), exchange.response());
        } catch (Throwable e) {
            ChainEnd.failed(e, exchange);
            return true;
        }
    }

    /** Has the handlers take a request. Called by any thread. */
    void leaveToApp(Exchange exchange) {
        try {
            context.runtime().executor().execute(() -> {
                context.app().dispatch(exchange);
                exchange.record(HANDLED);
            });
        } catch (RejectedExecutionException shutDown) {
            refuse(exchange);
        }
    }

    private void refuse(Exchange exchange) {
        agent.tally().refused.increment();
        if (!exchange.response().isFinal()) {
            Extras retryAfter = Extras.of("Retry-After", Integer.toString(RETRY_AFTER_SECONDS));
            exchange.response().send(SERVICE_UNAVAILABLE, null, retryAfter, new SilentListener<>());
        }
    }

    @Override
    public void cdr(Cdr cdr) {
        context.listener().cdr(agent, cdr);
    }

    @Override
    public void connected(Reply.Authenticated engine) {
        up = true;
        List<SentRequest> ringing = leftBehind.getAndSet(List.of());
        if (!new EngineVersion(engine.version()).isSrf()) {
            ringing.forEach(SentRequest::cancelLeftBehind);
        }
        context.listener().connected(agent, engine);
    }

    @Override
    public void disconnected(LinkException cause) {
        up = false;
        agent.received().values().forEach(exchange -> exchange.on(new AnsweringMachine.Event.LinkLost(cause)));
        leftBehind.set(agent.sentRequests().fail(cause));
        agent.confirmations().clear();
        context.listener().disconnected(agent, cause);
    }

    @Override
    public void reconnecting(long delayMillis, int attempt) {
        context.listener().reconnecting(agent, attempt, Duration.ofMillis(delayMillis));
    }

    @Override
    public void refused(LinkException cause) {
        context.listener().failed(agent, cause);
    }

    @Override
    public void gaveUp(LinkException cause) {
        context.listener().failed(agent, cause);
    }
}
