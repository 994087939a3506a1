// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import io.srf.link.Connector;
import io.srf.link.Link;
import io.srf.link.LinkListener;
import io.srf.link.LocalConnector;
import io.srf.server.Engine;
import io.srf.server.admin.Admission;
import io.srf.wire.ClientMessage;
import io.srf.wire.ServerMessage;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A way to an engine in this JVM that a test can cut: then the link drops, and no other can be opened. */
final class CuttableLink implements Connector {
    private final Connector whole;
    private @Nullable Link<ClientMessage> link;
    private boolean cut;

    CuttableLink(Engine engine) {
        this(new LocalConnector(end -> engine.accept(end, Admission.TRUSTED)));
    }

    CuttableLink(Connector whole) {
        this.whole = whole;
    }

    @Override
    public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> listener) {
        return cut
                ? CompletableFuture.failedFuture(new IOException("the link is cut"))
                : whole.connect(listener).whenComplete((opened, failure) -> link = opened);
    }

    void drops() {
        cut = true;
        breaks();
    }

    /** The link drops, and another one can be opened. */
    void breaks() {
        if (link != null) {
            link.close();
        }
    }

    @Override
    public String target() {
        return whole.target();
    }
}
