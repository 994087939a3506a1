// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.link.Link;
import io.srf.link.LinkServer;
import io.srf.server.admin.Admission;
import io.srf.server.admin.Application;
import io.srf.server.dialog.OutboundLinks;
import io.srf.server.routing.Choice;
import io.srf.server.tls.TlsContexts;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connects to applications that listen, which then authenticate as if they had come to the admin port. */
final class DialedLinks implements OutboundLinks {
    /** For connecting and authenticating together. */
    static final Duration ADMISSION = Duration.ofSeconds(10);

    private final LinkServer links;
    private final Engine engine;
    private final Admission admission;
    private final TlsContexts tls;
    private final Duration limit;

    /**
     * Connects by these.
     *
     * @param tls whom to trust
     * @param limit for connecting and authenticating together
     */
    DialedLinks(LinkServer links, Engine engine, Admission admission, TlsContexts tls, Duration limit) {
        this.links = links;
        this.engine = engine;
        this.admission = admission;
        this.tls = tls;
        this.limit = limit;
    }

    @Override
    public CompletionStage<Application> connect(Choice.Connect place) {
        CompletableFuture<Application> found = new CompletableFuture<>();
        links.dial(place.host(), place.port(), place.tls() ? tls.clientContext() : null, link -> {
                    Application application = engine.accept(link, admission);
                    application.admitted().whenComplete((admitted, failure) -> complete(found, admitted, failure));
                    found.whenComplete((given, failure) -> hangUpIf(failure, link));
                    return application;
                })
                .exceptionally(failure -> {
                    found.completeExceptionally(failure);
                    return null;
                });
        return found.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Nobody waits any more for an application that was too late. */
    private static void hangUpIf(@Nullable Throwable failure, Link<ServerMessage> link) {
        if (failure != null) {
            link.close();
        }
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
