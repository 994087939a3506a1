// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.link.LinkException.Reason;
import io.srf.sip.Ids;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The methods that an application wants, and what its engine says of them. Touched in {@link Serial} alone. */
final class WantedRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(WantedRoutes.class);
    /** The link is gone: the next one is asked. */
    private static final Set<Reason> WITH_THE_LINK = EnumSet.of(Reason.LOST, Reason.CLOSED, Reason.NOT_CONNECTED);

    private final String target;
    private final Asker engine;
    private final Set<String> wanted = new LinkedHashSet<>();

    WantedRoutes(String target, Asker engine) {
        this.target = target;
        this.engine = engine;
    }

    /** Asks the engine there is; one of the two hears of it, in {@link Serial}. */
    interface Asker {
        void ask(ClientMessage message, Consumer<Reply> answered, Consumer<LinkException> failed);
    }

    /** Whether it was not wanted before. */
    boolean add(String verb) {
        return wanted.add(verb);
    }

    /** Whether it was wanted before. */
    boolean remove(String verb) {
        return wanted.remove(verb);
    }

    /**
     * Asks for all that are wanted now.
     *
     * @return completes when the engine has answered for each, be it that it refuses, or that its answer is waited for no longer; never if the link drops before
     */
    CompletableFuture<Void> askForAll() {
        return CompletableFuture.allOf(wanted.stream().map(this::ask).toArray(CompletableFuture[]::new));
    }

    /** Asks for one; completes as {@link #askForAll} does. */
    CompletableFuture<Void> ask(String verb) {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        engine.ask(
                new ClientMessage.Route(Ids.next(), verb),
                reply -> {
                    if (reply instanceof Reply.Refused refused) {
                        LOG.error("{} refuses to send us new {} requests: {}", target, verb, refused.text());
                    }
                    settled.complete(null);
                },
                failure -> {
                    LOG.warn(
                            "it is not known whether {} sends us new {} requests: {}",
                            target,
                            verb,
                            failure.getMessage());
                    if (!WITH_THE_LINK.contains(failure.reason())) {
                        settled.complete(null);
                    }
                });
        return settled;
    }
}
