// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.link.LinkException.Reason;
import io.srf.sip.Ids;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    /** What is not answered yet, by the id of the message. */
    private final Map<String, CompletableFuture<Boolean>> open = new HashMap<>();

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

    /** Asks for all that are wanted now; completes with whether the engine has answered for each, as {@link #ask} does. */
    CompletableFuture<Boolean> askForAll() {
        List<CompletableFuture<Boolean>> asked = wanted.stream().map(this::ask).toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(all -> asked.stream().allMatch(CompletableFuture::join));
    }

    /**
     * Asks for one.
     *
     * @return completes with true when the engine has answered, be it that it refuses, or when the answer is waited for no longer; with false if the link drops before
     */
    CompletableFuture<Boolean> ask(String verb) {
        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        String id = Ids.next();
        open.put(id, asked);
        engine.ask(
                new ClientMessage.Route(id, verb),
                reply -> {
                    if (reply instanceof Reply.Refused refused) {
                        LOG.error("{} refuses to send us new {} requests: {}", target, verb, refused.text());
                    }
                    settle(id, true);
                },
                failure -> {
                    LOG.warn(
                            "it is not known whether {} sends us new {} requests: {}",
                            target,
                            verb,
                            failure.getMessage());
                    settle(id, !WITH_THE_LINK.contains(failure.reason()));
                });
        return asked;
    }

    private void settle(String id, boolean answered) {
        CompletableFuture<Boolean> asked = open.remove(id);
        if (asked != null) {
            asked.complete(answered);
        }
    }

    /** Completes when all that was asked for until now is answered, or the link is gone. */
    CompletableFuture<Void> answered() {
        return CompletableFuture.allOf(open.values().toArray(CompletableFuture[]::new));
    }
}
