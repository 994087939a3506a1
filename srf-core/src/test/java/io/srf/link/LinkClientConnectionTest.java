// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.link.LinkException.Reason;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinkClientConnectionTest extends LinkClientFixture {
    @Test
    void it_authenticates_then_asks_for_its_methods_and_is_connected() {
        options = options.withTags(List.of("red"));
        client().addRoute("INVITE");
        client().addRoute("cdr:start");
        CompletableFuture<Reply.Authenticated> connected = client().connect();
        assertThat(connected).isCompletedWithValueMatching(it -> it.version().equals("v0.9.4"));
        assertThat(engine.heard).containsExactly("authenticate [red]", "route invite", "route cdr:start");
        assertThat(events).containsExactly("connected v0.9.4", "connected returns");
        assertThat(client().engine()).isEqualTo(connected.join());
    }

    @Test
    void connecting_twice_is_connecting_once() {
        client().connect();
        assertThat(client().connect()).isCompleted();
        assertThat(engine.heard).containsExactly("authenticate []");
    }

    @Test
    void a_wrong_secret_is_final() {
        options = LinkOptions.of("wrong");
        CompletableFuture<Reply.Authenticated> connected = client().connect();
        assertThat(reason(connected)).isEqualTo(Reason.REFUSED);
        assertThat(connected.exceptionNow()).hasMessage("the peer says: incorrect secret");
        timers.pass(3_600_000);
        assertThat(engine.heard).containsExactly("authenticate []");
        assertThat(events).containsExactly("refused the peer says: incorrect secret");
    }

    @Test
    void an_engine_that_answers_nothing_to_the_secret_is_tried_again() {
        engine.answersSecrets = false;
        CompletableFuture<Reply.Authenticated> connected = client().connect();
        timers.pass(10_000);
        assertThat(events).containsExactly("reconnecting 255 1");
        engine.answersSecrets = true;
        timers.pass(255);
        assertThat(connected).isCompleted();
        assertThat(engine.links).hasSize(1);
    }

    @Test
    void a_secret_refused_for_the_moment_is_tried_again() {
        engine.answerToSecret = id -> new Reply.Refused("r", id, false, "not yet");
        CompletableFuture<Reply.Authenticated> connected = client().connect();
        assertThat(connected).isNotDone();
        assertThat(events).containsExactly("reconnecting 255 1");
        assertThat(engine.links).isEmpty();
        timers.pass(255);
        assertThat(connected).isCompleted();
    }

    @Test
    void attempts_that_fail_are_repeated_after_growing_delays() {
        engine.refuseConnections(4);
        CompletableFuture<Reply.Authenticated> connected = client().connect();
        timers.pass(254);
        assertThat(events).containsExactly("reconnecting 255 1");
        timers.pass(1 + 433 + 736 + 1252);
        assertThat(connected).isCompleted();
        assertThat(events)
                .containsExactly(
                        "reconnecting 255 1",
                        "reconnecting 433 2",
                        "reconnecting 736 3",
                        "reconnecting 1252 4",
                        "connected v0.9.4",
                        "connected returns");
    }

    @Test
    void the_attempts_may_be_limited() {
        options = options.withReconnect(new ReconnectPolicy(100, 1, 100, 0, 2));
        engine.refuseConnections(3);
        CompletableFuture<Reply.Authenticated> connected = client().connect();
        timers.pass(3_600_000);
        assertThat(reason(connected)).isEqualTo(Reason.GAVE_UP);
        assertThat(connected.exceptionNow())
                .hasMessage("no further attempt to connect to the peer: connection refused");
        assertThat(events).containsExactly("reconnecting 100 1", "reconnecting 100 2", "gave up");
    }

    @Test
    void a_connector_that_throws_counts_as_a_failed_attempt() {
        Connector broken = new Connector() {
            @Override
            public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> ignored) {
                throw new IllegalStateException("no network");
            }

            @Override
            public String target() {
                return "nowhere";
            }
        };
        made = new LinkClient(broken, options.withReconnect(ReconnectPolicy.NEVER), timers, new Random(), listener);
        assertThat(reason(made.connect())).isEqualTo(Reason.GAVE_UP);
    }

    @Test
    void a_link_that_drops_fails_what_is_pending_and_comes_back_with_its_routes() {
        client().addRoute("invite");
        client().addRoute("bye");
        connected();
        CompletableFuture<Reply> reply = client().request(message());
        engine.drop();
        assertThat(reason(reply)).isEqualTo(Reason.LOST);
        assertThat(reason(client().request(message()))).isEqualTo(Reason.NOT_CONNECTED);
        assertThat(client().engine()).isNull();
        timers.pass(255);
        assertThat(engine.heard).containsExactly("Send", "authenticate []", "route invite", "route bye");
        assertThat(events)
                .containsExactly("disconnected LOST", "reconnecting 255 1", "connected v0.9.4", "connected returns");
    }

    @Test
    void the_delays_begin_anew_after_each_connection() {
        connected();
        engine.refuseConnections(2);
        engine.drop();
        timers.pass(255 + 433 + 736);
        engine.drop();
        timers.pass(255);
        assertThat(events)
                .filteredOn(it -> it.startsWith("reconnecting"))
                .containsExactly(
                        "reconnecting 255 1", "reconnecting 433 2", "reconnecting 736 3", "reconnecting 255 1");
    }

    @Test
    void a_link_that_may_not_come_back_is_given_up_when_it_drops() {
        options = options.withReconnect(ReconnectPolicy.NEVER);
        connected();
        engine.drop();
        assertThat(events).containsExactly("disconnected LOST", "gave up");
    }

    @Test
    void it_pings_at_intervals() {
        connected();
        timers.pass(14_999);
        assertThat(engine.heard).isEmpty();
        timers.pass(1 + 2 * 15_000);
        assertThat(engine.heard).containsExactly("ping", "ping", "ping");
        assertThat(events).isEmpty();
    }

    @Test
    void a_missing_pong_drops_the_link() {
        connected();
        engine.answersPings = false;
        CompletableFuture<Reply> reply = client().request(message());
        timers.pass(10_000);
        assertThat(reason(reply)).isEqualTo(Reason.TIMEOUT);
        timers.pass(5_000 + 4_999);
        assertThat(events).isEmpty();
        timers.pass(1);
        assertThat(events).containsExactly("disconnected LOST", "reconnecting 255 1");
        assertThat(engine.links).isEmpty();
        timers.pass(255);
        assertThat(engine.links).hasSize(1);
    }

    @Test
    void pings_are_not_sent_to_engines_that_do_not_know_them_nor_if_they_are_turned_off() {
        engine.version = "v0.8.1";
        connected();
        timers.pass(60_000);
        assertThat(engine.heard).isEmpty();
        client().close();

        engine.version = "v0.9.4";
        options = options.withTimeouts(new LinkTimeouts(1_000, 1_000, 0, 1_000));
        made = null;
        connected();
        timers.pass(60_000);
        assertThat(engine.heard).isEmpty();
    }

    @Test
    void an_old_engine_that_does_not_tell_its_version_is_welcome() {
        engine.answerToSecret = id -> new Reply.Ok("r", id, "udp/h:5060");
        CompletableFuture<Reply.Authenticated> connected = client().connect();
        assertThat(connected)
                .isCompletedWithValueMatching(
                        it -> it.version().isEmpty() && it.hostports().equals("udp/h:5060"));
    }

    @Test
    void removing_a_route_of_a_drachtio_server_means_asking_for_the_others_again() {
        client().addRoute("invite");
        client().addRoute("bye");
        connected();
        assertThat(client().removeRoute("INVITE")).isCompleted();
        assertThat(engine.heard).containsExactly("remove invite", "route bye");
        engine.drop();
        timers.pass(255);
        assertThat(engine.heard).doesNotContain("route invite");
    }

    @Test
    void removing_a_route_of_an_srf_engine_removes_that_one() {
        engine.version = "srf-1.0.0";
        client().addRoute("invite");
        client().addRoute("bye");
        connected();
        assertThat(client().removeRoute("invite")).isCompleted();
        assertThat(engine.heard).containsExactly("remove invite");
    }

    @Test
    void a_route_is_asked_for_once_and_what_was_not_asked_for_is_not_removed() {
        connected();
        client().addRoute("invite");
        client().addRoute("INVITE");
        assertThat(client().removeRoute("bye")).isCompleted();
        assertThat(engine.heard).containsExactly("route invite");
    }

    @Test
    void removing_a_route_completes_even_if_the_link_drops_or_there_is_none() {
        client().addRoute("invite");
        assertThat(client().removeRoute("invite")).isCompleted();
    }

    @Test
    void closing_settles_everything() {
        connected();
        CompletableFuture<Reply> reply = client().request(message());
        client().close();
        client().close();
        assertThat(reason(reply)).isEqualTo(Reason.CLOSED);
        assertThat(events).containsExactly("disconnected CLOSED");
        assertThat(engine.links).isEmpty();
        assertThat(reason(client().request(message()))).isEqualTo(Reason.NOT_CONNECTED);
        timers.pass(3_600_000);
        assertThat(events).hasSize(1);
    }

    @Test
    void closing_before_the_connection_fails_the_wait_for_it() {
        engine.refuseConnections(1);
        CompletableFuture<Reply.Authenticated> connected = client().connect();
        client().close();
        assertThat(reason(connected)).isEqualTo(Reason.CLOSED);
        assertThat(reason(client().connect())).isEqualTo(Reason.CLOSED);
        timers.pass(3_600_000);
        assertThat(engine.heard).isEmpty();
    }

    @Test
    void a_link_that_opens_after_the_close_is_closed() {
        CompletableFuture<@Nullable Void> slow = new CompletableFuture<>();
        engine.attempts.add(slow);
        client().connect();
        client().close();
        slow.complete(null);
        assertThat(engine.links).isEmpty();
        assertThat(engine.heard).isEmpty();
    }
}
