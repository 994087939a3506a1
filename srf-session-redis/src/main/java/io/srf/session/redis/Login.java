// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;

/**
 * How a connection begins.
 *
 * @param tls whether it is TLS
 * @param context for TLS; null for that of the JVM
 * @param user for the ACL; null for the default user
 * @param password null if none is wanted
 */
record Login(
        boolean tls,
        @Nullable SSLContext context,
        @Nullable String user,
        @Nullable String password) {
    /** In the clear, without a password. */
    static final Login NONE = new Login(false, null, null, null);

    Login withTls(@Nullable SSLContext newContext) {
        return new Login(true, newContext, user, password);
    }

    Login withUser(@Nullable String newUser, @Nullable String newPassword) {
        return new Login(tls, context, newUser, newPassword);
    }

    /** Tells Jedis. Its newer way to ask for TLS takes files of keys, but no context. */
    @SuppressWarnings("deprecation")
    void applyTo(DefaultJedisClientConfig.Builder config) {
        config.ssl(tls);
        if (context != null) {
            config.sslSocketFactory(context.getSocketFactory());
        }
        if (password != null) {
            config.user(user).password(password);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return (tls ? "TLS" : "TCP") + (user == null ? "" : " as " + user);
    }
}
