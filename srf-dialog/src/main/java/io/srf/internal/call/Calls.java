// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.Dialog;
import io.srf.app.Agent;
import io.srf.app.DialogRequests;
import io.srf.app.ReceivedResponse;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.session.DialogRecord;
import io.srf.session.Session;
import io.srf.session.internal.KeptCall;
import io.srf.session.internal.TimerHost;
import io.srf.sip.Methods;
import io.srf.time.Timers;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All calls of one application, and what they share. May be used by any thread.
 *
 * <p>Requests inside dialogs come here before any middleware sees them.
 */
public final class Calls implements DialogRequests {
    private static final int GONE = 481;

    private final Map<String, Leg> legs = new ConcurrentHashMap<>();
    private final FurtherAnswers furtherAnswers = new FurtherAnswers(this);
    private final Map<String, Subscribing> subscribing = new ConcurrentHashMap<>();
    private final Making making = new Making();
    private final OpenCalls open = new OpenCalls();
    private final CallsRuntime runtime;
    private final Lifecycle lifecycle;
    private final Ownership ownership;
    private final Probes probes;
    private final Predicate<String> handled;
    private @Nullable Strangers strangers;
    private Predicate<Dialog> keepsOrphans = dialog -> false;
    private volatile boolean leaving;

    /**
     * The calls of an application.
     *
     * @param handled whether the application has a handler for a method, which then gets what belongs to dialogs we do not know
     */
    public Calls(CallsRuntime runtime, Lifecycle lifecycle, Predicate<String> handled) {
        this.runtime = runtime;
        this.ownership = new Ownership(runtime.keeper(), runtime.trouble());
        this.probes = new Probes(runtime.timers());
        this.lifecycle = lifecycle;
        this.handled = handled;
    }

    /** Takes over the calls of other nodes whose requests come here. Before any link is opened. */
    void takesOver(Strangers newStrangers, Predicate<Dialog> keepsOrphansOf) {
        strangers = newStrangers;
        keepsOrphans = keepsOrphansOf;
    }

    /** Whether an orphan that a drachtio-server still has goes on. Runs the application's code. */
    boolean keeps(Leg leg) {
        return keepsOrphans.test(leg.dialog());
    }

    /** From now on calls are left to other nodes: what comes for such a call stays without an answer. */
    void leave() {
        leaving = true;
    }

    /** Whether a request that is for none of our calls is for another node, to which the engine gives it when our link closes. */
    boolean leaves(Request request) {
        return leavesThoseOf(request.agent());
    }

    /** Whether what comes on this link for none of our calls is for another node. */
    boolean leavesThoseOf(Agent agent) {
        return leaving && agent.isSrf();
    }

    /**
     * Begins a call.
     *
     * @param request that begins it
     */
    Call begin(Request request) {
        open.begin();
        CallFlight flight = new CallFlight(request.agent().recorder(), request.callId());
        KeptCall known = RequestSession.of(request);
        return new Call(this, request.callId(), known == null ? runtime.keeper().open() : known, flight);
    }

    /** The session of a request of which no call was made yet; one that is made of it has the same. */
    public Session session(Request request) {
        KeptCall known = RequestSession.of(request);
        return (known == null ? newSession(request) : known).session();
    }

    private KeptCall newSession(Request request) {
        KeptCall fresh = runtime.keeper().open();
        fresh.timersOn(new TimerHost() {
            @Override
            public Instant now() {
                return timers().now();
            }

            @Override
            public void changed() {
                // the call that is made of the request will look
            }
        });
        return RequestSession.give(request, fresh);
    }

    /** Goes on with a call of another node. */
    Call continued(KeptCall kept, Agent agent) {
        open.begin();
        return new Call(this, kept.callId(), kept, new CallFlight(agent.recorder(), kept.id()));
    }

    /**
     * Begins a call with a request of ours.
     *
     * @param name for log lines
     */
    Call begin(String name, Agent agent) {
        open.begin();
        KeptCall kept = runtime.keeper().open();
        return new Call(this, name, kept, new CallFlight(agent.recorder(), kept.id()));
    }

    void ended() {
        open.ended();
    }

    /** The calls that are being made. */
    Making making() {
        return making;
    }

    /** How many calls are being set up, are up, or are being ended. */
    public int open() {
        return open.count();
    }

    /** Completes when no call is open. */
    public CompletableFuture<Void> whenIdle() {
        return open.whenIdle();
    }

    /** All legs there are now. */
    public Collection<Leg> legs() {
        return legs.values();
    }

    /** The leg with this id of the engine's; null if there is none. */
    public @Nullable Leg find(@Nullable String dialogId) {
        return dialogId == null ? null : legs.get(dialogId);
    }

    /** The leg with these ids, whichever side has made it; null if there is none. */
    public @Nullable Leg find(String callId, String localTag, String remoteTag) {
        for (String id : LegRecords.dialogIds(callId, localTag, remoteTag)) {
            Leg leg = legs.get(id);
            if (leg != null) {
                DialogRecord.Ids ids = leg.record().ids();
                if (ids.localTag().equals(localTag) && ids.remoteTag().equals(remoteTag)) {
                    return leg;
                }
            }
        }
        return null;
    }

    void add(Leg leg) {
        legs.put(leg.id(), leg);
    }

    void remove(Leg leg) {
        legs.remove(leg.id(), leg);
    }

    @Override
    public boolean take(Request request, Response response) {
        String id = request.dialogId();
        if (strangers != null && strangers.queues(request, response)) {
            return true;
        }
        Leg leg = id == null ? null : legOf(request, id);
        if (leg != null) {
            leg.receive(request, response);
            return true;
        }
        Subscribing early = id == null ? null : subscribing.get(id);
        if (early != null && request.method().equals(Methods.NOTIFY)) {
            early.notified(request, response);
        } else if (!leaves(request) && !Incoming.isOfAnotherNode(request)) {
            notOurs(request, response);
        }
        return true;
    }

    private void notOurs(Request request, Response response) {
        if (strangers != null) {
            strangers.take(request, response);
        } else {
            unknown(request, response);
        }
    }

    /** The leg that a request is in. An engine that does not know the dialog has made up its id, so that the tags decide. */
    @Nullable Leg legOf(Request request, String id) {
        Leg named = legs.get(id);
        String localTag = named == null ? "" : named.record().ids().localTag();
        String toTag = LegRecords.tag(request.to());
        boolean unsure = localTag.isEmpty() || toTag.isEmpty() || request.isUnsolicited();
        if (named != null && (unsure || localTag.equals(toTag))) {
            return named;
        }
        return toTag.isEmpty() || request.isUnsolicited()
                ? null
                : find(request.callId(), toTag, LegRecords.tag(request.from()));
    }

    /** Nobody knows the dialog of this request. */
    void unknown(Request request, Response response) {
        String method = request.method();
        boolean mute = request.isUnsolicited() || method.equals(Methods.ACK);
        if (!mute && !method.equals(Methods.INVITE) && (method.equals(Methods.PRACK) || handled.test(method))) {
            request.leaveToApp();
        } else if (!mute) {
            Sending.quietly(response, GONE);
        }
    }

    @Override
    public void answeredAgain(Agent agent, ReceivedResponse response) {
        furtherAnswers.take(agent, response, strangers);
    }

    /** The 2xx that come after the first one. */
    FurtherAnswers furtherAnswers() {
        return furtherAnswers;
    }

    /** A NOTIFY for this SUBSCRIBE may come before its 2xx. */
    void subscribes(String id, Subscribing request) {
        subscribing.put(id, request);
    }

    /** This SUBSCRIBE has its final response. */
    void subscribed(String id, Subscribing request) {
        subscribing.remove(id, request);
    }

    /** Whether a call surely is ours. */
    Ownership ownership() {
        return ownership;
    }

    /** Asks whether phones are still there. */
    Probes probes() {
        return probes;
    }

    Executor executor() {
        return runtime.executor();
    }

    Timers timers() {
        return runtime.timers();
    }

    RandomGenerator random() {
        return runtime.random();
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    /** Completes a future where what follows it may block. */
    <T> void complete(CompletableFuture<T> future, T value) {
        settle(() -> future.complete(value));
    }

    /** The same; if somebody has given the future up meanwhile, undoes what it stands for. */
    <T> void complete(CompletableFuture<T> future, T value, Runnable undo) {
        settle(() -> {
            if (!future.complete(value)) {
                undo.run();
            }
        });
    }

    /** Completes a future where what follows it may block. */
    void complete(CompletableFuture<Void> future) {
        settle(() -> future.complete(null));
    }

    /** Fails a future where what follows it may block. */
    void fail(CompletableFuture<?> future, Throwable cause) {
        settle(() -> future.completeExceptionally(cause));
    }

    /** Here if the executor has shut down: a future must settle even then. */
    private void settle(Runnable settling) {
        try {
            runtime.executor().execute(settling);
        } catch (RejectedExecutionException shutDown) {
            settling.run();
        }
    }
}
