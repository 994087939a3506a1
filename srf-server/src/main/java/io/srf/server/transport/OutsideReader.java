// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what may stand behind an address in a list: {@code external=HOST[:PORT]}, {@code local-net=NETWORK}, {@code name=NAME}. */
final class OutsideReader {
    private static final int MAX_PORT = 65_535;
    /** A part of a name in DNS, which may have underscores where RFC 3261 §25.1 has none. */
    private static final String LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";

    private static final Pattern HOST_NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + "){0,126}\\.?");

    private @Nullable InetSocketAddress external;
    private final List<Subnet> localNets = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();

    private OutsideReader() {}

    /** Reads these, each {@code key=value}; throws {@link IllegalArgumentException}, whose message says what was wrong. */
    static Outside read(List<String> params) {
        if (params.isEmpty()) {
            return Outside.SAME;
        }
        OutsideReader reader = new OutsideReader();
        params.forEach(reader::param);
        return new Outside(reader.external, reader.localNets, reader.names);
    }

    private void param(String param) {
        int equals = param.indexOf('=');
        String value = equals < 0 ? "" : param.substring(equals + 1).strip();
        String key = equals < 0 ? param : param.substring(0, equals).strip();
        if (value.isEmpty()) {
            throw new IllegalArgumentException("\"" + param + "\" has no value, expected such as external=203.0.113.7");
        }
        switch (key) {
            case "external" -> external = external(value);
            case "local-net" -> localNets.add(Subnet.parse(value));
            case "name" -> names.add(hostName("name", value).toLowerCase(Locale.ROOT));
            default ->
                throw new IllegalArgumentException(
                        "unknown parameter \"" + key + "\", expected external, local-net or name");
        }
    }

    private InetSocketAddress external(String value) {
        if (external != null) {
            throw new IllegalArgumentException("external is given twice");
        }
        int colon = value.startsWith("[") ? value.indexOf(':', value.indexOf(']')) : value.indexOf(':');
        String host = (colon < 0 ? value : value.substring(0, colon)).replaceAll("[\\[\\]]", "");
        int port = colon < 0 ? 0 : port(value.substring(colon + 1));
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        try {
            InetSocketAddress address = literal == null
                    ? InetSocketAddress.createUnresolved(hostName("external", host), port)
                    : new InetSocketAddress(InetAddress.getByAddress(literal), port);
            if (literal != null && address.getAddress().isAnyLocalAddress()) {
                throw new IllegalArgumentException("external is a wildcard, expected an address that peers can reach");
            }
            return address;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("bad external address \"" + value + '"', e);
        }
    }

    private static String hostName(String key, String text) {
        if (NetUtil.createByteArrayFromIpAddressString(text) == null
                && !HOST_NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "bad host name \"" + text + "\" in " + key + ", expected such as sip.example.com");
        }
        return text;
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw badPort(text, e);
        }
        throw badPort(text, null);
    }

    private static IllegalArgumentException badPort(String text, @Nullable Exception cause) {
        return new IllegalArgumentException("bad external port \"" + text + "\", expected 1 to " + MAX_PORT, cause);
    }
}
