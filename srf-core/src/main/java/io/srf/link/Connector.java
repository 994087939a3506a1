// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.flight.FlightRecorder;
import io.srf.wire.ClientMessage;
import io.srf.wire.ServerMessage;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A way to open links to one engine: by TCP, by a UNIX domain socket, or inside the JVM. */
public interface Connector {
    /**
     * Opens a link.
     *
     * @return completes when the link is open, or fails with an {@link java.io.IOException} that names the address; the listener hears nothing
     *     of a link that never opened
     */
    CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> listener);

    /** Where it leads, for people to read. */
    String target();

    /** The recorder of an engine in this JVM, which has the messages already; null if the engine is elsewhere. */
    default @Nullable FlightRecorder recorder() {
        return null;
    }
}
