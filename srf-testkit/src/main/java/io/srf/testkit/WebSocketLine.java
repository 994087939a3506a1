// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.transport.Protocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A phone's line over a real WebSocket, in real time, as a browser has it (RFC 7118): it is opened with the first message, all
 * messages use it, and nobody can reach the phone without it.
 *
 * <p>The phone says that it is at an address of which there is none (RFC 5737), as browsers do. Daemon threads: {@code phone-NAME}
 * runs the phone; the JDK's HTTP client has its own.
 */
public final class WebSocketLine extends RealLine {
    private static final byte[] NOWHERE = {(byte) 192, 0, 2, 0};
    private static final int FIRST_PORT = 10_000;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final HttpClient client;
    private Receiver receiver = (message, from) -> {};
    private volatile @Nullable WebSocket socket;

    private WebSocketLine(String name, Protocol protocol, HttpClient client, Trace trace) {
        super(name, protocol, nowhere(), trace);
        this.client = client;
    }

    private static InetSocketAddress nowhere() {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(NOWHERE), FIRST_PORT + COUNT.getAndIncrement());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A line that opens plain WebSockets. */
    public static WebSocketLine plain(String name, Trace trace) {
        return new WebSocketLine(name, Protocol.WS, HttpClient.newHttpClient(), trace);
    }

    /** A line that opens WebSockets over TLS. */
    public static WebSocketLine secure(String name, SSLContext tls, Trace trace) {
        return new WebSocketLine(
                name, Protocol.WSS, HttpClient.newBuilder().sslContext(tls).build(), trace);
    }

    @Override
    public void open(Receiver newReceiver) {
        receiver = newReceiver;
    }

    @Override
    public void send(byte[] message, InetSocketAddress to, Consumer<Throwable> onFailure) {
        sends(message, to);
        WebSocket open = socket;
        CompletableFuture<WebSocket> way = open == null ? connect(to) : CompletableFuture.completedFuture(open);
        way.thenCompose(it -> it.sendText(new String(message, StandardCharsets.UTF_8), true))
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        thread.execute(() -> onFailure.accept(failure));
                    }
                });
    }

    private CompletableFuture<WebSocket> connect(InetSocketAddress to) {
        String scheme = protocol().isSecure() ? "wss" : "ws";
        CompletableFuture<WebSocket> opening = client.newWebSocketBuilder()
                .subprotocols("sip")
                .buildAsync(URI.create(scheme + "://" + Text.address(to) + "/"), new Messages(to));
        opening.thenAccept(open -> socket = open).exceptionally(failure -> null).join();
        return opening;
    }

    /** Breaks the connection off, as when a browser's window is closed; the next message opens another. */
    public void disconnect() {
        WebSocket open = socket;
        socket = null;
        if (open != null) {
            open.abort();
        }
    }

    @Override
    public void close() {
        thread.stop();
        disconnect();
        client.shutdownNow();
    }

    /** Takes what comes. */
    private final class Messages implements WebSocket.Listener {
        private final InetSocketAddress from;
        private final StringBuilder begun = new StringBuilder();

        Messages(InetSocketAddress from) {
            this.from = from;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket by, CharSequence data, boolean last) {
            begun.append(data);
            if (last) {
                byte[] message = begun.toString().getBytes(StandardCharsets.UTF_8);
                begun.setLength(0);
                thread.execute(() -> receive(receiver, message, from));
            }
            by.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket by, ByteBuffer data, boolean last) {
            byte[] message = new byte[data.remaining()];
            data.get(message);
            thread.execute(() -> receive(receiver, message, from));
            by.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket by, Throwable error) {
            if (!(error instanceof IOException)) {
                thread.failed(error);
            }
        }
    }
}
