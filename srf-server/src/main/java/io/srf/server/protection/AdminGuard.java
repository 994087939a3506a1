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
import java.util.function.BiFunction;

/**
 * Guards the admin port: an address that names wrong secrets too often is shut out for a while, and longer each time, unless it is trusted. None has too many connections
 * that have not said who they are, and all together not so many that nobody else finds room. Any thread may use it.
 */
public final class AdminGuard {
    /** So many wrong secrets shut an address out. */
    public static final int MAX_WRONG_SECRETS = 5;
    /** In this time. */
    public static final Duration WITHIN = Duration.ofMinutes(1);
    /** How many connections of one address may be open that have not authenticated. */
    public static final int MAX_STRANGERS = 64;
    /** Of all connections that there may be, one in so many may be that of somebody who has not authenticated. */
    static final int STRANGERS_ARE_ONE_IN = 2;

    private final Protection protection;
    private final Admission admission;
    private final Meter wrong = Meter.ofOffences(MAX_WRONG_SECRETS, WITHIN);
    private final ShutOuts shutOuts = new ShutOuts();
    private final WaitingRoom<Link<ServerMessage>> strangers;

    /**
     * Lets those in that are admitted, and who are not shut out.
     *
     * @param maxConnections how many there may be
     */
    public AdminGuard(Protection protection, Admission admission, int maxConnections) {
        this.protection = protection;
        this.admission = admission;
        this.strangers = new WaitingRoom<>(MAX_STRANGERS, Math.max(1, maxConnections / STRANGERS_ARE_ONE_IN));
    }

    /**
     * Takes a new link, or closes it. Where too many have not authenticated, the one that has had the longest time for that makes room.
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
        } else {
            WaitingRoom.Guest<Link<ServerMessage>> oldest = strangers.enter(link, source);
            if (oldest != null) {
                turnAway(oldest.who(), oldest.source(), "made room for another that has not authenticated");
            }
            application.admitted().whenComplete((admitted, failure) -> strangers.leave(link));
        }
        return application;
    }

    private void turnAway(Link<ServerMessage> link, long source, String why) {
        protection.note(Refused.ADMIN_CONNECTION, source, link.peer(), why);
        link.close();
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

    /**
     * Who this is, said as {@code 192.0.2.1:4711} or {@code [2001:db8::1]:4711}. All others are one, this machine: those that come by a UNIX domain socket
     * are.
     */
    private static InetAddress address(String peer) {
        int colon = peer.lastIndexOf(':');
        String host = colon < 0 ? "" : peer.substring(0, colon);
        InetAddress address = HostNames.literal(host);
        return address == null ? InetAddress.getLoopbackAddress() : address;
    }
}
