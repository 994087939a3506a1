// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.link.PeerLimits;
import io.srf.server.lookup.DnsOptions;
import io.srf.server.proxy.RecordRouteKey;
import io.srf.server.tls.TlsOptions;
import io.srf.server.transport.ListenAddress;
import io.srf.server.transport.NettyLoops;
import io.srf.server.transport.NetworkOptions;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine with real sockets needs to know.
 *
 * @param listen where phones and carriers reach it; one address at least
 * @param admin where applications connect to; null if only those in this JVM may
 * @param engine bounds and timers of SIP
 * @param network bounds of sockets
 * @param loops how many event loops, and so shards, there are
 * @param dns whom to ask for names
 */
public record ServerConfig(
        List<ListenAddress> listen,
        @Nullable Admin admin,
        EngineOptions engine,
        NetworkOptions network,
        int loops,
        DnsOptions dns) {
    /** The port that drachtio-servers listen on for applications. */
    public static final int DEFAULT_ADMIN_PORT = 9022;

    /** The secret of a drachtio-server that was told none; everybody knows it. */
    public static final String DEFAULT_SECRET = "cymru";

    /**
     * The admin port.
     *
     * @param address where to listen: an IP address and a port, or the file of a UNIX domain socket
     * @param group whose users may connect to a UNIX domain socket, beside the engine's own; null for nobody else
     * @param secret what applications must know; not empty
     * @param limits of their connections
     * @param tls certificates, for an admin port that speaks TLS; null for one that does not, as a UNIX domain socket never does
     */
    public record Admin(
            SocketAddress address,
            @Nullable String group,
            String secret,
            PeerLimits limits,
            @Nullable TlsOptions tls) {
        /** Checks that there is a secret, and that TLS and a group have a meaning. */
        public Admin {
            if (secret.isEmpty()) {
                throw new IllegalArgumentException("the admin port needs a secret");
            }
            if (secret.indexOf('|') >= 0) {
                throw new IllegalArgumentException("the secret must not contain '|'");
            }
            if (tls != null && tls.identities().isEmpty()) {
                throw new IllegalArgumentException("TLS of the admin port needs a certificate with its key");
            }
            if (tls != null && !(address instanceof InetSocketAddress)) {
                throw new IllegalArgumentException("TLS has no meaning at a UNIX domain socket, expected none");
            }
            if (group != null && address instanceof InetSocketAddress) {
                throw new IllegalArgumentException("a group has no meaning at a port, expected a UNIX domain socket");
            }
        }
    }

    /** Checks that there is something to listen on. */
    public ServerConfig {
        listen = List.copyOf(listen);
        if (listen.isEmpty()) {
            throw new IllegalArgumentException("no address to listen on, expected such as udp:0.0.0.0:5060");
        }
    }

    /**
     * Listens on these addresses, and otherwise does what is usual.
     *
     * @param addresses such as {@code udp:0.0.0.0:5060,tcp:0.0.0.0:5060}
     * @throws IllegalArgumentException if one cannot be read; the message names it
     */
    public static ServerConfig listen(String addresses) {
        return new ServerConfig(
                ListenAddress.parseList(addresses),
                null,
                EngineOptions.defaults(),
                NetworkOptions.DEFAULT,
                NettyLoops.defaultCount(),
                DnsOptions.DEFAULT);
    }

    /** The same with an admin port: an IP address and a port, or the file of a UNIX domain socket. */
    public ServerConfig withAdmin(SocketAddress address, String secret) {
        return new ServerConfig(
                listen, new Admin(address, null, secret, PeerLimits.DEFAULT, null), engine, network, loops, dns);
    }

    /**
     * The same with a UNIX domain socket, which only applications of the same user can connect to.
     *
     * @param socket its file, such as {@code /run/srf/admin.sock}, in a folder that is there; it is deleted when the engine is closed
     */
    public ServerConfig withAdmin(Path socket, String secret) {
        return withAdmin(UnixDomainSocketAddress.of(socket), secret);
    }

    /** The same with TLS on the admin port that it has. */
    public ServerConfig withAdminTls(TlsOptions tls) {
        Admin plain = requireAdmin();
        Admin secure = new Admin(plain.address(), plain.group(), plain.secret(), plain.limits(), tls);
        return new ServerConfig(listen, secure, engine, network, loops, dns);
    }

    /** The same with a UNIX domain socket that it has and that all users of this group, of which the engine's user must be one, can connect to. */
    public ServerConfig withAdminGroup(String group) {
        Admin own = requireAdmin();
        Admin shared = new Admin(own.address(), group, own.secret(), own.limits(), own.tls());
        return new ServerConfig(listen, shared, engine, network, loops, dns);
    }

    private Admin requireAdmin() {
        if (admin == null) {
            throw new IllegalStateException("there is no admin port, expected withAdmin before");
        }
        return admin;
    }

    /** The same with these certificates and this trust, for {@code tls} and {@code wss}. */
    public ServerConfig withTls(TlsOptions tls) {
        return withNetwork(network.withTls(tls));
    }

    /** What the engine is made with. What only the admin secret is known by is good for the hops in Record-Route too, unless they have a key of their own. */
    EngineOptions signingEngine() {
        return admin == null || admin.secret().equals(DEFAULT_SECRET) || engine.recordRouteKey() != null
                ? engine
                : engine.withRecordRouteKey(new RecordRouteKey(admin.secret()));
    }

    /** The same with other options for SIP. */
    public ServerConfig withEngine(EngineOptions options) {
        return new ServerConfig(listen, admin, options, network, loops, dns);
    }

    /** The same with other options for sockets. */
    public ServerConfig withNetwork(NetworkOptions options) {
        return new ServerConfig(listen, admin, engine, options, loops, dns);
    }

    /** The same with this many event loops. */
    public ServerConfig withLoops(int count) {
        return new ServerConfig(listen, admin, engine, network, count, dns);
    }

    /** The same that asks these name servers. */
    public ServerConfig withDns(DnsOptions options) {
        return new ServerConfig(listen, admin, engine, network, loops, options);
    }
}
