// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.log.CallLogger;
import io.srf.server.transport.Flow;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server transactions of a shard. */
final class ServerTransactions {
    private static final Logger log = LoggerFactory.getLogger(TransactionLayer.class);

    private final Context context;
    private final TransactionUser user;
    private final StatelessResponses stateless;
    private final Machines<InviteServer> inviteMachines;
    private final Machines<NonInviteServer> nonInviteMachines;
    private final AnswerRetransmission successes;
    private final AnswerRetransmission provisionals;
    private final ServersByKey byKey = new ServersByKey();
    private final ServersByOrigin byOrigin = new ServersByOrigin();

    ServerTransactions(Context context, TransactionUser user, StatelessResponses stateless) {
        this.context = context;
        this.user = user;
        this.stateless = stateless;
        TimerValues timers = context.settings().timers();
        this.inviteMachines = Machines.of(timers, InviteServer::new);
        this.nonInviteMachines = Machines.of(timers, NonInviteServer::new);
        this.successes = AnswerRetransmission.ofSuccess(timers);
        this.provisionals = AnswerRetransmission.ofProvisional(timers);
    }

    Context context() {
        return context;
    }

    AnswerRetransmission answers(SipResponse response) {
        return response.isSuccess() ? successes : provisionals;
    }

    /** Takes a request whose headers have been found readable. */
    void received(SipRequest request, Flow flow) {
        ServerKey key = ServerKey.of(request);
        ServerDriver<?> known = byKey.get(key);
        if (known == null || request.is(Methods.ACK)) {
            context.counts().messages.received.request(request.method());
        }
        if (request.is(Methods.ACK)) {
            acknowledged(known, new Event.Ack(request, flow));
        } else if (known != null) {
            context.counts().retransmissionsReceived++;
            known.step(new Event.Repeated());
        } else if (request.is(Methods.CANCEL)) {
            cancelled(request, flow, key);
        } else {
            screened(request, flow, key, user.screen(request, flow));
        }
    }

    private void screened(SipRequest request, Flow flow, ServerKey key, Screening result) {
        switch (result) {
            case Screening.Pass pass -> begin(request, flow, key);
            case Screening.Drop drop -> CallLogger.debug(log, request.callId(), "dropped: {}", request.method());
            case Screening.Busy busy -> busy(request, flow);
            case Screening.Late late -> stateless.respondLate(request, flow, 403, late.after());
        }
    }

    private void begin(SipRequest request, Flow flow, ServerKey key) {
        if (context.hasRoom()) {
            offer(begin(new Incoming(Vias.stamp(request, flow.remote()), flow, key, user)));
        } else {
            refuse(request, flow);
        }
    }

    private void acknowledged(@Nullable ServerDriver<?> invite, Event.Ack event) {
        if (invite == null) {
            context.tell(event.ack(), () -> user.ack(event.ack(), event.flow()));
        } else {
            invite.step(event);
        }
    }

    /** Answers the CANCEL with the To tag of its INVITE (RFC 3261 §9.2). */
    private void cancelled(SipRequest cancel, Flow flow, ServerKey key) {
        ServerDriver<?> invite = byKey.get(key.ofInvite());
        if (invite == null) {
            stateless.respond(cancel, flow, 481, null, null);
            return;
        }
        Incoming incoming = new Incoming(Vias.stamp(cancel, flow.remote()), flow, key, Nobody.INSTANCE);
        ServerDriver<?> own = begin(incoming);
        own.toTag(invite.toTag());
        own.respond(incoming.request().response(200, null).build());
        if (!invite.isAnswered()) {
            context.tell(cancel, () -> user.cancel(invite, incoming.request()));
        }
    }

    private void refuse(SipRequest request, Flow flow) {
        context.counts().refused++;
        CallLogger.debug(log, request.callId(), "refused for want of room: {}", request.method());
        busy(request, flow);
    }

    private void busy(SipRequest request, Flow flow) {
        String seconds = Integer.toString(context.settings().retryAfterSeconds());
        stateless.respond(request, flow, 503, null, Header.of(HeaderName.RETRY_AFTER, seconds));
    }

    private ServerDriver<?> begin(Incoming incoming) {
        return incoming.request().is(Methods.INVITE)
                ? begin(inviteMachines.over(incoming.flow()), incoming)
                : begin(nonInviteMachines.over(incoming.flow()), incoming);
    }

    private <S> ServerDriver<S> begin(Machine<S, Event.OfServer, Effect.OfServer> machine, Incoming incoming) {
        Step<S, Effect.OfServer> first = machine.begin(incoming.request());
        ServerDriver<S> driver = new ServerDriver<>(this, machine, incoming, first.state());
        byKey.add(driver);
        OriginKey origin = incoming.origin();
        if (origin != null && byOrigin.get(origin) != null) {
            driver.merged();
        } else if (origin != null) {
            byOrigin.add(driver);
        }
        context.counts().began(kind(driver));
        driver.perform(first.effects());
        return driver;
    }

    /** Shows the user a new request, and sees to it that the caller hears something. */
    private void offer(ServerDriver<?> driver) {
        SipRequest request = driver.request();
        try {
            user.request(driver);
        } catch (SipParseException e) {
            CallLogger.debug(log, request.callId(), "bad request: {}", e.getMessage());
            driver.respond(
                    request.response(e.suggestedStatus(), Validity.reason(e)).build());
        } catch (RuntimeException e) {
            context.userFailed(request.callId(), e);
            driver.respond(request.response(500, null).build());
        }
        if (request.is(Methods.INVITE) && !driver.hasSent()) {
            driver.respond(request.response(100, null).build());
        }
    }

    void remove(ServerDriver<?> driver) {
        byKey.remove(driver);
        byOrigin.remove(driver);
        context.counts().ended(kind(driver));
    }

    private Counts.Tally kind(ServerDriver<?> driver) {
        Counts counts = context.counts();
        return driver.isInvite() ? counts.inviteServers : counts.nonInviteServers;
    }

    boolean isEmpty() {
        return byKey.isEmpty() && byOrigin.isEmpty();
    }

    void close() {
        byKey.all().forEach(ServerDriver::end);
    }
}
