// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transport.Flow;
import io.srf.server.transport.Protocol;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParser;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A flow that keeps what is sent over it, and when. */
final class RecordingFlow implements Flow {
    static final InetSocketAddress ENGINE = new InetSocketAddress("192.0.2.1", 5060);
    static final InetSocketAddress PEER = new InetSocketAddress("198.51.100.7", 5071);

    /** One message: the very bytes, and the millisecond. */
    @SuppressWarnings("ArrayRecordComponent") // compared by identity
    record Sent(long at, byte[] bytes, SipMessage message) {
        String what() {
            return message instanceof SipResponse response
                    ? response.status() + " " + response.method()
                    : message.method();
        }
    }

    private final VirtualLoop loop;
    private final Protocol protocol;
    private final InetSocketAddress remote;
    private final List<Sent> sent = new ArrayList<>();
    private Predicate<SipMessage> failing = message -> false;

    RecordingFlow(VirtualLoop loop, Protocol protocol, InetSocketAddress remote) {
        this.loop = loop;
        this.protocol = protocol;
        this.remote = remote;
    }

    static RecordingFlow udp(VirtualLoop loop) {
        return new RecordingFlow(loop, Protocol.UDP, PEER);
    }

    static RecordingFlow tcp(VirtualLoop loop) {
        return new RecordingFlow(loop, Protocol.TCP, PEER);
    }

    private boolean endsWithConnection;

    /** The same, over a connection that only the peer can open. */
    RecordingFlow endingWithConnection() {
        endsWithConnection = true;
        return this;
    }

    @Override
    public boolean endsWithConnection() {
        return endsWithConnection;
    }

    /** From now on these messages are lost and their sender is told. */
    void fail(Predicate<SipMessage> which) {
        failing = which;
    }

    @Override
    public void send(byte[] bytes, Consumer<Throwable> onFailure) {
        SipMessage message = SipParser.parse(bytes);
        if (failing.test(message)) {
            onFailure.accept(new java.io.IOException("connection refused"));
        } else {
            sent.add(new Sent(loop.millis(), bytes, message));
        }
    }

    List<Sent> sent() {
        return sent;
    }

    /** Everything sent, as {@code 500 INVITE} and {@code 0 200 BYE}: when and what. */
    List<String> log() {
        return sent.stream().map(each -> each.at() + " " + each.what()).toList();
    }

    /** When this was sent. */
    List<Long> times(String what) {
        return sent.stream()
                .filter(each -> each.what().equals(what))
                .map(Sent::at)
                .toList();
    }

    /** Everything sent since the last call. */
    List<String> take() {
        List<String> all = sent.stream().map(Sent::what).toList();
        sent.clear();
        return all;
    }

    SipRequest lastRequest() {
        return (SipRequest) last();
    }

    SipResponse lastResponse() {
        return (SipResponse) last();
    }

    private SipMessage last() {
        return sent.get(sent.size() - 1).message();
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public InetSocketAddress local() {
        return ENGINE;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }
}
