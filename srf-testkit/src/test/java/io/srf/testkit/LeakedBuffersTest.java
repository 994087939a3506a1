// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeakedBuffersTest {
    @BeforeEach
    @AfterEach
    void watch() {
        LeakedBuffers.watch();
    }

    @Test
    void a_buffer_that_nobody_released_is_found() {
        leak();

        await().untilAsserted(() ->
                assertThat(LeakedBuffers.found()).first().asString().startsWith("a leaked buffer"));
    }

    @Test
    void a_buffer_that_was_released_is_not() {
        ByteBufAllocator.DEFAULT.buffer(10).release();

        assertThat(LeakedBuffers.found()).isEmpty();
    }

    private static void leak() {
        ByteBuf forgotten = ByteBufAllocator.DEFAULT.buffer(10);
        forgotten.writeByte(1);
    }
}
