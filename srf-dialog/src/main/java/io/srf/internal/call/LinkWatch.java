// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.app.Agent;
import io.srf.app.AgentListener;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.link.LinkException;
import io.srf.time.Timer;
import io.srf.time.Timers;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage.Cdr;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends the dialogs of a link that broke and did not come back in time.
 *
 * <p>Until then they stay: an engine may have kept them, and takes requests inside them from whoever connects.
 */
public final class LinkWatch implements AgentListener {
    private final Calls calls;
    private final Timers timers;
    private final Duration grace;
    private final AgentListener next;
    private final Probing probing;
    private final Map<Agent, Timer> broken = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** Watches links, and passes on what it hears. */
    public LinkWatch(Calls calls, Timers timers, Duration grace, AgentListener next) {
        this.calls = calls;
        this.timers = timers;
        this.grace = grace;
        this.next = next;
        this.probing = new Probing(calls, timers);
    }

    /** From now on a link that breaks is not waited for. */
    void close() {
        closed = true;
        broken.keySet().forEach(this::lost);
    }

    @Override
    public void connected(Agent agent, Reply.Authenticated engine) {
        Timer waiting = broken.remove(agent);
        if (waiting != null) {
            waiting.cancel();
            probing.linkIsBack(agent, engine);
            claimAgain(agent);
        }
        next.connected(agent, engine);
    }

    @Override
    public void disconnected(Agent agent, LinkException cause) {
        next.disconnected(agent, cause);
        if (closed) {
            lost(agent);
            return;
        }
        Timer before = broken.put(agent, timers.schedule(grace.toMillis(), () -> lost(agent)));
        if (before != null) {
            before.cancel();
        }
    }

    @Override
    public void reconnecting(Agent agent, int attempt, Duration delay) {
        next.reconnecting(agent, attempt, delay);
    }

    @Override
    public void failed(Agent agent, LinkException cause) {
        lost(agent);
        next.failed(agent, cause);
    }

    @Override
    public void cdr(Agent agent, Cdr cdr) {
        next.cdr(agent, cdr);
    }

    /** The engine may have ended our dialogs meanwhile, or have begun anew: then it is told of them. */
    private void claimAgain(Agent agent) {
        for (Leg leg : calls.legs()) {
            if (leg.agent() == agent && Claiming.isPossible(leg)) {
                leg.call().execute(() -> claimAgain(leg, agent));
            }
        }
    }

    private static void claimAgain(Leg leg, Agent agent) {
        if (leg.phase() == Phase.CONFIRMED || leg.phase() == Phase.LEAVING) {
            Claiming.again(leg, agent, verdict -> {
                switch (verdict) {
                    case OURS, ANYBODYS, UNREACHED -> {}
                    case MADE_AGAIN -> {
                        leg.engineBeganAnew();
                        leg.call().calls().probes().soon(leg);
                    }
                    case ANOTHER_NODES -> leg.over(TerminateReason.of(Kind.TAKEN_OVER));
                    case ENDED -> leg.over(TerminateReason.of(Kind.ENGINE));
                }
            });
        }
    }

    private void lost(Agent agent) {
        Timer waiting = broken.remove(agent);
        if (waiting != null) {
            waiting.cancel();
        }
        for (Leg leg : calls.legs()) {
            if (leg.agent() == agent) {
                leg.call().execute(() -> leg.over(TerminateReason.of(Kind.LINK_LOST)));
            }
        }
    }
}
