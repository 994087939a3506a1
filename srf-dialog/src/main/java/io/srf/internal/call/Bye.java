// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.app.Extras;
import io.srf.app.NotSentException;
import io.srf.app.OutgoingRequest;
import io.srf.app.ReceivedResponse;
import io.srf.app.Request;
import io.srf.app.RequestListener;
import io.srf.app.Response;
import io.srf.internal.call.Claiming.Verdict;
import io.srf.internal.call.LegListeners.Notice;
import io.srf.internal.dialog.DialogEvent;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.link.LinkException;
import io.srf.link.LinkException.Reason;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Ends a dialog from either side: BYE (RFC 3261 §15), or what a subscription has in its place (RFC 6665 §4.1.2.3, §4.2.1.4). */
final class Bye {
    private static final int OK = 200;
    /** Between two attempts to send a BYE by a link that is down. */
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** For longer than links are waited for: {@link LinkWatch} ends the dialogs of one that does not come back. */
    private static final int MAX_TRIES = 60;
    /** What may be better a moment later. */
    private static final Set<Reason> PASSING =
            Set.of(Reason.NOT_CONNECTED, Reason.LOST, Reason.TIMEOUT, Reason.OVERLOADED);

    private final Leg leg;
    private Extras extras = Extras.NONE;
    private int tries;
    private @Nullable Request received;
    private Kind whenReceived = Kind.REMOTE_BYE;

    Bye(Leg leg) {
        this.leg = leg;
    }

    /** The other side's BYE; null if it sent none. */
    @Nullable Request received() {
        return received;
    }

    /** Another dialog takes the place of this one (RFC 3891): so the other side will end it. */
    void comesByReplacement() {
        whenReceived = Kind.REPLACED;
    }

    /** Ends the dialog for the application. Called by any thread. */
    CompletableFuture<Void> destroy(Extras with) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        leg.listeners().ended().thenRun(() -> leg.call().complete(over));
        leg.call().flight().decided("destroy", leg.id());
        leg.call().execute(() -> hangUp(TerminateReason.of(Kind.LOCAL_BYE), with));
        return over;
    }

    /** Ends the dialog because nobody has taken it. Called by any thread. */
    void unwanted() {
        leg.call().execute(() -> hangUp(TerminateReason.of(Kind.LOCAL_BYE), Extras.NONE));
    }

    /** Ends the dialog; a second wish to end it changes nothing. */
    void hangUp(TerminateReason reason, Extras with) {
        if (leg.phase() == Phase.EARLY) {
            leg.abandon();
        } else if (leg.phase() == Phase.CONFIRMED) {
            extras = with;
            leg.step(new DialogEvent.Hangup(reason));
        }
    }

    /** The machine says that it is time. */
    void send() {
        if (!Subscribing.isSubscription(leg)) {
            sendBye();
            return;
        }
        List<OutgoingRequest> requests = leg.subscriptions().farewells(extras);
        Answered answered = new Answered(leg, new AtomicInteger(requests.size()));
        if (requests.isEmpty()) {
            leg.call().execute(this::over);
        }
        requests.forEach(request -> Sending.inside(leg, request, answered));
    }

    private void sendBye() {
        tries++;
        Sending.inside(leg, OutgoingRequest.inDialog(leg.id(), Methods.BYE, extras), new RequestListener() {
            @Override
            public void answered(ReceivedResponse response) {
                leg.call().execute(response.message().isSuccess() ? Bye.this::over : Bye.this::overIfOurs);
            }

            @Override
            public void failed(Throwable cause) {
                leg.call().execute(() -> notSent(cause));
            }
        });
    }

    /** While the link is down nobody else hangs up: the other side would be in the call for ever. */
    private void notSent(Throwable cause) {
        boolean mayBeBack = cause instanceof LinkException link && PASSING.contains(link.reason());
        if (mayBeBack && tries < MAX_TRIES) {
            leg.call().later(PAUSE, this::again);
        } else if (isUnknown(cause) && tries < MAX_TRIES) {
            again();
        } else {
            overIfOurs();
        }
    }

    /** The engine may have begun anew just now, and not been told of the dialog yet; one that has ended it will not make it again. */
    private boolean isUnknown(Throwable cause) {
        return cause instanceof NotSentException notSent && notSent.isUnknownDialog() && Claiming.isPossible(leg);
    }

    /** The engine may have begun anew meanwhile: then it has to know the dialog first. */
    private void again() {
        if (leg.phase() != Phase.TERMINATING) {
            return;
        }
        if (Claiming.isPossible(leg)) {
            Claiming.again(leg, leg.agent(), this::claimed);
        } else {
            sendBye();
        }
    }

    private void claimed(Verdict verdict) {
        if (leg.phase() == Phase.TERMINATING) {
            switch (verdict) {
                case OURS, MADE_AGAIN, ANYBODYS, UNREACHED -> sendBye();
                case ANOTHER_NODES, ENDED -> over();
            }
        }
    }

    /** Who has not agreed to the end may be in the call with another node, which has it by now. */
    private void overIfOurs() {
        if (Ownership.isSure(leg)) {
            over();
        } else {
            Ownership.confirmed(leg.call(), this::over, () -> leg.over(TerminateReason.of(Kind.TAKEN_OVER)));
        }
    }

    /** Whatever is said to a BYE, the dialog is over (RFC 3261 §15.1.1). */
    private void over() {
        leg.step(new DialogEvent.ByeAnswered());
    }

    void receive(Request request, Response response) {
        Sending.quietly(response, OK);
        received = request;
        leg.listeners().tell(leg, Notice.BYE, request);
        String text = Incoming.reasonText(request.message().header(HeaderName.REASON));
        leg.over(text == null ? TerminateReason.of(whenReceived) : new TerminateReason(whenReceived, text));
    }

    /** Whatever is said to the last farewell, a dialog of subscriptions is over. */
    private record Answered(Leg leg, AtomicInteger left) implements RequestListener {
        @Override
        public void answered(ReceivedResponse response) {
            done();
        }

        @Override
        public void failed(Throwable cause) {
            done();
        }

        private void done() {
            if (left.decrementAndGet() == 0) {
                leg.call().execute(leg.bye()::over);
            }
        }
    }
}
