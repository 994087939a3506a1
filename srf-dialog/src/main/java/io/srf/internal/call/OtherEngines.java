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
    /** Where dialogs were found just now. */
    private final Map<String, Place> found = new ConcurrentHashMap<>();

    OtherEngines(Timers timers) {
        this.timers = timers;
    }

    /** Whether this dialog, in which something has come to this engine, is at another one that is at work. Waits for {@link #PATIENCE} at most. */
    boolean have(DialogRecord dialog, Agent here) {
        String engine = LegRecords.path(dialog).engine();
        return isElsewhere(dialog, placeOf(engine == null ? dialog.local().contact() : engine), here);
    }

    /** The same; but a dialog that the other side believes to be here is not. */
    boolean haveForPeer(DialogRecord dialog, Agent here) {
        return isElsewhere(dialog, placeOf(dialog.local().contact()), here);
    }

    private boolean isElsewhere(DialogRecord dialog, @Nullable Place place, Agent here) {
        if (place == null || isHere(here, place) || !answers(here, place).join()) {
            return false;
        }
        String name = nameOf(dialog.ids().callId(), dialog.ids().localTag());
        found.put(name, place);
        timers.schedule(REMEMBERED.toMillis(), () -> found.remove(name, place));
        return true;
    }

    private static String nameOf(String callId, String localTag) {
        return callId + ' ' + localTag;
    }

    /** Where the dialog of this request was found just now; null if nowhere. */
    @Nullable String uriFor(Request request) {
        Place place = found.get(nameOf(request.callId(), LegRecords.tag(request.to())));
        return place == null ? null : place.uri();
    }

    /** A URI of the engine at the other end of a link, which has this dialog; null if our Contact in it leads there. */
    static @Nullable String uriUnlessNamed(Agent agent, DialogRecord dialog) {
        Place named = placeOf(dialog.local().contact());
        return named == null || isHere(agent, named)
                ? null
                : points(agent).map(OtherEngines::uriOf).findFirst().orElse(null);
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
        return points(agent)
                .map(point -> point.substring(point.indexOf('/') + 1))
                .anyMatch(place.hostPort()::equals);
    }

    /** Where the engine is reached, such as {@code udp/192.0.2.1:5060}; nothing while that is not known. */
    private static Stream<String> points(Agent agent) {
        Reply.Authenticated engine = agent.engine();
        return engine == null ? Stream.empty() : Stream.of(engine.hostports().split(","));
    }

    private static String uriOf(String point) {
        int slash = point.indexOf('/');
        return "sip:" + point.substring(slash + 1) + ";transport=" + point.substring(0, slash);
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
