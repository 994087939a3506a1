// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.app.Agent;
import io.srf.app.Extras;
import io.srf.internal.call.Claiming.Verdict;
import io.srf.session.DialogRecord;
import io.srf.session.DialogRecord.State;
import io.srf.session.internal.KeptCall;
import io.srf.sip.Methods;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Goes on with a call that was taken over from another node: makes its legs, claims them from the engines, tells the application, and then takes
 * the requests that have come meanwhile.
 *
 * <p>Confirmed legs go on. Those that were being made are forgotten: their INVITE is given again, or over. What had a partner that is
 * gone is hung up. Touched by tasks of the call's mailbox alone.
 */
final class Recovering {
    static final Extras ABANDONED = Extras.of("Reason", "SIP;cause=503;text=\"The other side is gone\"");

    private final Call call;
    private final Calls calls;
    private final List<Agent> links;
    private final Aim aim;
    private final Map<Leg, Verdict> verdicts = new LinkedHashMap<>();
    private final AtomicBoolean close;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int open;

    /** What is to become of the call. */
    enum Aim {
        /** It goes on. */
        GO_ON,
        /** Its legs are hung up. */
        CLOSE
    }

    private Recovering(Call call, List<Agent> links, Aim aim) {
        this.call = call;
        this.calls = call.calls();
        this.links = links;
        this.aim = aim;
        this.close = new AtomicBoolean(aim == Aim.CLOSE);
    }

    /**
     * Goes on with a call. Its legs are there when this returns; requests to them wait. Called by any thread.
     *
     * @param links of the engines that may have its dialogs, the likeliest first; not empty
     * @return completes when the call goes on, or is closed
     */
    static CompletableFuture<Void> start(Calls calls, KeptCall kept, List<Agent> links, Aim aim) {
        Call call = calls.continued(kept, links.getFirst());
        Recovering recovering = new Recovering(call, links, aim);
        call.execute(() -> recovering.begin(kept));
        return recovering.done;
    }

    /**
     * Hangs up what there is of a call whose record can not be read. Called by any thread.
     *
     * @param unread ids of its dialogs of which nothing can be read
     * @return completes when the dialogs that can be read are over
     */
    static CompletableFuture<Void> close(Calls calls, KeptCall kept, List<Agent> links, Set<String> unread) {
        Call call = calls.continued(kept, links.getFirst());
        Recovering recovering = new Recovering(call, links, Aim.CLOSE);
        call.execute(() -> {
            unread.forEach(dialogId -> new Unread(call, dialogId, links).hangUp());
            recovering.begin(kept);
        });
        return recovering.done;
    }

    private void begin(KeptCall kept) {
        call.hold();
        call.suspend();
        call.flight().decided("take over", kept.id() + " with fence " + kept.fence());
        Map<String, Leg> legs = new LinkedHashMap<>();
        for (DialogRecord record : new TreeMap<>(kept.dialogs()).values()) {
            if (goesOn(record)) {
                legs.put(record.ids().dialogId(), restored(record));
            } else {
                kept.remove(record.ids().dialogId());
            }
        }
        legs.values().forEach(leg -> join(leg, legs));
        open = legs.size();
        if (legs.isEmpty()) {
            nothing();
        }
        legs.values().forEach(leg -> Claiming.start(leg, links, verdict -> claimed(leg, verdict)));
    }

    /** A subscription does not: it is answered 481, and made anew by who wants it (RFC 6665 §4.1.2.2). */
    private static boolean goesOn(DialogRecord record) {
        return record.progress().state() == State.CONFIRMED
                && record.progress().method().equals(Methods.INVITE);
    }

    private Leg restored(DialogRecord record) {
        Leg leg = new Leg(call, links.getFirst(), record);
        call.flight().joins(record.ids().callId());
        leg.life().restore();
        return leg;
    }

    /** Joins a leg with its partner, if that one names it too: else the two were only about to be joined. */
    private static void join(Leg leg, Map<String, Leg> legs) {
        DialogRecord.Bridge bridge = leg.record().bridge();
        Leg peer = bridge == null ? null : legs.get(bridge.peer());
        if (bridge != null && peer != null && isJoined(peer, leg.id())) {
            leg.join(peer, bridge, null);
        }
    }

    private static boolean isJoined(Leg leg, String partner) {
        DialogRecord.Bridge bridge = leg.record().bridge();
        return bridge != null && bridge.peer().equals(partner);
    }

    private void claimed(Leg leg, Verdict verdict) {
        verdicts.put(leg, verdict);
        if (--open == 0) {
            tellApplication();
        }
    }

    private void tellApplication() {
        List<Leg> live = new ArrayList<>(verdicts.size());
        verdicts.forEach((leg, verdict) -> {
            if (verdict != Verdict.ANOTHER_NODES && verdict != Verdict.ENDED) {
                live.add(leg);
            }
        });
        open = live.size();
        if (open == 0) {
            goOn();
        }
        live.forEach(this::tell);
    }

    private void tell(Leg leg) {
        boolean told = leg.tryRun(() -> {
            try {
                decide(leg);
            } finally {
                call.execute(this::told);
            }
        });
        if (!told) {
            told();
        }
    }

    /** Runs on the executor, as listeners do. */
    private void decide(Leg leg) {
        if (aim == Aim.GO_ON && verdicts.get(leg) == Verdict.ANYBODYS && !calls.keeps(leg)) {
            close.set(true);
        } else if (aim == Aim.GO_ON) {
            calls.lifecycle().recovered(leg);
        }
    }

    private void told() {
        if (--open == 0) {
            goOn();
        }
    }

    private void goOn() {
        verdicts.forEach(this::endIfElsewhere);
        verdicts.keySet().forEach(leg -> leg.life().goesOn());
        call.resume();
        for (Leg leg : verdicts.keySet()) {
            boolean alone = leg.record().bridge() != null && leg.other() == null;
            if (close.get() || (alone && leg.partnership().endsWithPartner())) {
                leg.bye().hangUp(TerminateReason.of(Kind.LOCAL_BYE), ABANDONED);
            } else if (verdicts.get(leg) == Verdict.MADE_AGAIN) {
                calls.probes().soon(leg);
            }
        }
        call.release();
        end(close.get() ? verdicts.keySet().stream() : Stream.empty());
    }

    private void end(Stream<Leg> closing) {
        CompletableFuture<?>[] ends =
                closing.map(leg -> leg.listeners().ended()).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(ends).thenRun(() -> done.complete(null));
    }

    private void endIfElsewhere(Leg leg, Verdict verdict) {
        if (verdict == Verdict.ANOTHER_NODES) {
            leg.over(TerminateReason.of(Kind.TAKEN_OVER));
        } else if (verdict == Verdict.ENDED) {
            leg.over(TerminateReason.of(Kind.ENGINE));
        }
    }

    private void nothing() {
        call.resume();
        call.release();
        done.complete(null);
    }
}
