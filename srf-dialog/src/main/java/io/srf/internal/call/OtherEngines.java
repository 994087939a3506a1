// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Agent;
import io.srf.app.ReceivedResponse;
import io.srf.app.Request;
import io.srf.app.RequestOptions;
import io.srf.session.DialogRecord;
import io.srf.sip.Methods;
import io.srf.sip.SipParseException;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import io.srf.time.Timers;
import io.srf.wire.Origin;
import io.srf.wire.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Knows which dialogs are at an engine other than the one that was given a request of theirs, where their node goes on with them: the request only came the
 * wrong way, by a balancer for instance.
 *
 * <p>An engine is at work if it answers OPTIONS. That is asked once for many calls, and remembered for a moment. May be used by any thread.
 */
final class OtherEngines {
    /** How long an engine has to answer: T1, the round trip that RFC 3261 §17.1.1.1 expects. */
    static final Duration PATIENCE = Duration.ofMillis(500);

    /** How long its answer, or its silence, counts. */
    static final Duration REMEMBERED = Duration.ofSeconds(1);

    private static final int SIP_PORT = 5060;
    private static final int LOOP_DETECTED = 482;

    private final Timers timers;
    private final Map<String, CompletableFuture<Boolean>> asked = new ConcurrentHashMap<>();

    OtherEngines(Timers timers) {
        this.timers = timers;
    }

    /** Whether this dialog, in which something has come to this engine, is at another one that is at work. Waits for {@link #PATIENCE} at most. */
    boolean have(DialogRecord dialog, Agent here) {
        Place place = placeOf(dialog.local().contact());
        return place != null && !isHere(here, place) && answers(here, place).join();
    }

    /** Whether the Request-URI leads to an engine that has answered just now. */
    boolean areReachedBy(Request request) {
        Place place = placeOf(request.message().uriText());
        CompletableFuture<Boolean> answer = place == null ? null : asked.get(place.hostPort());
        return answer != null && answer.getNow(false);
    }

    /** A host and port that a URI leads to. */
    private record Place(String uri, String hostPort) {}

    private static @Nullable Place placeOf(@Nullable String contact) {
        try {
            return contact != null && Uri.parse(contact) instanceof SipUri uri
                    ? new Place(contact, hostPort(uri.host(), uri.port()))
                    : null;
        } catch (SipParseException e) {
            return null;
        }
    }

    private static String hostPort(String host, int port) {
        return host + ':' + (port < 0 ? SIP_PORT : port);
    }

    private static boolean isHere(Agent agent, Place place) {
        Reply.Authenticated engine = agent.engine();
        return engine != null
                && Stream.of(engine.hostports().split(","))
                        .map(point -> point.substring(point.indexOf('/') + 1))
                        .anyMatch(place.hostPort()::equals);
    }

    private CompletableFuture<Boolean> answers(Agent agent, Place place) {
        CompletableFuture<Boolean> fresh = new CompletableFuture<>();
        CompletableFuture<Boolean> before = asked.putIfAbsent(place.hostPort(), fresh);
        if (before != null) {
            return before;
        }
        fresh.whenComplete(
                (answer, never) -> timers.schedule(REMEMBERED.toMillis(), () -> asked.remove(place.hostPort(), fresh)));
        timers.schedule(PATIENCE.toMillis(), () -> fresh.complete(false));
        agent.request(place.uri(), RequestOptions.method(Methods.OPTIONS))
                .whenComplete((response, failure) -> fresh.complete(failure == null && isFromAnother(response)));
        return fresh;
    }

    /** Whether it came from another engine, and not from our own: made up for want of one, or because the question came back to it. */
    private static boolean isFromAnother(ReceivedResponse response) {
        return response.origin().source() == Origin.Source.NETWORK && response.status() != LOOP_DETECTED;
    }
}
