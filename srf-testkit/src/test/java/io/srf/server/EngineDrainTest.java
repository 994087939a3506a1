// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.srf.server.transaction.MessageCounters;
import io.srf.server.transaction.MessageCounters.Kind;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipResponse;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineDrainTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final EngineWorld world = new EngineWorld(1, 2);
    private final Phone alice = world.phone("alice");
    private final ScriptedApplication application = world.application("invite", "bye");

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }

    private void answers() {
        application.on(
                Methods.INVITE,
                invite -> application.answers(
                        invite, SipResponse.builder(200, null).add(HeaderName.CONTACT, "<sip:app@198.18.0.1>")));
        application.on(Methods.BYE, bye -> application.answers(bye, 200));
    }

    private EngineMeasures measures() {
        CompletableFuture<EngineMeasures> measures = world.engine().measures();
        world.passes(Duration.ofMillis(1));
        return measures.join();
    }

    @Test
    void new_calls_are_refused_with_503_and_Retry_After_while_a_call_that_is_up_may_end() {
        answers();
        alice.calls(world.uri("x")).isInCall();
        CompletableFuture<Void> drained = world.engine().drain(LIMIT, DrainPolicy.END);

        Phone late = world.phone("late");
        late.calls(world.uri("x")).sees(503);
        assertThat(late.received().response(503).header(HeaderName.RETRY_AFTER)).isEqualTo("10");
        assertThat(drained).isNotDone();
        assertThat(measures().draining()).isTrue();
        assertThat(measures().total().timers())
                .as("that of the dialog's limit, at least")
                .isPositive();

        alice.hangsUp().sees(200, "BYE").isIdle();
        world.passes(Duration.ofSeconds(1));
        assertThat(drained).isCompleted();
    }

    @Test
    void new_calls_are_refused_with_503_and_Retry_After_while_their_application_drains() {
        answers();
        alice.calls(world.uri("x")).isInCall();
        application.wantsNoMore("invite");

        Phone late = world.phone("late");
        late.calls(world.uri("x")).sees(503);
        assertThat(late.received().response(503).header(HeaderName.RETRY_AFTER)).isEqualTo("10");
        alice.hangsUp().sees(200, "BYE").isIdle();
    }

    @Test
    void a_call_that_goes_on_for_too_long_is_ended_with_BYE_and_one_that_rings_with_503() {
        answers();
        alice.calls(world.uri("x")).isInCall();
        application.on(Methods.INVITE, invite -> application.answers(invite, 180));
        Phone ringing = world.phone("ringing");
        ringing.calls(world.uri("x")).sees(180);
        CompletableFuture<Void> drained = world.engine().drain(LIMIT, DrainPolicy.END);

        world.passes(LIMIT.minusSeconds(1));
        assertThat(drained).isNotDone();
        world.passes(Duration.ofSeconds(2));
        alice.isTold("BYE").isIdle();
        ringing.sees(503).isIdle();
        world.passes(Duration.ofSeconds(3));
        assertThat(drained).isCompleted();
    }

    @Test
    void a_call_that_is_left_hears_nothing() {
        answers();
        alice.calls(world.uri("x")).isInCall();
        CompletableFuture<Void> drained = world.engine().drain(LIMIT, DrainPolicy.LEAVE);

        world.passes(LIMIT.plusSeconds(1));
        assertThat(drained).isCompleted();
        alice.isInCall();
        alice.hangsUp().sees(200, "BYE").isIdle();
    }

    @Test
    void messages_are_counted_by_method_and_class_once_each() {
        answers();
        alice.calls(world.uri("x")).isInCall();
        alice.hangsUp().sees(200, "BYE").isIdle();

        MessageCounters messages = measures().messages();
        assertThat(messages.requestsReceived())
                .containsOnly(entry(Methods.INVITE, 1L), entry(Methods.ACK, 1L), entry(Methods.BYE, 1L));
        assertThat(messages.responsesSent())
                .containsEntry(new Kind(Methods.INVITE, 2), 1L)
                .containsEntry(new Kind(Methods.BYE, 2), 1L);
        assertThat(measures().routes()).containsEntry("invite", 1).containsEntry("bye", 1);
    }
}
