// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The names of the hosts of a test. Any thread may use it. */
final class SimHosts {
    /** Behind the name of a phone. */
    static final String DOMAIN = ".example";

    private final Map<String, InetSocketAddress> known = new ConcurrentHashMap<>();

    void add(String name, InetSocketAddress address) {
        known.put(name.toLowerCase(Locale.ROOT), address);
    }

    /** The address of a host; a name stands for a port too, so that names may be given to endpoints that share an address. */
    @Nullable InetSocketAddress lookUp(String host, int port) {
        InetSocketAddress named = known.get(host.toLowerCase(Locale.ROOT));
        if (named != null) {
            return named;
        }
        String digits = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        boolean isAddress = digits.indexOf(':') >= 0 || digits.matches("[0-9.]+");
        try {
            return isAddress ? new InetSocketAddress(InetAddress.getByName(digits), port) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
