// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import io.srf.wire.ClientMessage;
import io.srf.wire.ProxyOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Where somebody wants a request to be passed on to, and how long each target may take.
 *
 * @param targets one at least
 * @param provisionalMillis for anything at all; 0 for no limit of its own
 * @param finalMillis for the final response; 0 for no limit of its own
 */
record Order(List<Uri> targets, long provisionalMillis, long finalMillis) {
    /**
     * Reads what an application asks for, the headers that it adds too.
     *
     * @throws IllegalArgumentException as {@link #read(List, ProxyOptions)}
     */
    static Order read(ClientMessage.Proxy asked) {
        Order order = read(asked.destinations(), asked.options());
        checkRoute(asked.headers(), asked.destinations().getFirst());
        return order;
    }

    /**
     * Reads where to and how; a destination may lack its {@code sip:}.
     *
     * @throws IllegalArgumentException if it cannot be done; the message begins with a destination, and is for whoever asked
     */
    static Order read(List<String> destinations, ProxyOptions options) {
        if (destinations.isEmpty() || destinations.size() > ProxiedRequest.MAX_TARGETS) {
            throw new IllegalArgumentException(
                    destinations.size() + " destinations, expected: 1 to " + ProxiedRequest.MAX_TARGETS);
        }
        List<Uri> targets = new ArrayList<>(destinations.size());
        for (String destination : destinations) {
            targets.add(target(destination));
        }
        String first = destinations.getFirst();
        return new Order(
                List.copyOf(targets),
                limit(first, "provisional", options.provisionalTimeout()),
                limit(first, "final", options.finalTimeout()));
    }

    private static Uri target(String destination) {
        Uri uri = Uri.of(destination);
        if (!(uri instanceof SipUri)) {
            throw problem(destination, "leads to no host, expected such as sip:bob@example.com");
        }
        return uri;
    }

    private static long limit(String destination, String which, String text) {
        try {
            return Durations.millis(text);
        } catch (IllegalArgumentException e) {
            throw problem(destination, which + " timeout: " + e.getMessage());
        }
    }

    /** The only header of an application that is read on the way. */
    private static void checkRoute(SipRequest headers, String destination) {
        try {
            headers.routes();
        } catch (SipParseException e) {
            throw problem(destination, "the Route to be added cannot be read: " + e.problem());
        }
    }

    private static IllegalArgumentException problem(String destination, String what) {
        return new IllegalArgumentException(destination + ": " + what);
    }
}
