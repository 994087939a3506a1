// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import static org.awaitility.Awaitility.await;

import io.srf.link.LinkException.Reason;
import io.srf.time.SystemTimers;
import io.srf.wire.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;

/** An engine that echoes, and clients over real sockets, of which nothing is left after each test. */
abstract class RealLinks {
    static final LinkOptions OPTIONS =
            LinkOptions.of(EchoEngine.SECRET).withReconnect(new ReconnectPolicy(20, 1.5, 200, 0.5, 1_000));

    final SystemTimers timers = SystemTimers.start("link-test-timers");
    /** The transactions that clients were told of, and that their links were lost. */
    final List<String> events = new CopyOnWriteArrayList<>();
    /** What is closed after the test, the latest first. */
    final List<AutoCloseable> open = new ArrayList<>();

    final EchoEngine engine = new EchoEngine("srf-test");

    final LinkClientListener listener = new LinkClientListener() {
        @Override
        public void incoming(ServerMessage.Incoming message) {
            events.add(message.transactionId());
        }

        @Override
        public void disconnected(LinkException cause) {
            events.add("disconnected " + cause.reason());
        }
    };

    @AfterEach
    void no_link_is_left_over() throws Exception {
        for (AutoCloseable it : open.reversed()) {
            it.close();
        }
        await().until(engine.links::isEmpty);
        timers.close();
    }

    final LinkClient client(Connector connector, LinkOptions options) {
        LinkClient client = new LinkClient(connector, options, timers, new Random(), listener);
        open.add(client);
        return client;
    }

    static <T> T get(CompletableFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(20, TimeUnit.SECONDS);
    }

    static Reason reason(CompletableFuture<?> future) throws InterruptedException, TimeoutException {
        try {
            get(future);
            throw new AssertionError("it succeeded");
        } catch (ExecutionException e) {
            return ((LinkException) e.getCause()).reason();
        }
    }
}
