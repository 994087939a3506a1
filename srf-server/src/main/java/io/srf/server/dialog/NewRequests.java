// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.log.CallLogger;
import io.srf.log.LogLimiter;
import io.srf.server.admin.Application;
import io.srf.server.proxy.Proxies;
import io.srf.server.routing.Arrival;
import io.srf.server.routing.Choice;
import io.srf.server.routing.NoDecisionException;
import io.srf.server.transaction.ServerTransaction;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.Origin.Source;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds somebody for requests outside of dialogs: an application, a destination, or a refusal. For the shard's loop alone.
 *
 * <p>To decide may take a question to somebody else. Meanwhile the caller may cancel, and is answered then.
 */
final class NewRequests {
    /** How many requests of a shard may wait for a decision; those above are answered 503. */
    static final int MAX_UNDECIDED = 10_000;

    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(NewRequests.class);

    private final Shard shard;
    private final Heirs heirs;
    private final OwedAnswers owed;
    private final Proxies proxies;
    private final Replies replies;
    private final Cdrs cdrs;
    private final LogLimiter lines;
    private int undecided;
    private long unplaced;

    NewRequests(Shard shard, Heirs heirs, OwedAnswers owed, Proxies proxies) {
        this.shard = shard;
        this.heirs = heirs;
        this.owed = owed;
        this.proxies = proxies;
        this.replies = new Replies(shard);
        this.cdrs = new Cdrs(shard, heirs);
        this.lines = new LogLimiter(LOG_INTERVAL, shard.loop().timers()::nanoTime);
    }

    /** For how many requests since the start it could not be decided who gets them, or nobody was where they were sent. */
    long unplaced() {
        return unplaced;
    }

    /** Takes a new request. */
    void take(ServerTransaction transaction) {
        if (transaction.isMerged() && !proxies.isSpiral(transaction.request())) {
            UasCore.refuse(transaction, 482);
            return;
        }
        cdrs.attempted(Source.NETWORK, transaction.request());
        if (Methods.isMiswritten(transaction.request().method())) {
            refuse(transaction, 501);
        } else if (undecided >= MAX_UNDECIDED) {
            refuse(transaction, 503);
        } else {
            decide(transaction);
        }
    }

    private void decide(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        Arrival arrival = new Arrival(
                request,
                transaction.flow().protocol().lower(),
                transaction.flow().remote());
        CompletionStage<Choice> decision;
        try {
            decision = shard.reception().chooser().choose(arrival);
        } catch (RuntimeException e) {
            undecidable(transaction, e);
            return;
        }
        if (decision == null) {
            inTurn(transaction);
        } else {
            whenKnown(
                    transaction,
                    decision,
                    choice -> chosen(transaction, choice),
                    failure -> undecidable(transaction, failure),
                    tooLate -> {});
        }
    }

    /** Goes on, on the loop, when something is known; that is too late if the caller has its answer by then. */
    private <T> void whenKnown(
            ServerTransaction transaction,
            CompletionStage<T> asked,
            Consumer<T> known,
            Consumer<Throwable> failed,
            Consumer<T> late) {
        undecided++;
        asked.whenComplete((value, failure) -> shard.loop().later(() -> {
            undecided--;
            boolean answered = transaction.isAnswered();
            if (failure == null) {
                (answered ? late : known).accept(value);
            } else if (!answered) {
                failed.accept(failure);
            }
        }));
    }

    private void undecidable(ServerTransaction transaction, Throwable failure) {
        Throwable cause = cause(failure);
        nobody(transaction, cause instanceof NoDecisionException ? 503 : 500, cause.getMessage());
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Refuses and counts a request for which nobody could be found, and says why; of each status once in an interval. */
    private void nobody(ServerTransaction transaction, int status, @Nullable String why) {
        unplaced++;
        SipRequest request = transaction.request();
        long heldBack = lines.permit(status);
        if (heldBack != LogLimiter.HOLD_BACK) {
            CallLogger.warn(
                    LOG,
                    request.callId(),
                    "nobody was found for this {}: {}{}",
                    request.method(),
                    why,
                    LogLimiter.since(heldBack));
        }
        refuse(transaction, status);
    }

    private void chosen(ServerTransaction transaction, Choice choice) {
        try {
            switch (choice) {
                case Choice.InTurn any -> inTurn(transaction);
                case Choice.Reject reject ->
                    respond(transaction, transaction.request().response(reject.status(), reject.reason()));
                case Choice.Later later -> respond(transaction, later.answer(transaction.request()));
                case Choice.Redirect redirect -> redirect(transaction, redirect);
                case Choice.PassOn onward -> proxies.begin(transaction, onward.destinations(), onward.options());
                case Choice.Tagged tagged ->
                    giveOr480(
                            transaction,
                            heirs.forNewTagged(transaction.request().method(), tagged.tag()),
                            "no application with the tag '" + tagged.tag() + "' wants it");
                case Choice.Connect place -> connect(transaction, place);
            }
        } catch (SipParseException | IllegalArgumentException e) {
            undecidable(transaction, e);
        }
    }

    private void inTurn(ServerTransaction transaction) {
        String method = transaction.request().method();
        Application application = heirs.forNew(method);
        if (application != null) {
            give(transaction, application);
        } else if (shard.applications().isPaused(method)) {
            respond(transaction, Choice.Later.ELSEWHERE.answer(transaction.request()));
        } else {
            respond(transaction, unwanted(transaction.request()));
        }
    }

    private SipResponse.Builder unwanted(SipRequest request) {
        SipResponse.Builder answer = shard.reception().pings().answer(request);
        return answer == null ? request.response(unwanted(request.method()), null) : answer;
    }

    /** What a request is answered that no application wants. A BYE ends a dialog, and there is none (RFC 3261 §15.1.2). */
    private static int unwanted(String method) {
        return method.equals(Methods.BYE) ? 481 : Methods.ALL.contains(method) ? 503 : 501;
    }

    private void give(ServerTransaction transaction, Application application) {
        owed.add(new OwedAnswer(transaction, application, null));
        replies.newRequest(application, transaction.request(), transaction.flow(), transaction.id());
    }

    private void giveOr480(ServerTransaction transaction, @Nullable Application application, String otherwise) {
        if (application == null || application.isGone()) {
            nobody(transaction, 480, otherwise);
        } else {
            give(transaction, application);
        }
    }

    private void redirect(ServerTransaction transaction, Choice.Redirect redirect) {
        SipResponse.Builder response = transaction.request().response(302, null);
        for (String contact : redirect.contacts()) {
            response.add(HeaderName.CONTACT, contact.indexOf('<') < 0 ? "<" + contact + ">" : contact);
        }
        respond(transaction, response);
    }

    private void refuse(ServerTransaction transaction, int status) {
        respond(transaction, transaction.request().response(status, null));
    }

    private void respond(ServerTransaction transaction, SipResponse.Builder answer) {
        cdrs.refusedHere(transaction.request(), transaction.respond(answer.build()));
    }

    private void connect(ServerTransaction transaction, Choice.Connect place) {
        whenKnown(
                transaction,
                shard.reception().outbound().connect(place),
                application -> giveOr480(transaction, application, "the application there has closed its link"),
                failure -> nobody(transaction, 480, cause(failure).getMessage()),
                Application::hangUp);
    }
}
