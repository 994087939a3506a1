// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Agent;
import io.srf.app.NotSentException;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.wire.ClientMessage.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the engine of a dialog that it is ours from now on: asks one engine after the other, and has one make the dialog if none knows it.
 * Touched by tasks of the call's mailbox alone.
 */
final class Claiming {
    private final Leg leg;
    private final List<Agent> engines;
    private final Consumer<Verdict> then;
    private final Precaution precaution;
    private final List<Agent> unaware = new ArrayList<>(1);
    private int asked;
    private Verdict otherwise = Verdict.UNREACHED;

    private Claiming(Leg leg, List<Agent> engines, Consumer<Verdict> then, Precaution precaution) {
        this.leg = leg;
        this.engines = engines;
        this.then = then;
        this.precaution = precaution;
    }

    /** What is done before an engine makes a dialog, which can not know of other nodes that have claimed it elsewhere. */
    private interface Precaution {
        /** Does one of the two, in the call's mailbox. */
        void before(Runnable make, Runnable lost);
    }

    /** Whose a dialog is. */
    enum Verdict {
        /** Ours. */
        OURS,
        /** Ours, and the engine had to be told how it stands. */
        MADE_AGAIN,
        /** Anybody's: the server keeps no account of owners. */
        ANYBODYS,
        /** Another node's. */
        ANOTHER_NODES,
        /** Nobody's any more: no engine has it, or can make it again. */
        ENDED,
        /** No engine could be reached. It is claimed when the link is back. */
        UNREACHED
    }

    /** Whether the leg's engine can be asked for the dialog, and be told of it: it is one of srf, and the call is stored. Called by any thread. */
    static boolean isPossible(Leg leg) {
        return leg.agent().isSrf() && leg.call().kept().isStored();
    }

    /**
     * Claims a dialog of a call that was just taken over.
     *
     * @param links those to srf engines come first, the likeliest before the others
     * @param then hears what came of it, in the call's mailbox
     */
    static void start(Leg leg, List<Agent> links, Consumer<Verdict> then) {
        List<Agent> engines = links.stream().filter(Agent::isSrf).toList();
        if (engines.isEmpty() && !links.isEmpty()) {
            leg.movesTo(links.getFirst());
            then.accept(Verdict.ANYBODYS);
        } else {
            new Claiming(leg, engines, then, (make, lost) -> make.run()).next();
        }
    }

    /**
     * Claims a dialog over a link that was down. Another node may have taken the call meanwhile, which an engine that has begun anew does not know: the store is
     * asked before that makes the dialog again.
     *
     * @param link to an srf engine
     * @param then hears what came of it, in the call's mailbox
     */
    static void again(Leg leg, Agent link, Consumer<Verdict> then) {
        new Claiming(leg, List.of(link), then, (make, lost) -> Ownership.confirmed(leg.call(), make, lost)).next();
    }

    private void next() {
        if (asked < engines.size()) {
            ask(engines.get(asked++), null);
        } else if (!unaware.isEmpty()) {
            Agent engine = unaware.removeFirst();
            precaution.before(() -> make(engine), () -> then.accept(Verdict.ANOTHER_NODES));
        } else {
            then.accept(otherwise);
        }
    }

    /** The call may have ended while the store was asked. */
    private void make(Agent engine) {
        if (leg.phase() == Phase.TERMINATED) {
            then.accept(Verdict.ENDED);
        } else {
            ask(engine, leg.facts().standing());
        }
    }

    private void ask(Agent engine, @Nullable Standing standing) {
        int fence = Math.toIntExact(leg.call().kept().fence());
        engine.claim(leg.id(), fence, standing)
                .whenComplete((done, failure) -> leg.call().execute(() -> answered(engine, standing, failure)));
    }

    private void answered(Agent engine, @Nullable Standing standing, @Nullable Throwable failure) {
        leg.call().flight().decided("claim", failure == null ? leg.id() : leg.id() + ": " + failure.getMessage());
        if (failure == null) {
            leg.movesTo(engine);
            leg.facts().isAt(OtherEngines.uriUnlessNamed(engine, leg.record()));
            then.accept(standing == null ? Verdict.OURS : Verdict.MADE_AGAIN);
        } else {
            if (failure instanceof NotSentException refusal) {
                refused(engine, standing, refusal);
            }
            next();
        }
    }

    private void refused(Agent engine, @Nullable Standing standing, NotSentException refusal) {
        if (refusal.isHeldByAnother()) {
            otherwise = Verdict.ANOTHER_NODES;
        } else if (standing == null && refusal.isUnknownDialog()) {
            unaware.add(engine);
        }
        otherwise = otherwise == Verdict.UNREACHED ? Verdict.ENDED : otherwise;
    }
}
