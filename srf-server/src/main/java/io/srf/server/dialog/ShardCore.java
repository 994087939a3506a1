// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.admin.Application;
import io.srf.server.protection.Gate;
import io.srf.server.proxy.Proxies;
import io.srf.server.transaction.CallLog;
import io.srf.server.transaction.Screening;
import io.srf.server.transaction.ServerTransaction;
import io.srf.server.transaction.TransactionLayer;
import io.srf.server.transaction.TransactionSettings;
import io.srf.server.transaction.TransactionUser;
import io.srf.server.transport.Flow;
import io.srf.sip.Methods;
import io.srf.sip.Refusal;
import io.srf.sip.RequestRules;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.ClientMessage;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The core of one shard: it sits on the transactions and below the applications.
 *
 * <p>Every method is called on the shard's loop.
 */
public final class ShardCore implements TransactionUser {
    private final Shard shard;
    private final Lifelines lifelines;
    private final Dialogs dialogs;
    private final TransactionLayer layer;
    private final Heirs heirs;
    private final UacCore uac;
    private final UasCore uas;
    private final Responding responding;
    private final Claims claims;
    private final Releases releases;
    private final Orphans orphans;
    private final Proxies proxies;
    private final RequestRules rules;
    private final MalformedRequests malformed;
    private final Gate gate;
    private final BiConsumer<SipResponse, Flow> strays;

    /**
     * A core without dialogs.
     *
     * @param strays takes responses without a transaction that belong to other shards
     */
    public ShardCore(Shard shard, TransactionSettings settings, Gate gate, BiConsumer<SipResponse, Flow> strays) {
        this.shard = shard;
        this.gate = gate;
        this.strays = strays;
        this.lifelines = new Lifelines(shard.loop(), shard.reconnectTime(), this::lost);
        this.dialogs = new Dialogs(shard.calls().recorder(), lifelines);
        this.layer = new TransactionLayer(shard.loop(), shard.ids(), shard.flows(), settings, this);
        this.heirs = new Heirs(shard);
        this.uac = new UacCore(shard, dialogs, layer, heirs, gate);
        this.proxies = new Proxies(shard, layer, new Cdrs(shard, heirs));
        this.uas = new UasCore(shard, dialogs, uac, heirs, proxies);
        this.rules = new RequestRules(shard.supported());
        this.malformed = new MalformedRequests(rules, gate, uas);
        this.responding = new Responding(shard, dialogs, uas, uac.timers(), new Cdrs(shard, heirs));
        this.claims = new Claims(shard, dialogs, heirs, uas, uac);
        this.releases = new Releases(shard.loop(), dialogs, heirs);
        this.orphans = new Orphans(shard.loop(), dialogs, heirs, uac.answers());
    }

    /** Takes a message from the network. */
    public void received(SipMessage message, Flow flow) {
        shard.calls().received(message, flow);
        if (!(message instanceof SipRequest request) || request.is(Methods.ACK) || !malformed.take(request, flow)) {
            layer.received(message, flow);
        }
    }

    /** Takes it that a connection has closed. */
    public void closed(Flow flow, Throwable cause) {
        layer.closed(flow, cause);
        proxies.closed(flow);
        lifelines.closed(flow);
    }

    private void lost(Dialog dialog) {
        uas.lost(dialog);
    }

    /** Sends what an application wrote. */
    public void send(Application from, ClientMessage.Send asked) {
        switch (asked.message()) {
            case SipRequest request -> uac.send(from, asked, request);
            case SipResponse response -> responding.send(from, asked, response);
        }
    }

    /** Passes a request on for an application. */
    public void proxy(Application from, ClientMessage.Proxy asked) {
        Replies.orRefuse(from, asked, () -> passOn(from, asked));
    }

    private void passOn(Application from, ClientMessage.Proxy asked) {
        OwedAnswer answer = uas.owed().find(asked.transactionId());
        if (answer == null || answer.transaction().isAnswered()) {
            throw new RefusedException("Unknown transaction id: " + asked.transactionId());
        } else if (proxies.begin(from, asked, answer.transaction())) {
            answer.transaction().acknowledged();
            uas.forget(answer.transaction());
        }
    }

    /** Gives an application a dialog that another node had. */
    public void claim(Application from, ClientMessage.Claim asked) {
        claims.claim(from, asked);
    }

    /** Forgets a dialog of an application that goes on elsewhere. */
    public void release(Application from, ClientMessage.Release asked) {
        releases.release(from, asked);
    }

    /** An application's link is gone: what it owes is given to another or refused, what it began is given up, its dialogs get a grace. */
    public void ownerGone(Application application) {
        uas.again().ownerGone(application);
        uac.ownerGone(application);
        orphans.leftBy(application);
    }

    /** Ends whatever goes on, with messages to the peers. */
    public void endAll() {
        new Stopping(shard.loop(), dialogs, uas, uac).begin();
    }

    /** What this shard holds now. */
    public ShardStats stats() {
        return new ShardStats(
                dialogs.size(),
                uas.owed().size(),
                uac.openRequests(),
                proxies.active(),
                heirs.takenOver(),
                uas.again().given(),
                uas.unplaced(),
                shard.loop().timersWaiting(),
                proxies.unrecorded(),
                layer.counters());
    }

    /** The Call-ID in a dialog id that an application gave. */
    public static String callIdOf(String dialogId) {
        return Dialogs.callIdOf(dialogId);
    }

    /** Forgets everything without another message. */
    public void close() {
        dialogs.close();
        layer.close();
    }

    @Override
    public CallLog calls() {
        return shard.calls();
    }

    @Override
    public Screening screen(SipRequest request, Flow flow) {
        if (request.to().tag() == null) {
            return gate.screen(request, flow, dialogs.size());
        }
        return uas.knows(request) ? Screening.PASS : gate.screenStranger(request, flow);
    }

    @Override
    public void request(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        Optional<Refusal> refusal = rules.malformed(request);
        if (refusal.isPresent()) {
            refuse(transaction, refusal.get());
        } else if (uas.knows(request) || !proxies.forward(transaction)) {
            unsupported(request).ifPresentOrElse(why -> refuse(transaction, why), () -> uas.request(transaction));
        }
    }

    /** What is required of us as a user agent; a new request may be passed on yet, to one that has it (RFC 3261 §20.32). */
    private Optional<Refusal> unsupported(SipRequest request) {
        return request.to().tag() == null ? Optional.empty() : rules.unsupported(request);
    }

    private static void refuse(ServerTransaction transaction, Refusal refusal) {
        transaction.respond(refusal.response(transaction.request()).build());
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {
        Optional<Refusal> malformed = rules.malformed(ack);
        if (malformed.isPresent()) {
            layer.malformed(ack, malformed.get().reason());
        } else if (uas.knows(ack) || !proxies.forwardAck(ack)) {
            uas.acks().received(ack, flow);
        }
    }

    @Override
    public void cancel(ServerTransaction invite, SipRequest cancel) {
        if (!proxies.cancelled(invite, cancel)) {
            uas.cancel(invite, cancel);
        }
    }

    @Override
    public void unacknowledged(ServerTransaction transaction, SipResponse response) {
        uas.unacknowledged(transaction, response);
    }

    @Override
    public void timeout(ServerTransaction transaction) {
        uas.forget(transaction);
    }

    @Override
    public void transportFailed(ServerTransaction transaction, Throwable cause) {
        // the transaction goes on, or ends and says so
    }

    @Override
    public void terminated(ServerTransaction transaction) {
        proxies.terminated(transaction);
        uas.forget(transaction);
    }

    @Override
    public void strayResponse(SipResponse response, Flow flow) {
        if (shard.shards().of(response.callId()).equals(shard.loop())) {
            strayed(response, flow);
        } else {
            strays.accept(response, flow);
        }
    }

    /** Takes a response of a call of this shard whose transaction nobody knows. */
    public void strayed(SipResponse response, Flow flow) {
        uac.answers().inherited().take(response, flow);
    }
}
