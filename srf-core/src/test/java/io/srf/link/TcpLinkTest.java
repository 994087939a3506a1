// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.NetUtil;
import io.srf.link.LinkException.Reason;
import io.srf.sip.HeaderName;
import io.srf.sip.Ids;
import io.srf.sip.SipRequest;
import io.srf.wire.ClientMessage;
import io.srf.wire.Origin;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients and engines over real sockets. */
class TcpLinkTest extends RealLinks {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private LinkServer server(SocketAddress address, @Nullable SSLContext tls) {
        LinkServer server = new LinkServer(address, engine, PeerLimits.DEFAULT, tls);
        open.add(server);
        return server;
    }

    private static int port(LinkServer server) {
        return ((InetSocketAddress) server.address()).getPort();
    }

    private LinkClient client(LinkServer server, LinkOptions options, TcpOptions tcp) {
        return client(new TcpConnector("localhost", port(server), tcp), options);
    }

    private static SipRequest options(int bytes) {
        return SipRequest.builder("OPTIONS", "sip:h")
                .add(HeaderName.of("X-Pad"), "x".repeat(bytes))
                .build();
    }

    private static ClientMessage.Send message(int bytes) {
        return new ClientMessage.Send(Ids.next(), null, null, null, options(bytes));
    }

    @Test
    void a_client_is_welcomed_and_its_messages_are_answered_in_order() throws Exception {
        LinkClient client = client(server(ANY_PORT, null), OPTIONS, TcpOptions.DEFAULT);
        assertThat(get(client.connect()).version()).isEqualTo("srf-test");
        List<Integer> answered = new CopyOnWriteArrayList<>();
        int count = 5_000;
        for (int i = 0; i < count; i++) {
            int number = i;
            client.request(message(i % 700), ReplyHandler.ofLast(reply -> answered.add(number), failure -> {}));
        }
        await().until(() -> answered.size() == count);
        assertThat(answered).isSorted();
    }

    @Test
    void what_the_engine_sends_by_itself_arrives_in_order() throws Exception {
        LinkClient client = client(server(ANY_PORT, null), OPTIONS, TcpOptions.DEFAULT);
        get(client.connect());
        Link<ServerMessage> link = engine.links.iterator().next();
        Origin origin = new Origin(Origin.Source.NETWORK, 1, "udp", "127.0.0.1", 5060, LocalTime.NOON);
        for (int i = 0; i < 2_000; i++) {
            link.send(new ServerMessage.Incoming(
                    Ids.next(), origin, "t" + (10_000 + i), null, null, options(i % 50 == 0 ? 9_000 : 100)));
        }
        await().until(() -> events.size() == 2_000);
        assertThat(events).isSorted();
    }

    @Test
    void a_wrong_secret_is_told_before_the_link_closes() throws Exception {
        LinkServer server = server(ANY_PORT, null);
        for (int i = 0; i < 20; i++) {
            CompletableFuture<?> connected =
                    client(server, LinkOptions.of("wrong"), TcpOptions.DEFAULT).connect();
            assertThat(reason(connected)).isEqualTo(Reason.REFUSED);
        }
    }

    @Test
    void a_drachtio_server_is_spared_large_frames() throws Exception {
        EchoEngine drachtio = new EchoEngine("v0.9.4");
        LinkServer server = new LinkServer(ANY_PORT, drachtio, PeerLimits.DEFAULT, null);
        open.add(server);
        LinkClient client = client(server, OPTIONS, TcpOptions.DEFAULT);
        get(client.connect());
        CompletableFuture<Reply> tooLarge = client.request(message(13_000));
        assertThat(reason(tooLarge)).isEqualTo(Reason.TOO_LARGE);
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            replies.add(client.request(message(10_000)));
            replies.add(client.request(message(10)));
        }
        for (CompletableFuture<Reply> reply : replies) {
            assertThat(get(reply)).isInstanceOf(Reply.Sent.class);
        }
        assertThat(get(client.request(message(11_000)))).isInstanceOf(Reply.Sent.class);
    }

    @Test
    void an_srf_engine_takes_messages_that_a_drachtio_server_cannot_read() throws Exception {
        LinkClient client = client(server(ANY_PORT, null), OPTIONS, TcpOptions.DEFAULT);
        get(client.connect());
        ClientMessage.Send large = new ClientMessage.Send(
                Ids.next(),
                null,
                null,
                null,
                SipRequest.builder("MESSAGE", "sip:h")
                        .body("x".repeat(90_000), "text/plain")
                        .build());
        assertThat(get(client.request(large))).isInstanceOf(Reply.Sent.class);
    }

    @Test
    void a_client_comes_back_when_its_engine_does() throws Exception {
        LinkServer first = server(ANY_PORT, null);
        LinkClient client = client(first, OPTIONS, TcpOptions.DEFAULT);
        get(client.connect());
        first.close();
        await().until(() -> events.contains("disconnected LOST"));
        assertThat(reason(client.request(message(1)))).isEqualTo(Reason.NOT_CONNECTED);
        server(first.address(), null);
        await().until(() -> client.engine() != null);
        assertThat(get(client.request(message(1)))).isInstanceOf(Reply.Sent.class);
    }

    @Test
    void a_place_where_nobody_listens_is_named() throws Exception {
        int port;
        try (ServerSocket unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        LinkClient client = client(
                new TcpConnector("localhost", port, TcpOptions.DEFAULT), OPTIONS.withReconnect(ReconnectPolicy.NEVER));
        assertThatThrownBy(() -> get(client.connect()))
                .cause()
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("cannot connect to localhost:" + port)
                .hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void a_host_that_does_not_exist_is_named() {
        LinkClient client = client(
                new TcpConnector("no-such-host.invalid", 9022, TcpOptions.DEFAULT),
                OPTIONS.withReconnect(ReconnectPolicy.NEVER));
        assertThatThrownBy(() -> get(client.connect()))
                .cause()
                .hasMessageContaining("cannot connect to no-such-host.invalid:9022");
    }

    @Test
    void an_address_in_use_is_named() {
        LinkServer first = server(ANY_PORT, null);
        assertThatThrownBy(() -> server(first.address(), null))
                .isInstanceOf(java.io.UncheckedIOException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + port(first) + ":");
    }

    @Test
    void an_address_of_IPv6_is_named_in_brackets() {
        assertThat(new TcpConnector("2001:db8::1", 9022, TcpOptions.DEFAULT).target())
                .isEqualTo("[2001:db8::1]:9022");
        LinkServer first = server(new InetSocketAddress(NetUtil.LOCALHOST6, 0), null);
        assertThatThrownBy(() -> server(first.address(), null))
                .hasMessageContaining("cannot listen on [::1]:" + port(first) + ":");
    }

    @Test
    void an_application_may_listen_and_still_authenticates_first() throws Exception {
        List<LinkClient> accepted = new CopyOnWriteArrayList<>();
        TcpAcceptor acceptor = new TcpAcceptor(ANY_PORT, TcpOptions.DEFAULT, 10, connection -> {
            LinkClient client = new LinkClient(
                    connection, OPTIONS.withReconnect(ReconnectPolicy.NEVER), timers, new Random(), listener);
            client.connect();
            accepted.add(client);
        });
        open.add(acceptor);
        LinkServer server = server(ANY_PORT, null);
        get(server.dial("localhost", acceptor.address().getPort()));
        await().until(() -> accepted.size() == 1 && accepted.getFirst().engine() != null);
        assertThat(get(accepted.getFirst().request(message(1)))).isInstanceOf(Reply.Sent.class);
        engine.links.iterator().next().close();
        await().until(() -> events.contains("disconnected LOST"));
        assertThat(server.stats().accepted()).isEqualTo(1);
        assertThatThrownBy(() -> get(server.dial("no-such-host.invalid", 1))).hasMessageContaining("cannot connect");
    }

    @Test
    void a_connection_that_nobody_takes_is_closed() throws Exception {
        TcpAcceptor acceptor = new TcpAcceptor(ANY_PORT, TcpOptions.DEFAULT, 10, connection -> {});
        open.add(acceptor);
        get(server(ANY_PORT, null).dial("localhost", acceptor.address().getPort()));
        await().until(engine.links::isEmpty);
    }

    @Test
    void a_connection_is_taken_once() throws Exception {
        List<CompletableFuture<Link<ClientMessage>>> second = new CopyOnWriteArrayList<>();
        LinkListener<ServerMessage> nobody = new LinkListener<>() {
            @Override
            public void received(ServerMessage message) {}

            @Override
            public void closed(@Nullable Throwable cause) {}
        };
        TcpAcceptor acceptor = new TcpAcceptor(ANY_PORT, TcpOptions.DEFAULT, 10, connection -> {
            connection.connect(nobody);
            second.add(connection.connect(nobody));
        });
        open.add(acceptor);
        get(server(ANY_PORT, null).dial("localhost", acceptor.address().getPort()));
        await().until(() -> second.size() == 1);
        assertThat(second.getFirst().exceptionNow()).hasMessageContaining("was taken before");
    }

    @Test
    void tls_links_work_and_come_back_as_tls(@TempDir Path folder) throws Exception {
        SSLContext tls = TestCertificate.make(folder);
        LinkServer first = server(ANY_PORT, tls);
        LinkClient client = client(first, OPTIONS, TcpOptions.DEFAULT.withTls(tls));
        get(client.connect());
        assertThat(get(client.request(message(15_000)))).isInstanceOf(Reply.Sent.class);
        first.close();
        await().until(() -> events.contains("disconnected LOST"));
        server(first.address(), tls);
        await().until(() -> client.engine() != null);
        assertThat(get(client.request(message(1)))).isInstanceOf(Reply.Sent.class);
    }

    @Test
    void the_loops_do_not_wait_for_the_arithmetic_of_handshakes(@TempDir Path folder) throws Exception {
        SSLContext tls = TestCertificate.make(folder);
        BlockingQueue<Runnable> arithmetic = new LinkedBlockingQueue<>();
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        open.add(loop::shutdownGracefully);
        LinkServer secure = server(loop, tls, arithmetic::add);
        LinkServer plain = server(loop, null, Runnable::run);

        CompletableFuture<?> slow =
                client(secure, OPTIONS, TcpOptions.DEFAULT.withTls(tls)).connect();
        Runnable first = Objects.requireNonNull(arithmetic.poll(20, TimeUnit.SECONDS), "nothing was to be computed");
        get(client(plain, OPTIONS, TcpOptions.DEFAULT).connect());
        assertThat(slow).isNotDone();

        first.run();
        await().until(() -> {
            arithmetic.forEach(task -> {
                arithmetic.remove(task);
                task.run();
            });
            return slow.isDone();
        });
        get(slow);
    }

    private LinkServer server(EventLoopGroup loops, @Nullable SSLContext tls, Executor arithmetic) {
        LinkServer server = new LinkServer(
                new LinkServer.Place(ANY_PORT, null),
                engine,
                PeerLimits.DEFAULT,
                tls,
                new LinkServer.Threads(loops, arithmetic));
        open.add(server);
        return server;
    }

    @Test
    void a_certificate_must_be_trusted_and_name_the_host(@TempDir Path folder) throws Exception {
        SSLContext tls = TestCertificate.make(folder);
        int port = port(server(ANY_PORT, tls));
        LinkOptions once = OPTIONS.withReconnect(ReconnectPolicy.NEVER);
        LinkClient otherName = client(new TcpConnector("127.0.0.1", port, TcpOptions.DEFAULT.withTls(tls)), once);
        assertThat(reason(otherName.connect())).isEqualTo(Reason.GAVE_UP);
        LinkClient stranger =
                client(new TcpConnector("localhost", port, TcpOptions.DEFAULT.withTls(SSLContext.getDefault())), once);
        assertThat(reason(stranger.connect())).isEqualTo(Reason.GAVE_UP);
        assertThat(stranger.connect().exceptionNow()).hasMessageContaining("cannot connect to tls://localhost:" + port);
    }

    @Test
    void every_request_settles_while_links_come_and_go() throws Exception {
        LinkClient client = client(server(ANY_PORT, null), OPTIONS, TcpOptions.DEFAULT);
        get(client.connect());
        List<CompletableFuture<Reply>> replies = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 2_000; i++) {
                    replies.add(client.request(message(300)));
                }
            }));
        }
        for (int drops = 0; drops < 10; drops++) {
            await().until(() -> client.engine() != null && !engine.links.isEmpty());
            engine.links.forEach(Link::close);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        await().until(() -> replies.stream().allMatch(CompletableFuture::isDone));
        assertThat(replies).hasSize(6_000);
        assertThat(replies.stream().filter(CompletableFuture::isCompletedExceptionally))
                .allSatisfy(it -> assertThat(((LinkException) it.exceptionNow()).reason())
                        .isIn(Reason.LOST, Reason.NOT_CONNECTED));
    }
}
