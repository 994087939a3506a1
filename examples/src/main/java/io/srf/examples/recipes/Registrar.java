// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.recipes;

import io.srf.Srf;
import io.srf.Targets;
import io.srf.app.Extras;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.sip.NameAddr;
import io.srf.wire.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A registrar (RFC 3261 §10.3) that keeps in memory where phones are, and connects callers to all phones of a user. */
final class Registrar {
    private static final int USUAL_SECONDS = 3600;
    private static final int MAX_SECONDS = 7200;

    private final Srf srf;
    private final Map<String, Map<String, Place>> users = new ConcurrentHashMap<>();

    Registrar(Srf srf) {
        this.srf = srf;
        srf.register(this::register);
        srf.invite(this::connect);
    }

    /**
     * Where a contact is reached.
     *
     * @param uri where its REGISTER came from: that leads to a phone behind a NAT, and to a browser, too
     */
    private record Place(String uri, Instant until) {}

    private void register(Request req, Response res) {
        Map<String, Place> places = users.computeIfAbsent(req.to().uri().user(), user -> new ConcurrentHashMap<>());
        if (req.message().hasWildcardContact()) {
            places.clear();
        }
        for (NameAddr contact : req.contacts()) {
            int seconds = secondsOf(req, contact);
            if (seconds == 0) {
                places.remove(contact.uri().toString());
            } else {
                Instant until = srf.timers().now().plusSeconds(seconds);
                places.put(contact.uri().toString(), new Place(reachedAt(req.origin()), until));
            }
        }
        res.send(200, contactsOf(places));
    }

    private static int secondsOf(Request req, NameAddr contact) {
        String own = contact.params().get("expires");
        boolean isNumber = own != null && own.matches("\\d{1,9}");
        int wanted = isNumber ? Integer.parseInt(own) : req.message().expires();
        return wanted < 0 ? USUAL_SECONDS : Math.min(wanted, MAX_SECONDS);
    }

    private static String reachedAt(Origin from) {
        return "sip:" + from.address() + ":" + from.port() + ";transport=" + from.protocol();
    }

    private Extras contactsOf(Map<String, Place> places) {
        Instant now = srf.timers().now();
        places.values().removeIf(place -> !place.until().isAfter(now));
        Extras contacts = Extras.NONE;
        for (Map.Entry<String, Place> each : places.entrySet()) {
            long left = Duration.between(now, each.getValue().until()).toSeconds();
            contacts = contacts.header("Contact", "<" + each.getKey() + ">;expires=" + left);
        }
        return contacts;
    }

    private void connect(Request req, Response res) {
        Map<String, Place> places = users.getOrDefault(req.calledNumber(), Map.of());
        Instant now = srf.timers().now();
        String[] reached = places.values().stream()
                .filter(place -> place.until().isAfter(now))
                .map(Place::uri)
                .toArray(String[]::new);
        if (reached.length == 0) {
            res.send(480);
        } else {
            srf.createB2BUA(req, res, Targets.of(reached), o -> o.ringTimeout(Duration.ofSeconds(30)));
        }
    }
}
