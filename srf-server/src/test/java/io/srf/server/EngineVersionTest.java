// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.wire.EngineVersion;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EngineVersionTest {
    /** What drachtio-srf reads of a version; it pings only whom it can read, from 0.8.2 on. */
    private static final Pattern READ_BY_NODE = Pattern.compile("^v(\\d+)\\.(\\d+)\\.(\\d+)");

    @Test
    void applications_that_know_drachtio_servers_can_tell_what_the_engine_can_do() {
        assertThat(READ_BY_NODE.matcher(Engine.VERSION).find()).isTrue();
        assertThat(new EngineVersion(Engine.VERSION).answersPings()).isTrue();
    }

    @Test
    void our_own_applications_know_the_engine() {
        assertThat(new EngineVersion(Engine.VERSION).isSrf()).isTrue();
    }
}
