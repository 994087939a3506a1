// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.link.LinkException;
import io.srf.sip.HeaderName;
import io.srf.sip.NameAddr;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainEndTest extends AppWorld {
    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "REGISTER", "BYE", "INFO", "OPTIONS", "FOO"})
    void what_nobody_answers_is_not_found(String method) {
        engine.receives("t", Messages.of(method));
        assertThat(engine.sent()).containsExactly("SIP/2.0 404 Not Found");
    }

    @Test
    void a_PRACK_that_nobody_answers_is_accepted() {
        engine.receives("t", "d", Messages.of("PRACK"));
        assertThat(engine.sent()).containsExactly("SIP/2.0 200 OK");
    }

    @Test
    void an_ACK_is_never_answered() {
        engine.receives("t", "d", Messages.of("ACK"));
        assertThat(engine.sent()).isEmpty();
    }

    @Test
    void an_UPDATE_waits_for_somebody_to_answer_it() {
        engine.receives("t", "d", Messages.of("UPDATE"));
        assertThat(engine.sent()).isEmpty();
        pass(LIMITS.otherResponse());
        assertThat(engine.sent()).containsExactly("SIP/2.0 500 Server Internal Error");
    }

    private void assertThrowingAnswers(Exception thrown, String startLine) {
        app.message((req, res) -> {
            throw thrown;
        });
        engine.receives("t", Messages.of("MESSAGE"));
        assertThat(engine.sent()).containsExactly(startLine);
    }

    @Test
    void a_SipException_becomes_its_status_and_reason() {
        assertThrowingAnswers(new SipException(486, "On the Beach"), "SIP/2.0 486 On the Beach");
    }

    @Test
    void a_SipException_out_of_a_joined_future_becomes_its_status() {
        assertThrowingAnswers(
                new CompletionException(new CompletionException(new SipException(480))),
                "SIP/2.0 480 Temporarily Unavailable");
    }

    @Test
    void a_failed_link_becomes_503() {
        assertThrowingAnswers(new LinkException(LinkException.Reason.LOST, "gone"), "SIP/2.0 503 Service Unavailable");
    }

    @Test
    void any_other_exception_becomes_500() {
        assertThrowingAnswers(new java.io.IOException("disk full"), "SIP/2.0 500 Server Internal Error");
    }

    @Test
    void an_error_of_the_JVM_becomes_500() {
        app.message((req, res) -> {
            throw new StackOverflowError();
        });
        engine.receives("t", Messages.of("MESSAGE"));
        assertThat(engine.sent()).containsExactly("SIP/2.0 500 Server Internal Error");
    }

    @Test
    void a_header_that_cannot_be_read_becomes_the_status_the_parser_suggests() {
        app.message((req, res) -> {
            NameAddr from = req.from();
            res.send(200, from.toString());
        });
        engine.receives(
                "t", Messages.request("MESSAGE").set(HeaderName.FROM, "<<<").build());
        assertThat(engine.sent()).containsExactly("SIP/2.0 400 Bad Request");
    }

    @Test
    void an_exception_of_one_request_affects_no_other() {
        app.message((req, res) -> {
            if (req.transactionId().equals("bad")) {
                throw new IllegalStateException("bad luck");
            }
            res.send(202);
        });
        engine.receives("bad", Messages.of("MESSAGE"));
        engine.receives("good", Messages.of("MESSAGE"));
        assertThat(engine.sent()).containsExactly("SIP/2.0 500 Server Internal Error", "SIP/2.0 202 Accepted");
        assertThat(agent.stats().failures()).isEqualTo(1);
    }

    @Test
    void an_exception_after_the_answer_changes_nothing() {
        app.message((req, res) -> {
            res.send(202);
            throw new IllegalStateException("after all");
        });
        engine.receives("t", Messages.of("MESSAGE"));
        assertThat(engine.sent()).containsExactly("SIP/2.0 202 Accepted");
    }

    @Test
    void a_handler_may_answer_after_it_has_returned() {
        CompletableFuture<Response> kept = new CompletableFuture<>();
        app.message((req, res) -> kept.complete(res));
        engine.receives("t", Messages.of("MESSAGE"));
        assertThat(engine.sent()).isEmpty();
        kept.join().send(200).join();
        assertThat(engine.sent()).containsExactly("SIP/2.0 200 OK");
    }

    @Test
    void an_application_that_has_shut_down_refuses_what_still_comes() {
        app.message((req, res) -> res.send(200));
        executor.shutDown();
        engine.receives("t", Messages.of("MESSAGE"));
        assertThat(engine.sent()).containsExactly("SIP/2.0 503 Service Unavailable");
        assertThat(engine.lastSend().message().header("Retry-After")).isEqualTo("5");
    }
}
