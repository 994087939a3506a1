// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.server.proxy.RecordRouteKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Which key an engine signs its hops in Record-Route with. */
class RecordRouteKeyTest {
    private static final InetSocketAddress ADMIN = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9022);

    private final ServerConfig plain = ServerConfig.listen("udp:127.0.0.1:5060");

    @Test
    void the_secret_of_the_admin_port_is_the_key() {
        assertThat(plain.withAdmin(ADMIN, "ours").signingEngine().recordRouteKey())
                .isEqualTo(new RecordRouteKey("ours"));
    }

    @Test
    void the_secret_that_everybody_knows_is_not_and_an_engine_without_a_secret_has_none() {
        assertThat(plain.withAdmin(ADMIN, ServerConfig.DEFAULT_SECRET)
                        .signingEngine()
                        .recordRouteKey())
                .isNull();
        assertThat(plain.signingEngine().recordRouteKey()).isNull();
    }

    @Test
    void a_key_of_its_own_comes_first() {
        RecordRouteKey own = new RecordRouteKey("its own");

        assertThat(plain.withAdmin(ADMIN, "ours")
                        .withEngine(EngineOptions.defaults().withRecordRouteKey(own))
                        .signingEngine()
                        .recordRouteKey())
                .isEqualTo(own);
    }

    @Test
    void a_key_is_not_empty_and_not_shown() {
        assertThatThrownBy(() -> new RecordRouteKey(" ")).hasMessageContaining("expected a text");
        assertThat(new RecordRouteKey("hidden")).asString().doesNotContain("hidden");
    }
}
