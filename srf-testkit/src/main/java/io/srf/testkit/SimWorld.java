// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.transport.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A simulated network in virtual time, and the phones on it: whole calls in one JVM, the same at every run.
 *
 * <p>Threads: the test's.
 */
public final class SimWorld implements World {
    /** How much virtual time {@link #comesToRest()} allows. */
    public static final Duration REST_LIMIT = Duration.ofMinutes(30);

    private static final int SIP_PORT = 5060;
    private static final int HOSTS = 65_534;

    private final VirtualTime time;
    private final SimNetwork network;
    private final List<Phone> phones = new ArrayList<>();
    private int hosts;

    private SimWorld(VirtualTime time, long seed) {
        this.time = time;
        this.network = new SimNetwork(time, seed);
    }

    /** A world whose random events begin with this seed. */
    public static SimWorld seeded(long seed) {
        return new SimWorld(new VirtualTime(), seed);
    }

    /** A world in this time. */
    public static SimWorld in(VirtualTime time, long seed) {
        return new SimWorld(time, seed);
    }

    /** Its time. */
    public VirtualTime time() {
        return time;
    }

    /** Its network. */
    public SimNetwork network() {
        return network;
    }

    /** Where handlers of applications run. */
    public Workers workers() {
        return time.workers();
    }

    /** An address that nobody in this world has: 198.18.0.1 and up (RFC 2544), port 5060. */
    public InetSocketAddress newAddress() {
        if (++hosts > HOSTS) {
            throw new IllegalStateException("too many addresses for one world, expected: ≤ " + HOSTS);
        }
        try {
            byte[] digits = {(byte) 198, 18, (byte) (hosts >> 8), (byte) hosts};
            return new InetSocketAddress(InetAddress.getByAddress(digits), SIP_PORT);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** Puts these phones behind a router that changes their addresses. */
    public Nat hides(Phone... behind) {
        InetSocketAddress[] hosts = Arrays.stream(behind).map(Phone::address).toArray(InetSocketAddress[]::new);
        return network.nat(newAddress(), hosts);
    }

    @Override
    public Phone phone(String name) {
        return phone(name, Protocol.UDP);
    }

    /** A new phone with this name, at a new address. */
    public Phone phone(String name, Protocol protocol) {
        Phone phone = Phone.on(network.line(name, newAddress(), protocol), name);
        phones.add(phone);
        return phone;
    }

    @Override
    public Trace trace() {
        return network.trace();
    }

    /**
     * Lets time pass until nothing is scheduled, and fails with the ladder if anything is left over: a call, dialog, transaction or
     * timer of a phone, a worker's task that still waits, or a packet that is still held.
     */
    public void comesToRest() {
        try {
            time.runUntilIdle(REST_LIMIT);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + ladder().tail(), e);
        }
        List<String> left = leftovers();
        if (!left.isEmpty()) {
            throw new AssertionError("left over: " + left + "\n" + ladder().tail());
        }
    }

    /** Whether all calls of all phones are over. */
    boolean isIdle() {
        return phones.stream().allMatch(Phone::hasNoCall);
    }

    /** What is left over in phones, workers and holds. */
    List<String> leftovers() {
        List<String> left = new ArrayList<>();
        for (Phone phone : phones) {
            phone.leftovers().forEach(leftover -> left.add(phone.name() + ": " + leftover));
        }
        time.workers().stillRunning().forEach(task -> left.add("running: " + task));
        network.held().forEach(packet -> left.add("held: " + packet));
        return left;
    }

    @Override
    public void close() {
        phones.forEach(Phone::close);
        time.workers().close();
    }
}
