// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import io.srf.link.Connector;
import io.srf.link.TcpConnector;
import io.srf.link.TcpOptions;
import io.srf.link.UnixConnector;
import io.srf.server.ServerConfig;
import io.srf.server.tls.TlsOptions;
import io.srf.server.tls.Trust;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The command line of {@link LoadedApp}: a role, and flags with a value each. */
final class LoadFlags {
    private static final Set<String> NAMES =
            Set.of("--listen", "--status", "--to", "--record-route", "--server", "--secret", "--tls-cert", "--tls-key");

    private static final String UNIX = "unix:";

    private final String role;
    private final Map<String, String> values = new LinkedHashMap<>();

    LoadFlags(List<String> args) {
        if (args.size() % 2 == 0) {
            throw new IllegalArgumentException("expected a role, and flags with a value each, but got: " + args);
        }
        role = args.getFirst();
        for (int i = 1; i < args.size(); i += 2) {
            if (!NAMES.contains(args.get(i))) {
                throw new IllegalArgumentException("unknown flag " + args.get(i) + ", expected one of " + NAMES);
            }
            values.put(args.get(i), args.get(i + 1));
        }
    }

    String role() {
        return role;
    }

    /** Whom to call, or to pass calls on to. */
    String to() {
        return value("--to");
    }

    /** Whether requests inside a dialog are to pass here too. */
    boolean recordsRoute() {
        return "on".equals(values.getOrDefault("--record-route", "on"));
    }

    /** Leads to the engine to use, at its admin port or its UNIX domain socket; null for an engine in this process. */
    @Nullable Connector server() {
        String text = values.get("--server");
        if (text != null && text.startsWith(UNIX)) {
            return new UnixConnector(Path.of(text.substring(UNIX.length())));
        }
        InetSocketAddress port = address("--server");
        return port == null ? null : new TcpConnector(port.getHostString(), port.getPort(), TcpOptions.DEFAULT);
    }

    String secret() {
        return value("--secret");
    }

    /** Where to say how the engine stands; null for nowhere. */
    @Nullable InetSocketAddress status() {
        return address("--status");
    }

    /** The engine in this process. */
    ServerConfig engine() {
        TlsOptions tls = values.containsKey("--tls-cert")
                ? TlsOptions.of(Path.of(value("--tls-cert")), Path.of(value("--tls-key")))
                : TlsOptions.NONE;
        return ServerConfig.listen(value("--listen")).withTls(tls.withServers(Trust.ANY));
    }

    private String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(role + " needs " + name);
        }
        return value;
    }

    private @Nullable InetSocketAddress address(String name) {
        String text = values.get(name);
        if (text == null) {
            return null;
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(name + " is '" + text + "', expected HOST:PORT");
        }
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
}
