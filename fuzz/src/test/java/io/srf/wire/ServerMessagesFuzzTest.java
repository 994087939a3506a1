// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.srf.sip.SipLimits;

class ServerMessagesFuzzTest {
    private static final WireCodec<ServerMessage, ClientMessage> READER = WireCodec.ofApplication(SipLimits.DEFAULT);
    private static final WireCodec<ClientMessage, ServerMessage> WRITER = WireCodec.ofEngine(SipLimits.DEFAULT);

    @FuzzTest(maxDuration = "5m")
    void what_an_engine_says_is_refused_or_understood(byte[] payload) {
        ReadsItsOwn.check(READER, WRITER, payload);
    }
}
