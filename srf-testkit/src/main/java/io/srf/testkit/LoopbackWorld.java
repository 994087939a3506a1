// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.transport.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Phones on real sockets of the loopback interface, in real time, as a demo or an engine with real sockets needs them. */
public final class LoopbackWorld implements World {
    private final Trace trace = new Trace();
    private final List<Phone> phones = new ArrayList<>();
    private final String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);

    /** A world without phones. */
    public LoopbackWorld() {}

    /** Gives an endpoint that is no phone its name in the ladder. */
    public void name(InetSocketAddress address, String name) {
        trace.name(address, name);
    }

    /** Gives all endpoints that have none this name in the ladder, such as the many ports that an engine connects from. */
    public void nameOthers(String name) {
        trace.nameOthers(name);
    }

    @Override
    public Phone phone(String name) {
        return phone(name, Protocol.UDP);
    }

    /** A new phone with this name, at an address of its own. */
    public Phone phone(String name, Protocol protocol) {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        PhoneLine line = switch (protocol) {
            case UDP -> UdpLine.bind(name, anyPort, trace);
            case TCP -> TcpLine.bind(name, anyPort, trace);
            case TLS -> TcpLine.bind(name, PhoneTls.sockets(), anyPort, trace);
            case WS -> WebSocketLine.plain(name, trace);
            case WSS -> WebSocketLine.secure(name, PhoneTls.client(), trace);
        };
        return plugIn(name, line);
    }

    /**
     * A new phone with this name at this UDP address, which need not be one of the loopback interface.
     *
     * @param address port 0 for any free one; not a wildcard, as peers are told it
     */
    public Phone phone(String name, InetSocketAddress address) {
        return plugIn(name, UdpLine.bind(name, address, trace));
    }

    private Phone plugIn(String name, PhoneLine line) {
        Phone phone = Phone.on(line, name, name + '-' + run);
        phones.add(phone);
        return phone;
    }

    @Override
    public Trace trace() {
        return trace;
    }

    @Override
    public void close() {
        phones.forEach(Phone::close);
    }
}
