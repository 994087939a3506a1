// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.lookup.Names;
import io.srf.server.lookup.Naptr;
import io.srf.server.lookup.Srv;
import io.srf.server.transport.Network;
import io.srf.server.transport.Network.Receiver;
import io.srf.server.transport.Protocol;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams and streams between addresses that no machine has, in virtual time, with a will of its own.
 *
 * <p>What the network does to a packet is decided when it is sent, by the {@link Will} of its direction and by a random
 * number generator that begins with the test's seed: the same seed and the same sends give the same fates. It carries bytes,
 * and knows nothing of SIP. Everything sent is in its {@link Trace}.
 *
 * <p>Threads: any may send; what arrives does so on the thread that drives the time.
 */
public final class SimNetwork {
    private record Port(Protocol protocol, InetSocketAddress address) {}

    private record Direction(InetAddress from, InetAddress to) {}

    private final VirtualTime time;
    private final Random random;
    private final Trace trace = new Trace();
    private final Map<Port, SimPort> ports = new HashMap<>();
    private final Map<Direction, Will> wills = new HashMap<>();
    private final List<Hold> holds = new ArrayList<>();
    private final List<StreamPath> paths = new ArrayList<>();
    private final SimHosts hosts = new SimHosts();
    private final SimNames records = new SimNames();
    private final Nats nats = new Nats();
    private Set<InetAddress> island = Set.of();
    private Predicate<Packet> detoured = packet -> false;
    private @Nullable InetSocketAddress detour;
    private Will usualWill = Will.GOOD;
    private List<Fault> faults = List.of();
    private int datagrams;

    /** A good network: see {@link Will#GOOD}. */
    public SimNetwork(VirtualTime time, long seed) {
        this.time = time;
        this.random = new Random(seed);
    }

    /** The time it runs in. */
    public VirtualTime time() {
        return time;
    }

    /** Everything that was sent. */
    public Trace trace() {
        return trace;
    }

    /** Gives a host a name, for phones and engines to find it; it replaces an older one. */
    public void host(String name, InetSocketAddress address) {
        hosts.add(name, address);
    }

    /**
     * Gives a service its servers, for engines to find them (RFC 2782); they replace older ones.
     *
     * @param service such as {@code _sip._udp.example.com}
     * @param servers whose targets are hosts of this network
     */
    public void service(String service, Srv... servers) {
        records.srv(service, List.of(servers));
    }

    /** Says which services a domain has (RFC 3263 §4.1), instead of what was said before. */
    public void domain(String domain, Naptr... services) {
        records.naptr(domain, List.of(services));
    }

    /** What engines find in this network. */
    public Names names(Executor workers) {
        return records.with(hosts, workers);
    }

    /** The address of a host: what {@link #host} said, or what the IP address says that it is; null if it is unknown. */
    public @Nullable InetSocketAddress lookUp(String host, int port) {
        return hosts.lookUp(host, port);
    }

    /** Sets what happens in every direction that has no will of its own. */
    public synchronized void will(Will will) {
        usualWill = will;
    }

    /** Sets what happens to packets from one host to another; ports do not matter. */
    public synchronized void will(InetSocketAddress from, InetSocketAddress to, Will will) {
        wills.put(new Direction(from.getAddress(), to.getAddress()), will);
    }

    /** Sets what happens to single datagrams, on top of what the network wills. */
    public synchronized void faults(List<Fault> newFaults) {
        faults = List.copyOf(newFaults);
    }

    /** Stops packets like these on their way, from now on and until the hold is released. */
    public synchronized Hold hold(Predicate<Packet> which) {
        Hold hold = new Hold(this, which);
        holds.add(hold);
        return hold;
    }

    /** Releases all holds, the oldest first. */
    public void release() {
        List<Hold> all;
        synchronized (this) {
            all = List.copyOf(holds);
        }
        all.forEach(Hold::release);
    }

    /** What holds hold, the oldest hold first. */
    public synchronized List<Packet> held() {
        return holds.stream().flatMap(hold -> hold.held().stream()).toList();
    }

    /**
     * Cuts these hosts off from all others until {@link #heal()}; among themselves they reach each other. Datagrams over the cut get
     * lost, streams wait.
     */
    public synchronized void partition(InetSocketAddress... hosts) {
        island = Arrays.stream(hosts).map(InetSocketAddress::getAddress).collect(Collectors.toSet());
    }

    /** Ends a partition. */
    public synchronized void heal() {
        island = Set.of();
        List.copyOf(paths).forEach(StreamPath::pump);
    }

    /** Breaks off all connections of a host, as when it changes networks; its next message opens another. */
    public synchronized void disconnect(InetSocketAddress host) {
        List.copyOf(ports.values()).stream()
                .filter(port -> port.address().equals(host))
                .forEach(port -> {
                    if (port instanceof StreamPort streams) {
                        streams.disconnect();
                    }
                });
    }

    /** Leads datagrams like these to another address from now on, as a balancer does, or an address that has moved; those of before no more. */
    public synchronized void detour(Predicate<Packet> which, InetSocketAddress to) {
        detoured = which;
        detour = to;
    }

    /**
     * Hides hosts behind a router that changes their addresses.
     *
     * @param outside the router's public address, whose port does not matter; nobody else's
     * @param hosts to hide; ports do not matter
     */
    public synchronized Nat nat(InetSocketAddress outside, InetSocketAddress... hosts) {
        Set<InetAddress> hidden =
                Arrays.stream(hosts).map(InetSocketAddress::getAddress).collect(Collectors.toSet());
        Nat nat = new Nat(this, outside.getAddress(), hidden, new Random(random.nextLong()));
        nats.add(nat);
        return nat;
    }

    /**
     * The network as an engine sees it, listening at one address; not open yet.
     *
     * @param name of the engine, in ladders
     * @param address not a wildcard, port not 0
     * @param protocols to listen with, one or more
     */
    public Network engineNetwork(String name, InetSocketAddress address, Protocol... protocols) {
        return new SimEngineNetwork(this, name, address, List.of(protocols));
    }

    /**
     * A line for a {@link Phone} at this address.
     *
     * @param name of the phone, in ladders
     * @param address not a wildcard, port not 0
     */
    public PhoneLine line(String name, InetSocketAddress address, Protocol protocol) {
        return new SimLine(this, name, address, protocol);
    }

    /** Binds an address; throws {@link UncheckedIOException} if it is taken. */
    synchronized SimPort bind(String name, Protocol protocol, InetSocketAddress address, Receiver receiver) {
        if (address.isUnresolved() || address.getAddress().isAnyLocalAddress() || address.getPort() == 0) {
            throw new IllegalArgumentException(
                    "cannot bind " + address + ", expected an IP address and a port that peers can reach");
        }
        Port key = new Port(protocol, address);
        if (ports.containsKey(key)) {
            throw new UncheckedIOException(new BindException(
                    protocol.lower() + " " + Text.address(address) + " is taken by " + trace.nameOf(address)));
        }
        trace.name(address, name);
        SimPort port = protocol == Protocol.UDP
                ? new DatagramPort(this, address, receiver)
                : new StreamPort(this, protocol, address, receiver);
        ports.put(key, port);
        return port;
    }

    synchronized void unbind(SimPort port) {
        ports.remove(new Port(port.protocol(), port.address()), port);
    }

    synchronized void end(Hold hold) {
        holds.remove(hold);
    }

    synchronized void sendDatagram(DatagramPort port, InetSocketAddress to, byte[] message) {
        Packet packet = packet(Protocol.UDP, nats.sender(port.address(), to), to, message);
        TracedPacket traced = trace.add(packet);
        List<Duration> delays = faulty(will(packet.from(), to).datagram(random));
        Hold hold = holdFor(packet);
        if (isCut(packet.from(), to)) {
            traced.getsLost();
        } else if (hold != null) {
            hold.keep(traced, () -> deliver(traced, List.of(Duration.ZERO)));
        } else {
            deliver(traced, delays);
        }
    }

    private List<Duration> faulty(List<Duration> usual) {
        int number = datagrams++;
        List<Duration> delays = usual;
        for (Fault fault : faults) {
            delays = fault.packet() == number ? fault.apply(delays) : delays;
        }
        return delays;
    }

    private void deliver(TracedPacket traced, List<Duration> delays) {
        if (delays.isEmpty()) {
            traced.getsLost();
        }
        for (Duration delay : delays) {
            traced.arrivesAt(time.elapsed().plus(delay));
            time.schedule(delay, new Delivery(traced.packet(), () -> arrived(traced)));
        }
    }

    private void arrived(TracedPacket traced) {
        @Nullable SimPort port;
        synchronized (this) {
            InetSocketAddress to = detoured.test(traced.packet())
                    ? detour
                    : nats.receiver(traced.packet().from(), traced.packet().to());
            port = to == null ? null : ports.get(new Port(Protocol.UDP, to));
        }
        if (port instanceof DatagramPort socket) {
            socket.arrived(traced.packet());
        } else {
            traced.getsLost();
        }
    }

    Packet packet(Protocol protocol, InetSocketAddress from, InetSocketAddress to, byte[] message) {
        return new Packet(time.elapsed(), protocol, from, to, message);
    }

    synchronized StreamPath path(InetSocketAddress from, InetSocketAddress to, Consumer<byte[]> arrival) {
        StreamPath path = new StreamPath(this, from, to, arrival);
        paths.add(path);
        return path;
    }

    /** No partition will hold this path up any more; what it still carries arrives. */
    synchronized void forget(StreamPath path) {
        paths.remove(path);
    }

    /** Who listens for a stream from this address to that; null if nobody does. */
    synchronized @Nullable StreamPort listener(Protocol protocol, InetSocketAddress from, InetSocketAddress to) {
        InetSocketAddress receiver = nats.receiver(from, to);
        return receiver == null ? null : (StreamPort) ports.get(new Port(protocol, receiver));
    }

    /** What the listener takes for the address at the other end of a stream. */
    synchronized InetSocketAddress streamFrom(InetSocketAddress from, InetSocketAddress to) {
        return nats.streamFrom(from, to);
    }

    synchronized @Nullable Hold holdFor(Packet packet) {
        return holds.stream().filter(hold -> hold.wants(packet)).findFirst().orElse(null);
    }

    synchronized boolean isCut(InetSocketAddress from, InetSocketAddress to) {
        return island.contains(nats.host(from)) != island.contains(nats.host(to));
    }

    /** The delay of the next piece of a stream. */
    synchronized Duration delayOf(InetSocketAddress from, InetSocketAddress to) {
        return will(from, to).piece(random);
    }

    Duration delay(InetSocketAddress from, InetSocketAddress to) {
        return will(from, to).delay();
    }

    private synchronized Will will(InetSocketAddress from, InetSocketAddress to) {
        return wills.getOrDefault(new Direction(nats.host(from), nats.host(to)), usualWill);
    }
}
