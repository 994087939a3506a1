// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.transport.Flow;
import io.srf.server.transport.Network;
import io.srf.server.transport.Protocol;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Whether an engine's process is stopped: what would happen in it meanwhile happens when it goes on, in order. Threads: who drives the time. */
final class SimPause {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean paused;

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        while (!paused && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    /** Runs a step of the engine, now or when it goes on. */
    void run(Runnable step) {
        if (paused) {
            waiting.add(step);
        } else {
            step.run();
        }
    }

    boolean isPaused() {
        return paused;
    }

    /** What comes from the network waits, too. */
    Network of(Network network) {
        return new Network() {
            @Override
            public void open(Receiver receiver) {
                network.open(waiting(receiver));
            }

            @Override
            public List<ListenPoint> listenPoints() {
                return network.listenPoints();
            }

            @Override
            public Flow flowTo(Protocol protocol, InetSocketAddress peer) {
                return network.flowTo(protocol, peer);
            }

            @Override
            public void close() {
                network.close();
            }
        };
    }

    private Network.Receiver waiting(Network.Receiver receiver) {
        return new Network.Receiver() {
            @Override
            public void received(byte[] message, Flow flow) {
                run(() -> receiver.received(message, flow));
            }

            @Override
            public boolean admits(InetSocketAddress peer) {
                return receiver.admits(peer);
            }

            @Override
            public boolean answersStun(InetSocketAddress peer) {
                return receiver.answersStun(peer);
            }

            @Override
            public void unreadable(InetSocketAddress peer) {
                run(() -> receiver.unreadable(peer));
            }

            @Override
            public void closed(Flow flow, Throwable cause) {
                run(() -> receiver.closed(flow, cause));
            }
        };
    }
}
