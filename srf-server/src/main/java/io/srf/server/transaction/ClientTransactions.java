// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transaction.ClientDriver.Outgoing;
import io.srf.server.transport.Flow;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The client transactions of a shard. */
final class ClientTransactions {
    private final Context context;
    private final TransactionUser user;
    private final Machines<InviteClient> inviteMachines;
    private final Machines<NonInviteClient> nonInviteMachines;
    private final InviteCancel cancels;
    private final ClientsByKey byKey = new ClientsByKey();
    /** Those on connections, which may close. */
    private final Map<Flow, Set<ClientDriver<?>>> byFlow = new HashMap<>();

    private final LargeRequests larges;
    private final AbandonedInvites abandoned = new AbandonedInvites(this);

    ClientTransactions(Context context, TransactionUser user) {
        this.context = context;
        this.user = user;
        this.larges = new LargeRequests(context);
        TimerValues timers = context.settings().timers();
        this.inviteMachines = Machines.of(timers, InviteClient::new);
        this.nonInviteMachines = Machines.of(timers, NonInviteClient::new);
        this.cancels = new InviteCancel(timers);
    }

    Context context() {
        return context;
    }

    InviteCancel cancels() {
        return cancels;
    }

    LargeRequests larges() {
        return larges;
    }

    AbandonedInvites abandoned() {
        return abandoned;
    }

    /** Notes which connection a transaction needs. */
    void enter(ClientDriver<?> driver) {
        if (driver.flow().protocol().isReliable()) {
            byFlow.computeIfAbsent(driver.flow(), flow -> new LinkedHashSet<>(2))
                    .add(driver);
        }
    }

    /** Undoes {@link #enter}. */
    void leave(ClientDriver<?> driver) {
        Set<ClientDriver<?>> others = byFlow.get(driver.flow());
        if (others != null && others.remove(driver) && others.isEmpty()) {
            byFlow.remove(driver.flow());
        }
    }

    /** A connection has closed. */
    void closed(Flow flow, Throwable cause) {
        List.copyOf(byFlow.getOrDefault(flow, Set.of())).forEach(driver -> driver.connectionClosed(cause));
    }

    /** Sends a request that has its Via. */
    ClientTransaction send(Outgoing outgoing) {
        return outgoing.request().is(Methods.INVITE)
                ? begin(inviteMachines, outgoing)
                : begin(nonInviteMachines, outgoing);
    }

    /** Sends a CANCEL; there is one for an INVITE at most, so it needs no bound of its own. */
    void sendCancel(SipRequest cancel, Flow flow) {
        send(new Outgoing(cancel, flow, Nobody.INSTANCE, null));
    }

    /** Sends an ACK, which has no transaction. */
    void transmit(SipRequest ack, Flow flow) {
        context.calls().sent(ack, flow);
        flow.send(ack.encoded(), cause -> context.loop().later(() -> context.counts().transportFailures++));
    }

    private <S> ClientTransaction begin(
            Machines<? extends Machine<S, Event.OfClient, Effect.OfClient>> machines, Outgoing outgoing) {
        Step<S, Effect.OfClient> first = machines.over(outgoing.flow()).begin(outgoing.request());
        ClientDriver<S> driver = new ClientDriver<>(this, machines, outgoing, first.state());
        byKey.add(driver);
        enter(driver);
        context.counts().began(kind(driver));
        context.counts().messages.sent.request(driver.request().method());
        driver.perform(first.effects());
        return driver;
    }

    private Counts.Tally kind(ClientDriver<?> driver) {
        Counts counts = context.counts();
        return driver.request().is(Methods.INVITE) ? counts.inviteClients : counts.nonInviteClients;
    }

    void received(SipResponse response, Flow flow) {
        ClientDriver<?> driver = byKey.get(ClientKey.of(response));
        if (driver != null) {
            driver.received(response);
            return;
        }
        context.counts().messages.received.response(response.cseq().method(), response.status());
        if (!abandoned.take(response)) {
            stray(response, flow);
        }
    }

    void stray(SipResponse response, Flow flow) {
        context.counts().strayResponses++;
        context.tell(response, () -> user.strayResponse(response, flow));
    }

    void remove(ClientDriver<?> driver) {
        byKey.remove(driver);
        leave(driver);
        context.counts().ended(kind(driver));
    }

    @Nullable ClientUser user(String branch, String method) {
        ClientDriver<?> driver = byKey.get(new ClientKey(branch, method));
        return driver == null ? null : driver.user();
    }

    boolean has(ClientKey key) {
        return byKey.get(key) != null;
    }

    boolean isEmpty() {
        return byKey.isEmpty() && byFlow.isEmpty();
    }

    void close() {
        byKey.all().forEach(ClientDriver::end);
        abandoned.close();
    }
}
