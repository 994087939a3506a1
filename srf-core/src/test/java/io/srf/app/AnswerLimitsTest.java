// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerLimitsTest extends AppWorld {
    private static final Duration BLINK = Duration.ofMillis(1);

    private final List<Response> responses = new ArrayList<>();

    private Response received(String method) {
        app.handle(method, (req, res) -> responses.add(res));
        engine.receives("t", Messages.of(method));
        return responses.get(0);
    }

    @Test
    void an_INVITE_without_any_response_is_answered_with_408() {
        Response response = received("INVITE");
        pass(LIMITS.firstResponse().minus(BLINK));
        assertThat(engine.sent()).isEmpty();
        pass(BLINK);
        assertThat(engine.sent()).containsExactly("SIP/2.0 408 Request Timeout");
        assertFailedWith(response.send(200), IllegalStateException.class, "too long", "408");
        assertFailedWith(response.request().cancelled(), IllegalStateException.class);
    }

    @Test
    void an_INVITE_may_ring_for_long_after_each_provisional_response() {
        Response response = received("INVITE");
        response.send(180).join();
        pass(LIMITS.ringing().minus(BLINK));
        response.send(182).join();
        pass(LIMITS.ringing().minus(BLINK));
        assertThat(response.isFinal()).isFalse();
        pass(BLINK);
        assertThat(engine.sent().get(2)).isEqualTo("SIP/2.0 408 Request Timeout");
    }

    @Test
    void any_other_request_is_answered_with_500_for_408_is_not_allowed() {
        received("MESSAGE");
        pass(LIMITS.otherResponse());
        assertThat(engine.sent()).containsExactly("SIP/2.0 500 Server Internal Error");
    }

    @Test
    void a_handler_has_its_time_again_when_the_engine_has_refused_its_answer() {
        Response response = received("INVITE");
        engine.refusesNext("missing content-type");
        response.send(200);
        pass(LIMITS.firstResponse());
        assertThat(engine.sent()).containsExactly("SIP/2.0 200 OK", "SIP/2.0 408 Request Timeout");
    }

    @Test
    void a_request_that_the_engine_has_answered_itself_is_done_with() {
        Response response = received("INVITE");
        engine.refusesNext("Response not sent due to unknown transaction");
        response.send(200);
        assertThat(agent.isIdle()).isTrue();
        pass(LIMITS.firstResponse());
        assertThat(engine.sent()).containsExactly("SIP/2.0 200 OK");
    }

    @Test
    void a_request_whose_caller_can_be_reached_no_more_is_done_with() {
        Response response = received("INVITE");
        engine.refusesNext("transport for response has been shutdown or closed");
        response.send(486);
        assertThat(agent.isIdle()).isTrue();
        pass(LIMITS.firstResponse());
        assertThat(engine.sent()).containsExactly("SIP/2.0 486 Busy Here");
    }

    @Test
    void a_request_whose_answer_is_too_large_for_its_caller_has_an_answer_of_the_engine_and_is_done_with() {
        Response response = received("INVITE");
        engine.refusesNext("the response has 70000 bytes, expected: ≤ 65507 by UDP");
        response.send(200);
        assertThat(agent.isIdle()).isTrue();
        pass(LIMITS.firstResponse());
        assertThat(engine.sent()).containsExactly("SIP/2.0 200 OK");
    }

    @Test
    void nothing_is_kept_for_a_late_answer_that_the_engine_does_not_take() {
        received("MESSAGE");
        engine.refusesNext("Response not sent due to unknown transaction");
        pass(LIMITS.otherResponse());
        assertThat(agent.isIdle()).isTrue();
        assertThat(agent.stats().givenUp()).isEqualTo(1);
    }

    @Test
    void too_many_open_requests_make_new_ones_fail_but_not_those_in_dialogs() {
        AppLimits narrow = new AppLimits(
                LIMITS.firstResponse(), LIMITS.ringing(), LIMITS.otherResponse(), LIMITS.transaction(), 1);
        ScriptedEngine busy = new ScriptedEngine("busy");
        App idler = new App().use((req, res, next) -> responses.add(res));
        AppLinks others = new AppLinks(idler, DialogRequests.NONE, events, new AppRuntime(executor, timers, narrow));
        others.connect(busy.connector(), OPTIONS).join();
        busy.receives("t1", Messages.of("MESSAGE"));
        busy.receives("t2", Messages.of("MESSAGE"));
        busy.receives("t3", "d", Messages.of("BYE"));
        assertThat(busy.sent()).containsExactly("SIP/2.0 503 Service Unavailable");
        assertThat(responses).hasSize(2);
        assertThat(others.any().stats()).isEqualTo(new AgentStats(3, 0, 0, 0, 1, 0));
        responses.forEach(response -> response.send(200));
        assertThat(others.isIdle()).isTrue();
        others.close();
    }
}
