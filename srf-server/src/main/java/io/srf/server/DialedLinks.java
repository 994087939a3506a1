// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.link.TcpLinkServer;
import io.srf.server.admin.Admission;
import io.srf.server.admin.Application;
import io.srf.server.dialog.OutboundLinks;
import io.srf.server.routing.Choice;
import io.srf.server.tls.TlsContexts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connects to applications that listen, which then authenticate as if they had come to the admin port. */
final class DialedLinks implements OutboundLinks {
    /** For connecting and authenticating together. */
    private static final long ADMISSION_SECONDS = 10;

    private final TcpLinkServer links;
    private final Engine engine;
    private final Admission admission;
    private final TlsContexts tls;

    /**
     * Connects by these.
     *
     * @param tls whom to trust
     */
    DialedLinks(TcpLinkServer links, Engine engine, Admission admission, TlsContexts tls) {
        this.links = links;
        this.engine = engine;
        this.admission = admission;
        this.tls = tls;
    }

    @Override
    public CompletionStage<Application> connect(Choice.Connect place) {
        CompletableFuture<Application> found = new CompletableFuture<>();
        links.dial(place.host(), place.port(), place.tls() ? tls.clientContext() : null, link -> {
                    Application application = engine.accept(link, admission);
                    application.admitted().whenComplete((admitted, failure) -> complete(found, admitted, failure));
                    return application;
                })
                .exceptionally(failure -> {
                    found.completeExceptionally(failure);
                    return null;
                });
        return found.orTimeout(ADMISSION_SECONDS, TimeUnit.SECONDS);
    }

    private static void complete(
            CompletableFuture<Application> found, @Nullable Application admitted, @Nullable Throwable failure) {
        if (admitted != null) {
            found.complete(admitted);
        } else if (failure != null) {
            found.completeExceptionally(failure);
        }
    }
}
