// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.srf.link.LinkException.Reason;
import io.srf.sip.Ids;
import io.srf.sip.SipRequest;
import io.srf.time.VirtualTimers;
import io.srf.wire.ClientMessage;
import io.srf.wire.Origin;
import io.srf.wire.ProxyOptions;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkClientTest {
    private static final SipRequest OPTIONS =
            SipRequest.builder("OPTIONS", "sip:h").build();
    private static final Origin ORIGIN = new Origin(Origin.Source.NETWORK, 1, "udp", "127.0.0.1", 5060, LocalTime.NOON);
    /** No jitter, so that delays can be foretold. */
    private static final ReconnectPolicy EXACT = new ReconnectPolicy(255, 1.7, 30_000, 0, ReconnectPolicy.UNLIMITED);

    private final VirtualTimers timers = new VirtualTimers();
    private final EnginePeer engine = new EnginePeer();
    private final List<String> events = new ArrayList<>();
    private final Listener listener = new Listener();
    private LinkOptions options = LinkOptions.of(EnginePeer.SECRET).withReconnect(EXACT);
    private @Nullable LinkClient made;

    private class Listener implements LinkClientListener {
        Runnable onConnected = () -> {};

        @Override
        public void incoming(ServerMessage.Incoming message) {
            events.add("incoming " + message.transactionId());
        }

        @Override
        public void cdr(ServerMessage.Cdr record) {
            events.add("cdr " + record.kind());
        }

        @Override
        public void connected(Reply.Authenticated engine) {
            events.add("connected " + engine.version());
            onConnected.run();
            events.add("connected returns");
        }

        @Override
        public void disconnected(LinkException cause) {
            events.add("disconnected " + cause.reason());
        }

        @Override
        public void reconnecting(long delayMillis, int attempt) {
            events.add("reconnecting " + delayMillis + " " + attempt);
        }

        @Override
        public void refused(LinkException cause) {
            events.add("refused " + cause.getMessage());
        }

        @Override
        public void gaveUp(LinkException cause) {
            events.add("gave up");
        }
    }

    private LinkClient client() {
        if (made == null) {
            made = new LinkClient(engine, options, timers, listener);
        }
        return made;
    }

    private LinkClient connected() {
        client().connect().join();
        events.clear();
        engine.heard.clear();
        return client();
    }

    @AfterEach
    void nothing_is_left_over() {
        client().close();
        assertThat(timers.waiting()).as("timers").isZero();
        assertThat(engine.links).as("links").isEmpty();
        assertThat(client().engine()).isNull();
    }

    private static ClientMessage.Send message() {
        return new ClientMessage.Send(Ids.next(), null, null, null, OPTIONS);
    }

    private static ClientMessage.Proxy proxy() {
        return new ClientMessage.Proxy(Ids.next(), "tx", ProxyOptions.DEFAULT, List.of("sip:one"), OPTIONS);
    }

    private static ServerMessage incoming(String transactionId) {
        return new ServerMessage.Incoming(Ids.next(), ORIGIN, transactionId, null, null, OPTIONS);
    }

    private static Reason reason(CompletableFuture<?> failed) {
        assertThat(failed).isCompletedExceptionally();
        return ((LinkException) failed.exceptionNow()).reason();
    }

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
        engine.answersSecrets = false;
        CompletableFuture<Reply.Authenticated> connected = client().connect();
        engine.link().send(new Reply.Refused("r", "unknown", false, "not yet"));
        assertThat(connected).isNotDone();
        engine.answersSecrets = true;
        engine.drop();
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
        made = new LinkClient(broken, options.withReconnect(ReconnectPolicy.NEVER), timers, listener);
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
        engine.answersSecrets = false;
        CompletableFuture<Reply.Authenticated> connected = client().connect();
        String[] asked = new String[1];
        engine.answersSecrets = true;
        assertThat(connected).isNotDone();
        engine.drop();
        engine.version = "";
        timers.pass(255);
        assertThat(connected).isCompletedWithValueMatching(it -> it.version().isEmpty());
        assertThat(asked[0]).isNull();
    }

    @Test
    void a_request_is_settled_by_its_reply_be_it_good_or_bad() {
        connected();
        ClientMessage message = message();
        CompletableFuture<Reply> reply = client().request(message);
        Reply refused = new Reply.Refused("r", message.id(), false, "no such dialog");
        engine.link().send(refused);
        assertThat(reply).isCompletedWithValue(refused);
        engine.link().send(refused);
        engine.link().send(new Reply.Ok("r", "never asked", null));
    }

    @Test
    void a_request_without_reply_is_settled_by_time() {
        connected();
        CompletableFuture<Reply> reply = client().request(message());
        timers.pass(9_999);
        assertThat(reply).isNotDone();
        timers.pass(1);
        assertThat(reason(reply)).isEqualTo(Reason.TIMEOUT);
        assertThat(reply.exceptionNow()).hasMessage("no reply within 10000 ms");
        engine.answer();
    }

    @Test
    void a_request_before_the_connection_fails_at_once() {
        CompletableFuture<Reply> reply = client().request(message());
        assertThat(reason(reply)).isEqualTo(Reason.NOT_CONNECTED);
        assertThat(reply.exceptionNow()).hasMessage("not connected to the peer");
    }

    @Test
    void only_so_many_requests_may_be_pending() {
        options = options.withMaxPending(2);
        connected();
        CompletableFuture<Reply> first = client().request(message());
        CompletableFuture<Reply> second = client().request(message());
        CompletableFuture<Reply> third = client().request(message());
        assertThat(reason(third)).isEqualTo(Reason.OVERLOADED);
        assertThat(third.exceptionNow()).hasMessage("too many requests wait for replies, expected: ≤ 2");
        engine.answer();
        assertThat(second).isCompleted();
        assertThat(client().request(message())).isNotDone();
        assertThat(first).isNotDone();
    }

    @Test
    void an_id_that_is_in_use_is_refused() {
        connected();
        ClientMessage message = message();
        client().request(message);
        assertThatIllegalArgumentException().isThrownBy(() -> client().request(message));
    }

    @Test
    void a_message_that_cannot_be_sent_fails_and_leaves_the_link_alone() {
        EnginePeer strict = new EnginePeer();
        Connector picky = new Connector() {
            @Override
            public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> to) {
                return strict.connect(to).thenApply(PickyLink::new);
            }

            @Override
            public String target() {
                return "picky";
            }
        };
        made = new LinkClient(picky, options, timers, listener);
        connected();
        CompletableFuture<Reply> large = client().request(new ClientMessage.Send("large", null, null, null, OPTIONS));
        assertThat(reason(large)).isEqualTo(Reason.TOO_LARGE);
        CompletableFuture<Reply> odd = client().request(new ClientMessage.Send("odd", null, "a|b", null, OPTIONS));
        assertThat(reason(odd)).isEqualTo(Reason.UNSENDABLE);
        assertThat(events).isEmpty();
        assertThat(strict.links).hasSize(1);
    }

    private record PickyLink(Link<ClientMessage> link) implements Link<ClientMessage> {
        @Override
        public void send(ClientMessage message) {
            if (message.id().equals("large")) {
                throw new LinkException(Reason.TOO_LARGE, "a frame of 20000 bytes, expected: ≤ 12228");
            }
            if (message.id().equals("odd")) {
                throw new IllegalArgumentException("a token must not contain |");
            }
            link.send(message);
        }

        @Override
        public void close() {
            link.close();
        }

        @Override
        public String peer() {
            return link.peer();
        }
    }

    @Test
    void a_proxy_hears_of_each_response_until_it_is_done() {
        connected();
        List<Reply> replies = new ArrayList<>();
        ClientMessage.Proxy proxy = proxy();
        client().request(proxy, new ReplyHandler() {
            @Override
            public void reply(Reply reply) {
                replies.add(reply);
            }

            @Override
            public void failed(LinkException cause) {
                throw new AssertionError(cause);
            }
        });
        Reply busy = new Reply.Proxied(
                "1", proxy.id(), ORIGIN, OPTIONS.response(486, null).build());
        Reply ok = new Reply.Proxied(
                "2", proxy.id(), ORIGIN, OPTIONS.response(200, null).build());
        Reply done = new Reply.Ok("3", proxy.id(), "done");
        engine.link().send(busy);
        timers.pass(299_999);
        engine.link().send(ok);
        timers.pass(299_999);
        engine.link().send(done);
        engine.link().send(busy);
        assertThat(replies).containsExactly(busy, ok, done);
    }

    @Test
    void the_future_of_a_proxy_settles_with_its_end_or_by_time() {
        connected();
        CompletableFuture<Reply> done = client().request(proxy());
        engine.link()
                .send(new Reply.Proxied(
                        "1",
                        engine.toAnswer.getLast().id(),
                        ORIGIN,
                        OPTIONS.response(486, null).build()));
        assertThat(done).isNotDone();
        engine.answer();
        assertThat(done).isCompleted();
        CompletableFuture<Reply> late = client().request(proxy());
        timers.pass(300_000);
        assertThat(reason(late)).isEqualTo(Reason.TIMEOUT);
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
    void replies_and_messages_are_handed_on_in_the_order_they_came() {
        connected();
        ClientMessage message = message();
        client().request(message, ReplyHandler.ofLast(reply -> events.add("reply"), failure -> events.add("failed")));
        engine.link().send(incoming("one"));
        engine.answer();
        engine.link().send(incoming("two"));
        engine.link()
                .send(new ServerMessage.Cdr(
                        "c", ServerMessage.Cdr.Kind.STOP, Origin.Source.NETWORK, LocalTime.NOON, null, OPTIONS));
        assertThat(events).containsExactly("incoming one", "reply", "incoming two", "cdr STOP");
    }

    @Test
    void what_arrives_while_the_application_is_told_of_the_connection_comes_after_that() {
        listener.onConnected = () -> {
            engine.link().send(incoming("early"));
            client().request(
                            message(),
                            ReplyHandler.ofLast(reply -> events.add("reply"), failure -> events.add("failed")));
            engine.answer();
        };
        client().connect().join();
        engine.link().send(incoming("later"));
        assertThat(events)
                .containsExactly("connected v0.9.4", "connected returns", "incoming early", "reply", "incoming later");
    }

    @Test
    void a_listener_or_handler_that_throws_harms_nobody() {
        listener.onConnected = () -> {
            throw new IllegalStateException("expected by this test");
        };
        client().connect().join();
        client().request(
                        message(),
                        ReplyHandler.ofLast(
                                reply -> {
                                    throw new IllegalStateException("expected by this test");
                                },
                                failure -> {}));
        engine.answer();
        assertThat(client().request(message())).isNotDone();
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

    @Test
    void a_request_made_by_a_failing_handler_finds_no_link() {
        connected();
        List<Reason> reasons = new ArrayList<>();
        client().request(message())
                .exceptionallyCompose(failure -> client().request(message()))
                .whenComplete((reply, failure) -> reasons.add(
                        ((LinkException) (failure instanceof CompletionException ? failure.getCause() : failure))
                                .reason()));
        engine.drop();
        assertThat(reasons).containsExactly(Reason.NOT_CONNECTED);
    }
}
