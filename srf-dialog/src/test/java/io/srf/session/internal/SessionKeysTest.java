// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.session.StoreLimits;
import org.junit.jupiter.api.Test;

/** The names a call can be found by. */
class SessionKeysTest {
    @Test
    void keys_of_different_kinds_differ() {
        assertThat(SessionKeys.dialog("x")).isEqualTo("dialog:x");
        assertThat(SessionKeys.callId("x")).isEqualTo("call:x");
        assertThat(SessionKeys.alias("x")).isEqualTo("alias:x");
    }

    @Test
    void a_name_that_is_too_long_is_hashed() {
        String fits = "x".repeat(StoreLimits.MAX_KEY_LENGTH - "call:".length());
        assertThat(SessionKeys.callId(fits)).isEqualTo("call:" + fits);
        String hashed = SessionKeys.callId(fits + "x");
        assertThat(hashed)
                .startsWith("call:sha-256:")
                .hasSizeLessThanOrEqualTo(StoreLimits.MAX_KEY_LENGTH)
                .isEqualTo(SessionKeys.callId(fits + "x"))
                .isNotEqualTo(SessionKeys.callId(fits + "y"));
    }
}
