// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every packet that was sent, in order, and the names of those who sent them. Any thread may use it.
 *
 * <p>It keeps the last {@value #MAX_PACKETS} packets.
 */
public final class Trace {
    /** How many packets are kept. */
    public static final int MAX_PACKETS = 200_000;

    private final Map<InetSocketAddress, String> names = new LinkedHashMap<>();
    private final Set<InetSocketAddress> observed = new HashSet<>();
    private final List<TracedPacket> packets = new ArrayList<>();
    private String middle = "";
    private String others = "";
    private @Nullable Long begin;

    /** Gives the owner of an address a name; several addresses may share one. The order of the names is that of the ladder. */
    public synchronized void name(InetSocketAddress address, String name) {
        names.put(address, name);
    }

    /** The name of the owner of this address, or the address itself where it has none. */
    public synchronized String nameOf(InetSocketAddress address) {
        String other = others.isEmpty() ? Text.address(address) : others;
        return names.getOrDefault(address, other);
    }

    /** The names that were given, in order. */
    public synchronized List<String> names() {
        return names.values().stream().distinct().toList();
    }

    /** Names whoever has no name. */
    synchronized void nameOthers(String name) {
        others = name;
    }

    /** Says who stands in the second column of a ladder, between those that only talk to him. */
    synchronized void inTheMiddle(String name) {
        middle = name;
    }

    /** Puts who stands in the middle there. */
    synchronized List<String> arranged(List<String> columns) {
        List<String> arranged = new ArrayList<>(columns);
        if (arranged.remove(middle)) {
            arranged.add(Math.min(1, arranged.size()), middle);
        }
        return arranged;
    }

    /** What was sent. */
    public synchronized List<TracedPacket> packets() {
        return List.copyOf(packets);
    }

    /** Says that what this address sends is recorded when it is sent, so that its receiver need not. */
    synchronized void observe(InetSocketAddress address) {
        observed.add(address);
    }

    synchronized boolean isObserved(InetSocketAddress address) {
        return observed.contains(address);
    }

    /** Real time since this was first asked for, which is when the first packet was sent. */
    synchronized Duration elapsed() {
        long now = System.nanoTime();
        if (begin == null) {
            begin = now;
        }
        return Duration.ofNanos(now - begin);
    }

    synchronized TracedPacket add(Packet packet) {
        if (packets.size() >= MAX_PACKETS) {
            packets.subList(0, MAX_PACKETS / 2).clear();
        }
        TracedPacket traced = new TracedPacket(packet);
        packets.add(traced);
        return traced;
    }

    /** Everything: times, names, fates and bytes. Two runs are the same if these texts are. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (TracedPacket traced : packets()) {
            Packet packet = traced.packet();
            text.append(Text.millis(packet.sentAt())).append(" ms ");
            text.append(nameOf(packet.from())).append(' ').append(Text.address(packet.from()));
            text.append(" -> ").append(nameOf(packet.to())).append(' ').append(Text.address(packet.to()));
            text.append(' ')
                    .append(packet.protocol())
                    .append(", ")
                    .append(traced.fate())
                    .append('\n');
            text.append(new String(packet.bytes(), StandardCharsets.ISO_8859_1)).append('\n');
        }
        return text.toString();
    }
}
