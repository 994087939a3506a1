// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.srf.link.LinkException.Reason;
import io.srf.wire.ClientMessage;
import io.srf.wire.Origin;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class LinkClientRequestTest extends LinkClientFixture {
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
        made = new LinkClient(picky, options, timers, new Random(), listener);
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
