// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and how it is used. Immutable; {@code with…} returns a changed copy.
 *
 * <pre>{@code
 * RedisOptions.of("rediss-sentinel://srf:secret@s1:26379,s2:26379,s3:26379/calls").withPrefix("pbx:");
 * }</pre>
 */
public final class RedisOptions {
    /** How long a connection may take to be made. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(1);

    /** How long an operation may take in all. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    /** Connections to one server at once, at most: one for each writer of a node. */
    public static final int DEFAULT_CONNECTIONS = 16;

    /** What the names of all keys in Redis begin with. */
    public static final String DEFAULT_PREFIX = "srf:";

    /** How long a record is kept that nobody writes or renews. */
    public static final Duration DEFAULT_RETENTION = Duration.ofHours(24);

    private final Place place;
    private final Login login;
    private final Login sentinelLogin;
    private final Bounds bounds;
    private final String prefix;

    /** Times and numbers that are bounded. */
    record Bounds(Duration connectTimeout, Duration timeout, int connections, Duration retention) {
        private static final Duration MILLISECOND = Duration.ofMillis(1);

        private static final Bounds DEFAULT =
                new Bounds(DEFAULT_CONNECT_TIMEOUT, DEFAULT_TIMEOUT, DEFAULT_CONNECTIONS, DEFAULT_RETENTION);

        Bounds {
            checkMillis("connect timeout", connectTimeout);
            checkMillis("timeout", timeout);
            checkMillis("retention", retention);
            if (connections < 1) {
                throw new IllegalArgumentException("expected: 1 connection or more, not " + connections);
            }
        }

        private static void checkMillis(String what, Duration time) {
            if (time.compareTo(MILLISECOND) < 0) {
                throw new IllegalArgumentException("expected: a " + what + " of 1 ms or more, not " + time);
            }
        }
    }

    private RedisOptions(Place place, Login login, Login sentinelLogin, Bounds bounds, String prefix) {
        this.place = place;
        this.login = login;
        this.sentinelLogin = sentinelLogin;
        this.bounds = bounds;
        this.prefix = prefix;
    }

    /**
     * One server, {@code redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE]}; the master behind Sentinels,
     * {@code redis-sentinel://…HOST[:PORT],HOST[:PORT]/MASTER[/DATABASE]}; or a Cluster, {@code redis-cluster://…HOST[:PORT],HOST[:PORT]}. With
     * {@code rediss} in place of {@code redis} by TLS. Reserved characters in user and password are percent-encoded.
     *
     * @throws IllegalArgumentException if it has another form
     */
    public static RedisOptions of(String uri) {
        RedisUri parsed = RedisUri.parse(uri);
        Login login = parsed.login();
        return new RedisOptions(parsed.place(), login, login.withUser(null, null), Bounds.DEFAULT, DEFAULT_PREFIX);
    }

    /** Logs in to Redis as this user of its ACL. */
    public RedisOptions withUser(String user, String password) {
        return new RedisOptions(place, login.withUser(user, password), sentinelLogin, bounds, prefix);
    }

    /**
     * Logs in to the Sentinels; they have users of their own, and by default want none.
     *
     * @param user null for the default user
     */
    public RedisOptions withSentinelUser(@Nullable String user, String password) {
        return new RedisOptions(place, login, sentinelLogin.withUser(user, password), bounds, prefix);
    }

    /**
     * Uses TLS with these keys and certificates. The server's certificate has to name the host that is connected to, also where
     * Sentinels or a Cluster name it.
     */
    public RedisOptions withTls(SSLContext context) {
        return new RedisOptions(place, login.withTls(context), sentinelLogin.withTls(context), bounds, prefix);
    }

    /**
     * Waits for other times.
     *
     * @param connect for a connection
     * @param operation for a whole operation, however many round trips it takes; less than the time limit of the sessions
     */
    public RedisOptions withTimeouts(Duration connect, Duration operation) {
        return with(new Bounds(connect, operation, bounds.connections(), bounds.retention()));
    }

    /** Opens this many connections to one server, at most. */
    public RedisOptions withConnections(int max) {
        return with(new Bounds(bounds.connectTimeout(), bounds.timeout(), max, bounds.retention()));
    }

    /** Keeps a record that nobody writes or renews for this long. It has to be much longer than leases are. */
    public RedisOptions withRetention(Duration retention) {
        return with(new Bounds(bounds.connectTimeout(), bounds.timeout(), bounds.connections(), retention));
    }

    /** Begins the names of all keys with this. All nodes of an application have the same. */
    public RedisOptions withPrefix(String newPrefix) {
        return new RedisOptions(place, login, sentinelLogin, bounds, newPrefix);
    }

    private RedisOptions with(Bounds newBounds) {
        return new RedisOptions(place, login, sentinelLogin, newBounds, prefix);
    }

    Place place() {
        return place;
    }

    Login login() {
        return login;
    }

    Login sentinelLogin() {
        return sentinelLogin;
    }

    Bounds bounds() {
        return bounds;
    }

    String prefix() {
        return prefix;
    }

    /** Without passwords. */
    @Override
    public String toString() {
        return place + " (" + login + ")";
    }
}
