// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.link.Connector;
import io.srf.link.Link;
import io.srf.link.LinkListener;
import io.srf.session.SessionStore;
import io.srf.session.Snapshot;
import io.srf.session.Stamp;
import io.srf.session.internal.SessionKeys;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.wire.ClientMessage;
import io.srf.wire.Origin;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the history of a cluster's nodes calls wrong. */
class OwnerHistoryTest {
    private static final String DIALOG = "call-1;from-tag=a";
    private static final SipRequest BYE =
            SipRequest.builder(Methods.BYE, "sip:bob@bob.example").build();

    private final SimStore store = new SimStore(new VirtualTime());
    private final OwnerHistory history = new OwnerHistory(store);
    private final Link<ClientMessage> anna = linkOf("anna");
    private final Link<ClientMessage> bert = linkOf("bert");
    private int messages;

    /** A link to an engine that agrees to everything. */
    private Link<ClientMessage> linkOf(String node) {
        return history.watched(node, new Agreeing()).connect(new Deaf()).join();
    }

    private void claim(Link<ClientMessage> node, int fence) {
        node.send(new ClientMessage.Claim("m" + ++messages, DIALOG, fence, null));
    }

    private void hangUp(Link<ClientMessage> node) {
        node.send(new ClientMessage.Send("m" + ++messages, null, DIALOG, null, BYE));
    }

    @Test
    void a_node_that_was_overtaken_may_send_nothing() {
        hangUp(anna);
        claim(bert, 2);
        hangUp(bert);
        assertThat(history.faults()).isEmpty();
        hangUp(anna);
        assertThat(history.faults()).singleElement().asString().contains("anna sent BYE", "claimed");
    }

    @Test
    void fences_grow() {
        claim(anna, 2);
        claim(anna, 2);
        claim(bert, 3);
        assertThat(history.faults()).isEmpty();
        claim(anna, 3);
        assertThat(history.faults()).singleElement().asString().contains("went from");
    }

    @Test
    void what_the_store_gave_to_another_node_is_that_node_s_before_it_has_claimed_it() {
        SessionStore annas = store.of("anna");
        Snapshot snapshot = new Snapshot(Set.of(SessionKeys.dialog(DIALOG)), 2, new byte[] {'{', '}'});
        annas.create("call", Stamp.first("anna-1"), snapshot, Duration.ofSeconds(30));
        hangUp(anna);
        assertThat(history.faults()).isEmpty();
        hangUp(bert);
        assertThat(history.faults())
                .singleElement()
                .asString()
                .contains("bert sent BYE", "the store gave it to anna-1");
    }

    private static final class Agreeing implements Connector {
        @Override
        public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> listener) {
            return CompletableFuture.completedFuture(new Link<>() {
                @Override
                public void send(ClientMessage message) {
                    listener.received(answer(message));
                }

                @Override
                public void close() {}

                @Override
                public String peer() {
                    return target();
                }
            });
        }

        private static Reply answer(ClientMessage message) {
            if (message instanceof ClientMessage.Send send) {
                Origin origin = new Origin(Origin.Source.APPLICATION, 0, "udp", "192.0.2.1", 5060, LocalTime.NOON);
                return new Reply.Sent(
                        "r", send.id(), origin, "t", Objects.requireNonNull(send.dialogId()), send.message());
            }
            return new Reply.Ok("r", message.id(), null);
        }

        @Override
        public String target() {
            return "agreeing";
        }
    }

    private static final class Deaf implements LinkListener<ServerMessage> {
        @Override
        public void received(ServerMessage message) {}

        @Override
        public void closed(@Nullable Throwable cause) {}
    }
}
