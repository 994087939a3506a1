// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.transport.Protocol;
import io.srf.time.Timers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What a {@link Phone} is plugged into: an address that sends and receives, a clock, and a way for a test to wait.
 *
 * <p>Everything that the phone does happens on one thread, which is the line's to choose: timers and what arrives run on it,
 * and {@link #perform} takes there what a test asks for.
 */
public interface PhoneLine extends AutoCloseable {
    /** The protocol that the phone speaks over. */
    Protocol protocol();

    /** The phone's own address, resolved. */
    InetSocketAddress address();

    /** Begins to receive. To be called once. */
    void open(Receiver receiver);

    /**
     * Sends a message; never blocks.
     *
     * @param message not to be changed afterwards
     * @param onFailure called at most once, on the phone's thread, if it becomes known that the message did not go out
     */
    void send(byte[] message, InetSocketAddress to, Consumer<Throwable> onFailure);

    /**
     * The address of a host that a URI names.
     *
     * @throws IllegalArgumentException if there is none; the message says what was expected
     */
    InetSocketAddress resolve(String host, int port);

    /** The clock and timers; tasks run on the phone's thread. */
    Timers timers();

    /** Runs this on the phone's thread and returns when it is done; what it throws is thrown here. */
    void perform(Runnable action);

    /**
     * Lets time pass until the condition holds, or the limit is reached.
     *
     * @param condition looked at on the phone's thread
     * @return whether it held
     */
    boolean await(BooleanSupplier condition, Duration limit);

    /** How long an expectation waits unless its test says otherwise. */
    Duration patience();

    /** What has not come to rest, with its stacks, for the message of a failure. */
    default List<String> stillRunning() {
        return List.of();
    }

    /** Where packets are recorded. */
    Trace trace();

    /** Sends and receives no more; timers do not run any more. */
    @Override
    void close();

    /** Takes what arrives, on the phone's thread. */
    interface Receiver {
        /** A datagram, or one message cut out of a stream. */
        void received(byte[] message, InetSocketAddress from);
    }
}
