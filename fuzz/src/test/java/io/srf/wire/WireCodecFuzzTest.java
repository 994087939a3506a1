// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.srf.sip.SipLimits;

class WireCodecFuzzTest {
    private static final WireCodec<ClientMessage, ServerMessage> ENGINE = WireCodec.ofEngine(SipLimits.DEFAULT);
    private static final WireCodec<ServerMessage, ClientMessage> APPLICATION =
            WireCodec.ofApplication(SipLimits.DEFAULT);

    /** What can be read can be written, and is then read as the same. */
    private static <I extends WireMessage, O extends WireMessage> void readsItsOwn(
            WireCodec<I, O> reader, WireCodec<O, I> writer, byte[] payload) {
        I read;
        try {
            read = reader.decode(payload);
        } catch (WireException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        byte[] written = writer.encode(read).toBytes();
        assertThat(writer.encode(reader.decode(written)).toBytes()).isEqualTo(written);
    }

    @FuzzTest(maxDuration = "5m")
    void what_an_application_says_is_refused_or_understood(byte[] payload) {
        readsItsOwn(ENGINE, APPLICATION, payload);
    }

    @FuzzTest(maxDuration = "5m")
    void what_an_engine_says_is_refused_or_understood(byte[] payload) {
        readsItsOwn(APPLICATION, ENGINE, payload);
    }
}
