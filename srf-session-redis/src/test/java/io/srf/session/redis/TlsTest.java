// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static io.srf.session.redis.Calls.LEASE;
import static io.srf.session.redis.Calls.created;
import static io.srf.session.redis.Calls.idsBy;
import static io.srf.session.redis.Calls.snapshot;
import static io.srf.session.redis.Calls.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.session.SessionStoreException;
import io.srf.session.Stamp;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS to the server; what takes it off before Redis is a proxy, so that any redis-server will do. */
class TlsTest {
    @TempDir
    private static Path folder;

    private static RedisProcess server;
    private static SSLContext localhost;

    @BeforeAll
    static void start() throws Exception {
        server = RedisProcess.start();
        localhost = TestCertificate.forHost("localhost", folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_store_works_over_tls() throws Exception {
        try (Proxy proxy = Proxy.withTls(localhost.getServerSocketFactory(), server);
                RedisSessionStore store =
                        RedisSessionStore.connect(options(proxy).withTls(localhost))) {
            Stamp stamp = created(store, "s", "k");
            written(store.update("s", stamp, snapshot("x".repeat(100_000), "k"), LEASE));
            assertThat(idsBy(store, "k")).containsExactly("s");
            proxy.swallowsReplies(true);
            assertThatThrownBy(() -> store.find("s")).hasMessageContaining("no answer within 1000 ms");
            proxy.swallowsReplies(false);
            assertThat(store.find("s")).isNotNull();
        }
    }

    @Test
    void a_certificate_for_another_host_is_refused() throws Exception {
        SSLContext context = TestCertificate.forHost("elsewhere", folder);
        try (Proxy proxy = Proxy.withTls(context.getServerSocketFactory(), server)) {
            assertThatThrownBy(() -> RedisSessionStore.connect(options(proxy).withTls(context)))
                    .isInstanceOf(SessionStoreException.class)
                    .hasMessageContaining("localhost");
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused() {
        try (Proxy proxy = Proxy.withTls(localhost.getServerSocketFactory(), server)) {
            assertThatThrownBy(() -> RedisSessionStore.connect("rediss://localhost:" + proxy.port()))
                    .isInstanceOf(SessionStoreException.class)
                    .hasMessageContaining("certification path");
        }
    }

    @Test
    void a_server_that_speaks_no_tls_is_an_error_in_time() {
        assertThatThrownBy(() -> RedisSessionStore.connect("rediss://localhost:" + server.port()))
                .isInstanceOf(SessionStoreException.class);
    }

    private static RedisOptions options(Proxy proxy) {
        return RedisOptions.of("rediss://localhost:" + proxy.port())
                .withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1));
    }
}
