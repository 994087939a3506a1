// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.admin.Application;
import io.srf.server.routing.Choice;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Connects to applications that listen. Any thread may call; nothing blocks. */
@FunctionalInterface
public interface OutboundLinks {
    /** For engines that cannot. */
    OutboundLinks NONE = place -> CompletableFuture.failedStage(new IOException(
            "no connection to " + place + ": the engine has no admin port, whose secret it would need"));

    /**
     * Connects.
     *
     * @return completes when the application there has authenticated; fails if there is none, or it does not in time
     */
    CompletionStage<Application> connect(Choice.Connect place);
}
