// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import io.srf.link.Link;
import io.srf.server.admin.Admission;
import io.srf.server.admin.Application;
import io.srf.server.lookup.HostNames;
import io.srf.wire.ClientMessage;
import io.srf.wire.ServerMessage;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Guards the admin port: an address that names wrong secrets too often is shut out for a while, and longer each time, unless it is trusted. None has too many connections
 * that have not said who they are. Any thread may use it.
 */
public final class AdminGuard {
    /** So many wrong secrets shut an address out. */
    public static final int MAX_WRONG_SECRETS = 5;
    /** In this time. */
    public static final Duration WITHIN = Duration.ofMinutes(1);
    /** How many connections of one address may be open that have not authenticated. */
    public static final int MAX_STRANGERS = 64;

    private final Protection protection;
    private final Admission admission;
    private final Meter wrong = Meter.ofOffences(MAX_WRONG_SECRETS, WITHIN);
    private final ShutOuts shutOuts = new ShutOuts();
    private final Map<Long, Integer> strangers = new ConcurrentHashMap<>();

    /** Lets those in that are admitted, and who are not shut out. */
    public AdminGuard(Protection protection, Admission admission) {
        this.protection = protection;
        this.admission = admission;
    }

    /**
     * Takes a new link, or closes it.
     *
     * @param desk makes the application of a link that is let in by this admission
     */
    public Application accept(Link<ServerMessage> link, BiFunction<Link<ServerMessage>, Admission, Application> desk) {
        InetAddress address = address(link.peer());
        long source = Sources.of(address);
        boolean trusted = protection.trusts(address);
        Application application =
                desk.apply(link, hello -> trusted ? admission.admits(hello) : admits(source, link, hello));
        if (!trusted && isShutOut(source)) {
            turnAway(link, source, "named wrong secrets before");
        } else if (strangers.merge(source, 1, Integer::sum) > MAX_STRANGERS) {
            leave(source);
            turnAway(link, source, "too many that have not authenticated, expected: ≤ " + MAX_STRANGERS);
        } else {
            application.admitted().whenComplete((admitted, failure) -> leave(source));
        }
        return application;
    }

    private void turnAway(Link<ServerMessage> link, long source, String why) {
        protection.note(Refused.ADMIN_CONNECTION, source, link.peer(), why);
        link.close();
    }

    private void leave(long source) {
        strangers.computeIfPresent(source, (same, count) -> count == 1 ? null : count - 1);
    }

    private boolean isShutOut(long source) {
        return shutOuts.has(source, protection.now());
    }

    private boolean admits(long source, Link<ServerMessage> link, ClientMessage.Authenticate hello) {
        if (isShutOut(source)) {
            protection.note(Refused.ADMIN_CONNECTION, source, link.peer(), "named wrong secrets before");
            return false;
        }
        if (admission.admits(hello)) {
            wrong.forgive(source);
            shutOuts.forgive(source);
            return true;
        }
        protection.note(Refused.WRONG_SECRET, source, link.peer(), "a wrong secret" + consequence(source));
        return false;
    }

    private String consequence(long source) {
        long now = protection.now();
        return wrong.exceeds(source, now)
                ? ", shut out for " + shutOuts.add(source, now).toSeconds() + " s"
                : "";
    }

    /** How many addresses have connections that have not authenticated. */
    int strangers() {
        return strangers.size();
    }

    /** Who this is, said as {@code /192.0.2.1:4711} or {@code /[2001:db8::1]:4711}; all that cannot be read are one. */
    private static InetAddress address(String peer) {
        int colon = peer.lastIndexOf(':');
        String host = colon < 0 ? "" : peer.substring(peer.indexOf('/') + 1, colon);
        InetAddress address = HostNames.literal(host);
        return address == null ? InetAddress.getLoopbackAddress() : address;
    }
}
