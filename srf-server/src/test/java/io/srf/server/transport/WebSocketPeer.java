// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** The other end of a WebSocket, on the JDK's own client; blocks, but not for ever. */
final class WebSocketPeer implements WebSocket.Listener, AutoCloseable {
    private static final int MAX_WAIT_SECONDS = 60;

    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    final BlockingQueue<String> pings = new LinkedBlockingQueue<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder begun = new StringBuilder();
    private final HttpClient client;
    private final WebSocket socket;

    private WebSocketPeer(HttpClient client, URI uri, String protocol) {
        this.client = client;
        this.socket = client.newWebSocketBuilder()
                .subprotocols(protocol)
                .buildAsync(uri, this)
                .join();
    }

    static WebSocketPeer connect(InetSocketAddress to) {
        return new WebSocketPeer(HttpClient.newHttpClient(), uri("ws", to), "sip");
    }

    static WebSocketPeer connect(InetSocketAddress to, String protocol) {
        return new WebSocketPeer(HttpClient.newHttpClient(), uri("ws", to), protocol);
    }

    static WebSocketPeer connect(InetSocketAddress to, SSLContext tls) {
        return new WebSocketPeer(HttpClient.newBuilder().sslContext(tls).build(), uri("wss", to), "sip");
    }

    private static URI uri(String scheme, InetSocketAddress to) {
        return URI.create(scheme + "://127.0.0.1:" + to.getPort() + "/");
    }

    WebSocket socket() {
        return socket;
    }

    void send(String text) {
        socket.sendText(text, true).join();
    }

    void sendBinary(String text) {
        socket.sendBinary(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), true)
                .join();
    }

    String next() {
        return next(messages);
    }

    static String next(BlockingQueue<String> queue) {
        try {
            String next = queue.poll(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("something from the engine").isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        return part(from, data.toString(), last);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        return part(from, "binary " + data.remaining(), last);
    }

    private CompletionStage<?> part(WebSocket from, String text, boolean last) {
        begun.append(text);
        if (last) {
            messages.add(begun.toString());
            begun.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
        pings.add("ping");
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        messages.add("pong " + StandardCharsets.UTF_8.decode(message));
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed.complete(status);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(-1);
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }
}
