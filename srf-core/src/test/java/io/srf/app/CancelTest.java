// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.link.LinkException;
import io.srf.sip.SipRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CancelTest extends AppWorld {
    private final List<Request> requests = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    private Request invited() {
        app.invite((req, res) -> requests.add(req));
        engine.receives("t", Messages.invite());
        return requests.get(0);
    }

    private void cancel() {
        engine.receives("t", Messages.following("CANCEL"));
    }

    @Test
    void a_CANCEL_that_comes_before_anybody_asked_is_known_to_all_who_ask() {
        app.invite((req, res) -> {
            cancel();
            heard.add("cancelled: " + req.isCancelled());
            req.onCancel(cancel -> heard.add("called back: " + cancel.method()));
            heard.add("completed: " + req.cancelled().join().method());
        });
        engine.receives("t", Messages.invite());
        assertThat(heard).containsExactly("cancelled: true", "called back: CANCEL", "completed: CANCEL");
    }

    @Test
    void a_request_that_is_cancelled_before_its_handler_could_run_goes_to_none() {
        executor.hold();
        app.invite((req, res) -> heard.add("handler"));
        engine.receives("t", Messages.invite());
        cancel();
        executor.release();
        assertThat(heard).isEmpty();
        assertThat(engine.sent()).isEmpty();
    }

    @Test
    void a_CANCEL_that_comes_later_calls_everybody_back() {
        Request request = invited();
        request.onCancel(cancel -> {
            throw new IllegalStateException("this one has a bug");
        });
        request.onCancel(cancel -> heard.add(cancel.method()));
        CompletableFuture<SipRequest> cancelled = request.cancelled();
        assertThat(request.isCancelled()).isFalse();
        cancel();
        assertThat(heard).containsExactly("CANCEL");
        assertThat(cancelled.join().method()).isEqualTo("CANCEL");
        assertThat(request.cancelled().join().method()).isEqualTo("CANCEL");
    }

    @Test
    void a_cancelled_request_cannot_be_answered_for_the_engine_has() {
        Request request = invited();
        cancel();
        assertThat(request.response().isFinal()).isTrue();
        assertThat(request.response().status()).isEqualTo(487);
        assertFailedWith(request.response().send(200), SipException.class, "487 Request Terminated");
        assertThat(engine.sent()).isEmpty();
    }

    @Test
    void a_cancelled_request_goes_through_no_further_handler_and_has_no_default_answer() {
        app.use((req, res, next) -> {
            cancel();
            next.run();
        });
        app.invite((req, res) -> heard.add("handler"));
        engine.receives("t", Messages.invite());
        assertThat(heard).isEmpty();
        assertThat(engine.sent()).isEmpty();
    }

    @Test
    void a_CANCEL_that_comes_after_the_final_response_is_too_late() {
        Request request = invited();
        CompletableFuture<SipRequest> asked = request.cancelled();
        request.onCancel(cancel -> heard.add("cancelled"));
        request.response().send(200).join();
        cancel();
        assertThat(heard).isEmpty();
        assertThat(request.isCancelled()).isFalse();
        assertFailedWith(asked, IllegalStateException.class, "200");
        assertFailedWith(request.cancelled(), IllegalStateException.class, "200");
    }

    @Test
    void a_CANCEL_that_the_engine_saw_before_the_200_makes_the_200_fail() {
        Request request = invited();
        engine.hold();
        engine.refusesNext("Response not sent due to unknown transaction");
        CompletableFuture<?> answer = request.response().send(200);
        cancel();
        engine.release();
        assertFailedWith(answer, SipException.class, "487 Request Terminated");
        assertThat(request.isCancelled()).isTrue();
    }

    @Test
    void a_200_that_the_engine_sent_before_the_CANCEL_stands() {
        Request request = invited();
        engine.hold();
        CompletableFuture<?> answer = request.response().send(200);
        engine.release();
        cancel();
        assertThat(answer).isCompleted();
        assertThat(request.isCancelled()).isFalse();
    }

    @Test
    void no_CANCEL_can_come_when_the_link_has_dropped() {
        Request request = invited();
        CompletableFuture<SipRequest> cancelled = request.cancelled();
        engine.drops();
        assertFailedWith(cancelled, LinkException.class, "engine closed the link");
        assertFailedWith(request.response().send(200), LinkException.class, "engine closed the link");
        links.close();
    }

    @Test
    void a_CANCEL_for_nothing_is_ignored() {
        app.use((req, res, next) -> heard.add(req.method()));
        cancel();
        assertThat(heard).isEmpty();
        assertThat(engine.sent()).isEmpty();
        assertThat(agent.stats().strays()).isEqualTo(1);
    }

    /** What names an INVITE is its transaction. */
    @Test
    void of_two_INVITEs_with_one_Call_ID_only_the_cancelled_one_is_cancelled() {
        List<Response> responses = new ArrayList<>();
        app.invite((req, res) -> {
            requests.add(req);
            responses.add(res);
        });
        engine.receives("t", Messages.invite());
        engine.receives("t2", Messages.invite());
        assertThat(requests.get(1).callId()).isEqualTo(requests.get(0).callId());
        cancel();
        assertThat(requests).extracting(Request::isCancelled).containsExactly(true, false);
        responses.get(1).send(486);
    }
}
