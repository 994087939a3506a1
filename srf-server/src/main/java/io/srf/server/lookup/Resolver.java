// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import io.srf.server.Loop;
import io.srf.server.transport.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the targets of URIs for one engine, and remembers which of them failed (RFC 3263 §4). IP addresses are answered at once; names are looked up off
 * the loops and answered on the loop that asked.
 */
public final class Resolver implements AutoCloseable {
    /** Where addresses alone are looked up. */
    @FunctionalInterface
    public interface Lookup {
        /** The address of a host, or null if there is none; may block. */
        @Nullable InetSocketAddress find(String host, int port);
    }

    /** Asks the system's resolver. */
    public static final Lookup SYSTEM = Resolver::systemLookUp;

    /**
     * Who asks.
     *
     * @param loop where the answer is told
     * @param protocols what the engine can send by, in the order in which it likes to
     * @param below draws a number from 0 on, below its argument
     */
    public record Asker(Loop loop, Set<Protocol> protocols, IntUnaryOperator below) {}

    /** Who hears what was found, on the loop that asked. */
    public interface Outcome {
        /** One target at least, in the order in which they are to be tried. */
        void found(List<Target> targets);

        /** There is none; the text says why. */
        void none(String why);
    }

    private final Names names;
    private final LookupLimits limits;
    private final Semaphore room;
    private final DeadTargets dead = new DeadTargets();

    /**
     * Finds addresses alone, in the system's resolver.
     *
     * @param lookups runs blocking look-ups, not on a loop
     */
    public Resolver(Executor lookups) {
        this(lookups, SYSTEM);
    }

    /**
     * Finds addresses alone.
     *
     * @param lookups runs blocking look-ups, not on a loop
     */
    public Resolver(Executor lookups, Lookup lookup) {
        this(new HostTable(lookups, lookup), LookupLimits.DEFAULT);
    }

    /** Finds services, servers and addresses in these names, which are closed with it. */
    public Resolver(Names names, LookupLimits limits) {
        this.names = names;
        this.limits = limits;
        this.room = new Semaphore(limits.underWay());
    }

    /** The bounds of finding and of trying. */
    public LookupLimits limits() {
        return limits;
    }

    /** Finds the targets of a hop, those that failed lately last. */
    public void resolve(NextHop hop, Asker asker, Outcome outcome) {
        boolean isName = hop.literal() == null;
        if (isName && !room.tryAcquire()) {
            outcome.none("DNS Error: too many look-ups are under way");
        } else {
            new HopLookup(hop, names, asker, ordered(asker, isName, outcome)).begin(limits.millis());
        }
    }

    private Outcome ordered(Asker asker, boolean isName, Outcome outcome) {
        return new Outcome() {
            @Override
            public void found(List<Target> targets) {
                over();
                List<Target> order = dead.last(targets, asker.loop().timers().nanoTime());
                outcome.found(order.subList(0, Math.min(order.size(), limits.targets())));
            }

            @Override
            public void none(String why) {
                over();
                outcome.none(why);
            }

            private void over() {
                if (isName) {
                    room.release();
                }
            }
        };
    }

    /**
     * A target failed: it is asked last for a while.
     *
     * @param now of the loops' clock, in nanoseconds
     * @param millis for how long, such as a Retry-After says, up to {@link DeadTargets#MAX_DEAD_MILLIS}; negative for the usual time
     */
    public void failed(Target target, long now, long millis) {
        dead.failed(target, now, millis < 0 ? DeadTargets.DEAD_MILLIS : millis);
    }

    /** A target answered, so it is alive. */
    public void answered(Target target) {
        dead.answered(target);
    }

    /** Whether a target failed lately. */
    public boolean isDead(Target target, long now) {
        return dead.isDead(target, now);
    }

    @Override
    public void close() {
        names.close();
    }

    private static @Nullable InetSocketAddress systemLookUp(String host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
