// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.srf.sip.SipLimits;

class ClientMessagesFuzzTest {
    private static final WireCodec<ClientMessage, ServerMessage> READER = WireCodec.ofEngine(SipLimits.DEFAULT);
    private static final WireCodec<ServerMessage, ClientMessage> WRITER = WireCodec.ofApplication(SipLimits.DEFAULT);

    @FuzzTest(maxDuration = "5m")
    void what_an_application_says_is_refused_or_understood(byte[] payload) {
        ReadsItsOwn.check(READER, WRITER, payload);
    }
}
