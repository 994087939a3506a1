// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.netty.util.NetUtil;
import io.srf.server.Loop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of a host. IP addresses are answered at once; names are looked up off the loops and answered on the loop that asked.
 */
public final class Resolver {
    /** How many look-ups may be under way; more are refused, so that a slow name server holds no memory. */
    static final int MAX_LOOKUPS = 1_000;

    /** Where addresses are looked up. */
    @FunctionalInterface
    public interface Lookup {
        /** The address of a host, or null if there is none; may block. */
        @Nullable InetSocketAddress find(String host, int port);
    }

    /** Asks the system's resolver. */
    public static final Lookup SYSTEM = Resolver::systemLookUp;

    private final Executor lookups;
    private final Lookup lookup;
    private final Semaphore room = new Semaphore(MAX_LOOKUPS);

    /** @param lookups runs blocking look-ups, not on a loop */
    public Resolver(Executor lookups) {
        this(lookups, SYSTEM);
    }

    /**
     * Looks names up elsewhere than in the system's resolver.
     *
     * @param lookups runs blocking look-ups, not on a loop
     */
    public Resolver(Executor lookups, Lookup lookup) {
        this.lookups = lookups;
        this.lookup = lookup;
    }

    /** What was found: an address, or null if there is none. */
    void resolve(String host, int port, Loop loop, Consumer<@Nullable InetSocketAddress> then) {
        InetAddress literal = literal(host);
        if (literal != null) {
            then.accept(new InetSocketAddress(literal, port));
        } else if (!room.tryAcquire()) {
            then.accept(null);
        } else {
            lookups.execute(() -> {
                InetSocketAddress found = lookup.find(host, port);
                room.release();
                loop.execute(() -> then.accept(found));
            });
        }
    }

    /** The address that a host is, if it is one and no name. */
    static @Nullable InetAddress literal(String host) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static @Nullable InetSocketAddress systemLookUp(String host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
