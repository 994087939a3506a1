// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.Srf;
import io.srf.server.transport.Protocol;
import io.srf.sip.SipUri;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An application with everything around it: engine, session store, network and phones. {@link SipTest} makes one for each test.
 *
 * <p>Threads: the test's.
 */
public interface AppWorld extends World {
    /**
     * The phone with this name, made when it is first asked for.
     *
     * <p>What it sends outside of dialogs goes to the engine, so that {@code alice.calls("bob")} reaches the application as an INVITE to
     * {@code sip:bob@ENGINE}. The application reaches it at {@link Phone#uri()}, and at the host {@code NAME.example}.
     */
    @Override
    default Phone phone(String name) {
        return phone(name, Protocol.UDP);
    }

    /** The phone with this name; if it is new, it speaks over this protocol. */
    Phone phone(String name, Protocol protocol);

    /** Lets the application find this phone under another host name than {@code NAME.example}, as in {@code sip:bob@carrier.example}. */
    void host(String name, Phone phone);

    /** The application. */
    Srf srf();

    /** Where the engine listens, over UDP. */
    InetSocketAddress address();

    /** What the application heard of its dialogs, in order, such as {@code create UAS} or {@code terminate UAC remote BYE}. */
    List<String> dialogEvents();

    /** Lets this much time pass. */
    void passes(Duration time);

    /**
     * Lets time pass until a future of the application is done, and gives its result: a test that waits with {@code join()} itself keeps virtual time from going
     * on, and waits forever.
     *
     * @throws java.util.concurrent.CompletionException if it failed
     * @throws AssertionError with the ladder if it is not done after ten minutes, or one over loopback
     */
    <T extends @Nullable Object> T waitsFor(CompletableFuture<T> future);

    /** Lets time pass until everything is over, and throws {@link AssertionError} with a list and the ladder if anything is left over. */
    void comesToRest();

    /** Shuts application and engine down, and throws {@link AssertionError} with a list if they leave a timer behind. */
    void shutsDown();

    /** A URI with this user that leads to the engine. */
    default String uri(String user) {
        InetSocketAddress at = address();
        return SipUri.of(user, Text.host(at), at.getPort()).toString();
    }
}
