// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.link.LinkException.Reason;
import io.srf.wire.Reply;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client is connected when the engine has answered for all routes that it wanted. */
class LinkClientRoutesTest extends LinkClientFixture {
    @BeforeEach
    void the_engine_takes_its_time() {
        engine.answersRoutes = false;
    }

    private CompletableFuture<Reply.Authenticated> connects() {
        client().addRoute("invite");
        client().addRoute("bye");
        return client().connect();
    }

    @Test
    void it_is_connected_when_the_last_is_answered() {
        CompletableFuture<Reply.Authenticated> connected = connects();
        assertThat(events).containsExactly("connected v0.9.4", "connected returns");
        engine.answersRoute();
        assertThat(connected).isNotDone();
        engine.answersRoute();
        assertThat(connected).isCompletedWithValueMatching(it -> it.version().equals("v0.9.4"));
    }

    @Test
    void a_later_connection_counts_if_the_first_drops_before() {
        CompletableFuture<Reply.Authenticated> connected = connects();
        engine.answersRoute();
        engine.routesToAnswer.clear();
        engine.drop();
        timers.pass(255);
        engine.answersRoute();
        assertThat(connected).isNotDone();
        engine.answersRoute();
        assertThat(connected).isCompleted();
    }

    @Test
    void a_link_that_may_not_come_back_fails_if_it_drops_before() {
        options = options.withReconnect(ReconnectPolicy.NEVER);
        CompletableFuture<Reply.Authenticated> connected = connects();
        engine.drop();
        assertThat(reason(connected)).isEqualTo(Reason.GAVE_UP);
    }

    @Test
    void closing_before_fails_the_wait() {
        CompletableFuture<Reply.Authenticated> connected = connects();
        client().close();
        assertThat(reason(connected)).isEqualTo(Reason.CLOSED);
    }

    @Test
    void a_refusal_is_an_answer_and_the_others_are_waited_for() {
        engine.refusedRoute = "invite";
        CompletableFuture<Reply.Authenticated> connected = connects();
        engine.answersRoute();
        assertThat(connected).isNotDone();
        engine.answersRoute();
        assertThat(connected).isCompleted();
        assertThat(engine.links).hasSize(1);
    }

    @Test
    void an_answer_is_not_waited_for_for_ever() {
        options = options.withTimeouts(new LinkTimeouts(1_000, 1_000, 0, 1_000));
        CompletableFuture<Reply.Authenticated> connected = connects();
        engine.answersRoute();
        timers.pass(999);
        assertThat(connected).isNotDone();
        timers.pass(1);
        assertThat(connected).isCompleted();
    }

    @Test
    void a_route_that_is_added_later_is_not_waited_for() {
        CompletableFuture<Reply.Authenticated> connected = connects();
        client().addRoute("message");
        assertThat(engine.heard).endsWith("route invite", "route bye", "route message");
        engine.answersRoute();
        engine.answersRoute();
        assertThat(connected).isCompleted();
    }

    @Test
    void whoever_wants_to_can_wait_for_a_route_that_was_added_later() {
        engine.answersRoutes = true;
        CompletableFuture<Reply.Authenticated> connected = connects();
        assertThat(connected).isCompleted();
        engine.answersRoutes = false;
        client().addRoute("message");
        CompletableFuture<Void> routed = client().routed();
        assertThat(routed).isNotDone();
        engine.answersRoute();
        assertThat(routed).isCompleted();
    }

    @Test
    void waiting_for_routes_is_over_when_the_link_is_gone() {
        connects();
        CompletableFuture<Void> routed = client().routed();
        engine.drop();
        assertThat(routed).isCompleted();
        assertThat(client().routed()).isCompleted();
    }

    @Test
    void a_route_that_is_not_wanted_any_more_delays_nothing() {
        engine.version = "srf-1.0.0";
        CompletableFuture<Reply.Authenticated> connected = connects();
        assertThat(client().removeRoute("bye")).isCompleted();
        engine.answersRoute();
        engine.answersRoute();
        assertThat(connected).isCompleted();
    }
}
