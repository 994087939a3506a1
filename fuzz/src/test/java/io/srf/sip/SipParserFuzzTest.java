// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import com.code_intelligence.jazzer.junit.FuzzTest;

class SipParserFuzzTest {
    @FuzzTest(maxDuration = "5m")
    void any_bytes_are_refused_with_a_reason_or_can_be_read_and_written_again(byte[] bytes) {
        Survival.of(bytes);
    }
}
