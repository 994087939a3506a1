// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.net.InetSocketAddress;

/** Hands on what arrived, and keeps the receiver's errors away from the sockets. */
final class Inbox {
    private final Network.Receiver receiver;
    private final NetworkLog log;

    Inbox(Network.Receiver receiver, NetworkLog log) {
        this.receiver = receiver;
        this.log = log;
    }

    void received(NetworkCounter counter, byte[] message, Flow flow) {
        log.count(counter);
        try {
            receiver.received(message, flow);
        } catch (Throwable e) {
            log.bug(NetworkCounter.RECEIVER_ERRORS, flow.remote(), e);
        }
    }

    /** Whether this peer is heard, when it connects and when it pings. */
    boolean admits(InetSocketAddress peer) {
        return receiver.admits(peer);
    }

    /** Whether a STUN request of this peer is answered. */
    boolean answersStun(InetSocketAddress peer) {
        return receiver.answersStun(peer);
    }

    /** This peer sent what is no message. */
    void unreadable(InetSocketAddress peer) {
        receiver.unreadable(peer);
    }

    void closed(Flow flow, Throwable cause) {
        try {
            receiver.closed(flow, cause);
        } catch (Throwable e) {
            log.bug(NetworkCounter.RECEIVER_ERRORS, flow.remote(), e);
        }
    }
}
