// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transport.Flow;
import io.srf.server.transport.Protocol;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParser;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.function.Consumer;

/** A flow that sometimes fails, and shows everything that somebody tries to send to a checker. */
final class ProgramFlow implements Flow {
    /** Sees each message before it is sent or lost. */
    interface Checker {
        void sending(SipMessage message, Flow flow);
    }

    private final Protocol protocol;
    private final Random random;
    private final Checker checker;
    private double failureRate;

    ProgramFlow(Protocol protocol, Random random, Checker checker) {
        this.protocol = protocol;
        this.random = random;
        this.checker = checker;
    }

    void failAtRate(double rate) {
        failureRate = rate;
    }

    @Override
    public void send(byte[] bytes, Consumer<Throwable> onFailure) {
        checker.sending(SipParser.parse(bytes), this);
        if (random.nextDouble() < failureRate) {
            onFailure.accept(new java.io.IOException("lost"));
        }
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public InetSocketAddress local() {
        return RecordingFlow.ENGINE;
    }

    @Override
    public InetSocketAddress remote() {
        return RecordingFlow.PEER;
    }
}
