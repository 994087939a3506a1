// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A client over an engine that is a test's own, in virtual time; what the client tells is kept. */
abstract class LinkClientFixture {
    static final SipRequest OPTIONS = SipRequest.builder("OPTIONS", "sip:h").build();
    static final Origin ORIGIN = new Origin(Origin.Source.NETWORK, 1, "udp", "127.0.0.1", 5060, LocalTime.NOON);
    /** No jitter, so that delays can be foretold. */
    private static final ReconnectPolicy EXACT = new ReconnectPolicy(255, 1.7, 30_000, 0, ReconnectPolicy.UNLIMITED);

    final VirtualTimers timers = new VirtualTimers();
    final EnginePeer engine = new EnginePeer();
    final List<String> events = new ArrayList<>();
    final Listener listener = new Listener();
    LinkOptions options = LinkOptions.of(EnginePeer.SECRET).withReconnect(EXACT);

    @Nullable LinkClient made;

    class Listener implements LinkClientListener {
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

    LinkClient client() {
        if (made == null) {
            made = new LinkClient(engine, options, timers, new Random(), listener);
        }
        return made;
    }

    LinkClient connected() {
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

    static ClientMessage.Send message() {
        return new ClientMessage.Send(Ids.next(), null, null, null, OPTIONS);
    }

    static ClientMessage.Proxy proxy() {
        return new ClientMessage.Proxy(Ids.next(), "tx", ProxyOptions.DEFAULT, List.of("sip:one"), OPTIONS);
    }

    static ServerMessage incoming(String transactionId) {
        return new ServerMessage.Incoming(Ids.next(), ORIGIN, transactionId, null, null, OPTIONS);
    }

    static Reason reason(CompletableFuture<?> failed) {
        assertThat(failed).isCompletedExceptionally();
        return ((LinkException) failed.exceptionNow()).reason();
    }
}
