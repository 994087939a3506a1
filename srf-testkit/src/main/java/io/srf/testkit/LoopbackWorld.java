// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Phones on real UDP sockets of the loopback interface, in real time, as a demo or an engine with real sockets needs them. */
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

    @Override
    public Phone phone(String name) {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Phone phone = Phone.on(UdpLine.bind(name, anyPort, trace), name, name + '-' + run);
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
