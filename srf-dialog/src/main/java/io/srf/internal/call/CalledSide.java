// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import static io.srf.app.SipException.Leg.B;

import io.srf.B2buaOptions;
import io.srf.TerminateReason;
import io.srf.app.Extras;
import io.srf.app.NoAnswerException;
import io.srf.app.OutgoingRequest;
import io.srf.app.ReceivedResponse;
import io.srf.app.Request;
import io.srf.app.SipException;
import io.srf.internal.b2bua.SetupEvent;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The called side of a back-to-back call while it is set up: rings the targets, tells the set-up what becomes of them as if they were one, and does
 * to them what it says. Touched by tasks of the mailbox alone.
 */
final class CalledSide {
    private static final int EARLY_DIALOG_TERMINATED = 199;
    private static final int UNAVAILABLE = 480;
    private static final int EXPIRED = 487;

    /** Why a target is cancelled when another, or somebody else, has taken the call (RFC 3326 §2). */
    private static final Extras ELSEWHERE = Extras.of("Reason", "SIP;cause=200;text=\"Call completed elsewhere\"");

    private final Call call;
    private final Setup setup;
    private final Request request;
    private final TargetList targets;
    private final B2buaOptions options;
    private final Observers observers;
    private final List<Branch> ringing = new ArrayList<>(1);
    private @Nullable String offer;
    private @Nullable Branch heard;
    private @Nullable Branch winner;
    private @Nullable Throwable failure;
    private @Nullable Timer whole;
    private @Nullable Timer expiry;
    private boolean over;

    CalledSide(Call call, Setup setup, Request request, TargetList targets, B2buaOptions options) {
        this.call = call;
        this.setup = setup;
        this.request = request;
        this.targets = targets;
        this.options = options;
        this.observers = new Observers(call, options);
    }

    Observers observers() {
        return observers;
    }

    /** The leg; null while nobody has answered. */
    @Nullable Leg leg() {
        return winner == null ? null : winner.leg();
    }

    /** The early leg of the one that rings; null if nobody does, or several do. */
    @Nullable Leg ringing() {
        return winner == null && ringing.size() == 1 ? ringing.getFirst().early() : null;
    }

    /** The early leg that A hears: of the one whose early media it has, else of the only one that rings; null if there is none. */
    @Nullable Leg audible() {
        Branch branch = heard;
        return winner == null && branch != null ? branch.early() : ringing();
    }

    /**
     * Rings the first targets.
     *
     * @param sdp what they are offered; null if they are to offer
     */
    void call(@Nullable String sdp) {
        offer = sdp;
        Duration limit = targets.limit();
        if (limit != null) {
            whole = call.later(limit, () -> tooLong(limit));
        }
        if (request.message().has(HeaderName.EXPIRES)) {
            expiry = call.later(Duration.ofSeconds(request.message().expires()), this::expired);
        }
        targets.ringBy(uri -> call.execute(() -> add(uri)));
        ringAll(targets.next());
    }

    private void tooLong(Duration limit) {
        if (!over) {
            call.flight().fired("targets", "no answer");
            cancel(Extras.NONE);
            setup.step(new SetupEvent.BFailed(new NoAnswerException(Methods.INVITE, limit).on(B)));
        }
    }

    /** The invitation is over before anybody has taken it (RFC 3261 §13.3.1). */
    private void expired() {
        if (!over) {
            call.flight().fired("INVITE", "Expires");
            setup.step(new SetupEvent.Abort(new SipException(EXPIRED)));
        }
    }

    private void add(String uri) {
        if (!over) {
            ringAll(List.of(uri));
        }
    }

    private void ringAll(List<String> uris) {
        List<Branch> stage = new ArrayList<>(uris.size());
        for (String uri : uris) {
            stage.add(new Branch(call, this, request.agent(), invite(uri), options));
        }
        ringing.addAll(stage);
        stage.forEach(Branch::call);
    }

    private OutgoingRequest invite(String uri) {
        return CalledInvite.write(
                request, uri, options, offer, setup.earlyOffers().canBeAnswered());
    }

    /** Nobody is to answer any more; who answers nevertheless is hung up on. */
    void cancel(Extras extras) {
        end();
        List.copyOf(ringing).forEach(branch -> branch.cancel(extras));
        ringing.clear();
    }

    /** The same because somebody else has taken the call. */
    void cancelElsewhere() {
        cancel(ELSEWHERE);
    }

    /** The call that its legs ring for. */
    Setup setup() {
        return setup;
    }

    /** Whether it has one target and will have no other, so that what that one says goes for all. */
    boolean isOne() {
        return targets.isOne();
    }

    /** Gives the 2xx its ACK with this answer to the offer in it. */
    void acknowledge(String answer) {
        if (winner != null) {
            winner.acknowledge(answer);
        }
    }

    /** Hangs up; somebody has answered. */
    void drop() {
        if (winner != null) {
            winner.drop();
        }
    }

    private void end() {
        over = true;
        targets.end();
        if (whole != null) {
            whole.cancel();
        }
        if (expiry != null) {
            expiry.cancel();
        }
    }

    /**
     * Only one target at a time is heard, lest media change under the caller with every response. A 199 says that a fork's early dialog is over
     * (RFC 6228 §4); the caller has one early dialog for all of them, and that goes on.
     */
    void progress(Branch branch, ReceivedResponse response) {
        if (over || !options.passProvisionalResponses() || response.status() == EARLY_DIALOG_TERMINATED) {
            return;
        }
        String sdp = Sdps.in(response.message());
        if (sdp != null && heard == null) {
            heard = branch;
        }
        setup.progress(response, branch.equals(heard) ? sdp : null);
    }

    @Nullable Leg callerFor(String method) {
        return over ? null : setup.callerFor(method);
    }

    boolean takesEarlyOffers() {
        return setup.earlyOffers().canBeAnswered();
    }

    void offeredEarly(Sdps.Made answer) {
        if (!over) {
            setup.earlyOffers().fromB(answer);
        }
    }

    void answered(Branch branch, ReceivedResponse response, boolean late) {
        winner = branch;
        ringing.remove(branch);
        cancelElsewhere();
        Leg leg = branch.leg();
        if (leg != null) {
            observers.answered(leg.dialog());
        }
        setup.answered(response, late);
    }

    void ended(TerminateReason reason) {
        setup.step(new SetupEvent.BOver(new SipException(UNAVAILABLE, reason.text()).on(B)));
    }

    void failed(Branch branch, Throwable cause) {
        Failures.on(B, cause);
        if (branch.equals(winner)) {
            setup.step(new SetupEvent.BFailed(cause));
        } else if (ringing.remove(branch) && !over) {
            failure = better(failure, cause);
            heard = branch.equals(heard) ? null : heard;
            if (ringing.isEmpty()) {
                goOn(cause, failure);
            }
        }
    }

    /** All that rang have failed. */
    private void goOn(Throwable last, Throwable best) {
        List<String> stage = targets.next();
        Function<SipException, @Nullable String> choice = targets.choice();
        if (!stage.isEmpty()) {
            ringAll(stage);
        } else if (choice != null && last instanceof SipException refusal) {
            ask(choice, refusal, best);
        } else {
            giveUp(best);
        }
    }

    private void ask(Function<SipException, @Nullable String> choice, SipException refusal, Throwable best) {
        try {
            call.calls().executor().execute(() -> choose(choice, refusal, best));
        } catch (RejectedExecutionException shutDown) {
            giveUp(best);
        }
    }

    /** Runs on the executor, where it may block. */
    private void choose(Function<SipException, @Nullable String> choice, SipException refusal, Throwable best) {
        try {
            String uri = choice.apply(refusal);
            if (uri != null) {
                targets.check(uri);
            }
            call.execute(() -> chosen(uri, best));
        } catch (Throwable e) {
            call.execute(() -> chosen(null, e));
        }
    }

    private void chosen(@Nullable String uri, Throwable best) {
        if (over) {
            return;
        }
        if (uri != null) {
            ringAll(List.of(uri));
        } else if (ringing.isEmpty()) {
            giveUp(best);
        }
    }

    private void giveUp(Throwable cause) {
        end();
        setup.step(new SetupEvent.BFailed(cause));
    }

    /** A 6xx before all others, else the lower class (RFC 3261 §16.7); the later one of two that are alike. */
    private static Throwable better(@Nullable Throwable before, Throwable now) {
        return before == null || rank(now) <= rank(before) ? now : before;
    }

    private static int rank(Throwable cause) {
        int statusClass = Requests.statusOf(cause) / 100;
        return statusClass == 6 ? 0 : statusClass;
    }
}
