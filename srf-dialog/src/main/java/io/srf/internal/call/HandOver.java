// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.app.Agent;
import io.srf.app.Extras;
import io.srf.session.DialogRecord;
import io.srf.session.internal.SessionKeeper;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Leaves the calls of this node to others, who find them in the session store. May be used by any thread.
 *
 * <ol>
 *   <li>What is under way comes to its end: calls that are being set up, and requests in those that are up.
 *   <li>What no other node can go on with is ended: subscriptions, and dialogs on a drachtio-server.
 *   <li>Each call is left, as soon as nothing is under way in it. What comes for it from now on stays without an answer: the engine gives it to another
 *       node when our link closes.
 * </ol>
 *
 * <p>A call that does not come to rest is left when the link closes, as if this node had died.
 */
final class HandOver {
    /** How long calls that are left wait for those that have not come to rest: no longer than an engine waits for a node. */
    static final Duration SETTLE_TIME = Duration.ofSeconds(2);

    /** Has a subscriber subscribe anew at once, and so with another node (RFC 6665 §4.1.3). */
    private static final Extras DEACTIVATED = Extras.of("Subscription-State", "terminated;reason=deactivated");

    private final Calls calls;
    private final SessionKeeper keeper;
    private final Supplier<List<Agent>> links;
    private final Polling polling;
    private final Set<Leg> ending = ConcurrentHashMap.newKeySet();

    HandOver(Calls calls, SessionKeeper keeper, Supplier<List<Agent>> links) {
        this.calls = calls;
        this.keeper = keeper;
        this.links = links;
        this.polling = new Polling(calls.timers());
    }

    /**
     * Leaves all calls.
     *
     * @param limit for what is under way
     * @return completes when that is done; never fails
     */
    CompletableFuture<Void> begin(Duration limit) {
        return polling.until(this::isQuiet, limit)
                .thenRunAsync(this::endWhatCanNotBeLeft, calls.executor())
                .exceptionally(shutDown -> null)
                .thenCompose(told -> polling.until(this::isOnlyWhatCanBeLeft, Drain.HANG_UP_TIME))
                .thenCompose(ended -> {
                    calls.leave();
                    return polling.until(this::isLeft, SETTLE_TIME);
                });
    }

    private boolean isQuiet() {
        return !keeper.isFailing()
                && links.get().stream().noneMatch(Agent::isBusy)
                && calls.legs().stream().allMatch(HandOver::isKnownToOthers);
    }

    /** A drachtio-server tells no other node of what happens in its dialogs. A link that is broken tells nothing. */
    private static boolean isKnownToOthers(Leg leg) {
        return leg.agent().isSrf() || !leg.agent().isConnected();
    }

    /** Asks the application, which may block. */
    private void endWhatCanNotBeLeft() {
        for (Leg leg : calls.legs()) {
            boolean goesOn = isKnownToOthers(leg) || calls.keeps(leg);
            if (Subscribing.isSubscription(leg) || !goesOn) {
                ending.add(leg);
                leg.dialog().destroy(isNotifier(leg) ? DEACTIVATED : Extras.NONE);
            }
        }
    }

    private static boolean isNotifier(Leg leg) {
        return Subscribing.isSubscription(leg) && leg.record().progress().role() == DialogRecord.Role.UAS;
    }

    private boolean isOnlyWhatCanBeLeft() {
        return calls.legs().stream().noneMatch(ending::contains);
    }

    /** Leaves what has come to rest; whether nothing stays. */
    private boolean isLeft() {
        Collection<Call> open = calls.legs().stream().map(Leg::call).collect(Collectors.toSet());
        open.forEach(call -> call.execute(() -> leaveIfSettled(call)));
        return calls.legs().isEmpty();
    }

    private static void leaveIfSettled(Call call) {
        List<Leg> legs = List.copyOf(call.legs());
        if (legs.isEmpty() || !call.isSettled()) {
            return;
        }
        call.flight().decided("hand over", call.kept().id());
        legs.forEach(leg -> leg.facts().keep());
        call.kept().handOver();
        legs.forEach(leg -> leg.over(TerminateReason.of(Kind.TAKEN_OVER)));
    }
}
