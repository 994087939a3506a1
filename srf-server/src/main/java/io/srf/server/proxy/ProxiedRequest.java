// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import io.srf.server.dialog.Routes;
import io.srf.server.dialog.Ways;
import io.srf.server.transaction.ClientTransaction;
import io.srf.server.transaction.ServerTransaction;
import io.srf.server.transaction.TransactionsExhaustedException;
import io.srf.server.transport.Flow;
import io.srf.sip.Header;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import io.srf.time.Timer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the proxy: its targets, tried in turn or at once, and what came back (RFC 3261 §16.6, §16.7). For the shard's loop
 * alone.
 */
final class ProxiedRequest {
    /** How many targets one request may have, redirects included. */
    static final int MAX_TARGETS = 32;

    /** How many callees of one request the listener hears of; more than that nobody has. */
    private static final int MAX_CALLEES = 16;

    private final Way way;
    private final ServerTransaction received;
    private final Plan plan;
    private final ProxyListener listener;

    private final Deque<Uri> untried = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private final List<Branch> open = new ArrayList<>(2);
    private final Set<String> callees = new HashSet<>(1);
    private BestResponse best = BestResponse.NONE;
    private Stage stage = Stage.SEARCHING;

    /** How far the search for somebody who answers has come. */
    private enum Stage {
        SEARCHING,
        /** A 2xx or 6xx came, or the caller gave up: no more targets are tried. */
        DECIDED,
        DONE
    }

    /**
     * How a request is passed on.
     *
     * @param request what is passed on: the received request, without a Route that led here and with what the application adds
     * @param simultaneous whether all targets are tried at once
     * @param followRedirects whether the contacts of a 3xx are tried
     * @param recordRoute whether to stay in the dialog
     * @param provisionalMillis how long a target has to say anything; 0 for no limit of its own
     * @param finalMillis how long a target has to answer; 0 for no limit of its own
     */
    record Plan(
            SipRequest request,
            boolean simultaneous,
            boolean followRedirects,
            boolean recordRoute,
            long provisionalMillis,
            long finalMillis) {}

    ProxiedRequest(Way way, ServerTransaction received, Plan plan, ProxyListener listener) {
        this.way = way;
        this.received = received;
        this.plan = plan;
        this.listener = listener;
    }

    ServerTransaction received() {
        return received;
    }

    /** Begins with these targets, one at least. */
    void begin(List<Uri> targets) {
        addTargets(targets);
        proceed();
    }

    /** Begins with a target that is reached by this way alone. */
    void begin(Uri target, Flow flow) {
        Branch branch = new Branch(this);
        open.add(branch);
        transmit(branch, target, Ways.only(flow));
    }

    private void addTargets(List<Uri> targets) {
        for (Uri target : targets) {
            Uri uri = target.asRequestUri();
            if (seen.size() < MAX_TARGETS && seen.add(uri.toString())) {
                untried.add(uri);
            }
        }
    }

    /** Tries what is to be tried now, and settles the matter when nothing is left. */
    private void proceed() {
        while (stage == Stage.SEARCHING && !untried.isEmpty() && (plan.simultaneous() || open.isEmpty())) {
            attempt(untried.remove());
        }
        if (open.isEmpty() && stage != Stage.DONE && (stage == Stage.DECIDED || untried.isEmpty())) {
            settle();
        }
    }

    private void attempt(Uri target) {
        Branch branch = new Branch(this);
        open.add(branch);
        Uri hop = Routes.firstHop(plan.request(), target);
        new Routes(way.shard()).to(hop, Routes.of(ways -> transmit(branch, target, ways), why -> failed(branch, 503)));
    }

    private void transmit(Branch branch, Uri target, Ways ways) {
        if (stage != Stage.SEARCHING) {
            closed(branch);
            return;
        }
        branch.by(ways, flow -> {
            List<SipUri> hops =
                    plan.recordRoute() ? way.hops().between(received.request(), received.flow(), flow) : List.of();
            return ForwardedRequest.to(target, plan.request(), hops);
        });
        sendOtherwise(branch);
        if (open.contains(branch)) {
            branch.limits(limit(plan.provisionalMillis(), branch), limit(plan.finalMillis(), branch));
        }
    }

    /** Whether a branch may still be tried elsewhere. */
    boolean isSearching(Branch branch) {
        return stage == Stage.SEARCHING && open.contains(branch) && !received.isAnswered();
    }

    /** Sends the request of a branch to its next target. */
    void sendOtherwise(Branch branch) {
        try {
            branch.begin(way.layer());
        } catch (TransactionsExhaustedException e) {
            failed(branch, 503);
        }
    }

    /** A target of a branch was silent; should it accept an INVITE after all, the caller hears of it. */
    void abandoned(Branch branch, ClientTransaction silent) {
        if (silent.request().is(Methods.INVITE)) {
            way.layer().abandon(silent, response -> answered(branch, response));
        }
    }

    private @Nullable Timer limit(long millis, Branch branch) {
        return millis == 0 ? null : way.shard().loop().timers().schedule(millis, () -> late(branch));
    }

    /** A target took too long: it is given up, and the next is tried without waiting for its 487. */
    private void late(Branch branch) {
        branch.cancel(List.of());
        failed(branch, 408);
    }

    /** A provisional response of a branch. */
    void provisional(SipResponse response) {
        SipResponse back = response.status() > 100 ? PassedBack.of(received, response) : null;
        if (back != null && stage == Stage.SEARCHING) {
            received.respond(back);
        }
    }

    /** A final response of a branch. */
    void answered(Branch branch, SipResponse response) {
        SipResponse back = PassedBack.of(received, response);
        if (back != null && response.isSuccess()) {
            succeeded(branch, response, back);
        } else {
            refused(branch, response, back);
        }
    }

    /** A final response other than a 2xx, or one that cannot go back. */
    private void refused(Branch branch, SipResponse response, @Nullable SipResponse back) {
        if (back != null) {
            listener.finalResponse(branch.flow(), response);
        }
        if (open.contains(branch)) {
            if (response.status() >= 600) {
                decide(branch);
            }
            if (back == null) {
                failed(branch, 502);
            } else if (isGivenUpByUs(branch, response)) {
                failed(branch, 408);
            } else {
                rejected(back);
                closed(branch);
            }
        }
    }

    /** A 2xx, which goes back whatever did before (§16.7 step 5); one that comes again is no news to the listener. */
    private void succeeded(Branch branch, SipResponse response, SipResponse back) {
        if (callees.size() < MAX_CALLEES && callees.add(String.valueOf(back.to().tag()))) {
            listener.finalResponse(branch.flow(), response);
        }
        received.forward(back);
        decide(branch);
        finish(response);
    }

    /** Whether a target says that it was cancelled, which not the caller did but Timer C (§16.8). */
    private boolean isGivenUpByUs(Branch branch, SipResponse response) {
        return response.status() == 487 && stage == Stage.SEARCHING && branch.isCancelled();
    }

    private void rejected(SipResponse response) {
        int known = seen.size();
        if (response.status() / 100 == 3 && plan.followRedirects() && stage == Stage.SEARCHING) {
            addTargets(Redirection.of(received.request(), response));
        }
        if (seen.size() == known) {
            best = best.or(response);
        }
    }

    /** A branch that got no answer. */
    void failed(Branch branch, int status) {
        if (open.contains(branch)) {
            best = best.or(ours(status));
            closed(branch);
        }
    }

    private void closed(Branch branch) {
        branch.stopTimers();
        open.remove(branch);
        proceed();
    }

    /** No more targets; the branches still open are given up (§16.7 step 10). */
    private void decide(Branch by) {
        stage = stage == Stage.DONE ? stage : Stage.DECIDED;
        untried.clear();
        for (Branch branch : List.copyOf(open)) {
            if (!branch.equals(by)) {
                branch.cancel(List.of());
            }
        }
    }

    /** The caller gave up (§16.10): every branch is cancelled, and what they answer goes back, which may be a 2xx that crossed the CANCEL. */
    void cancelled(List<Header> headers) {
        best = best.or(ours(487));
        stage = stage == Stage.DONE ? stage : Stage.DECIDED;
        untried.clear();
        List.copyOf(open).forEach(branch -> branch.cancel(headers));
    }

    /** The caller can hear no answer any more: unless there is one already, that is as if it had given up. */
    void lost(List<Header> headers) {
        if (stage == Stage.SEARCHING) {
            cancelled(headers);
        }
    }

    private void settle() {
        SipResponse found = best.withAllChallenges();
        SipResponse answer = found == null ? ours(408) : found.status() == 503 ? ours(500) : found;
        if (!received.isAnswered() && !lateNonInvite(found)) {
            received.respond(answer);
        }
        finish(answer);
    }

    private SipResponse ours(int status) {
        return received.request().response(status, null).build();
    }

    /** A non-INVITE that nobody answered in time gets no 408: its caller has given up already (RFC 4320 §4.2). */
    private boolean lateNonInvite(@Nullable SipResponse answer) {
        return !received.request().is(Methods.INVITE) && answer != null && answer.status() == 408;
    }

    private void finish(SipResponse answer) {
        if (stage != Stage.DONE) {
            stage = Stage.DONE;
            open.forEach(Branch::stopTimers);
            listener.done(answer);
        }
    }
}
