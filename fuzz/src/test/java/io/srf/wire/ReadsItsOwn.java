// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

import static org.assertj.core.api.Assertions.assertThat;

/** What must hold for both directions of the wire protocol: what can be read can be written, and is then read as the same. */
final class ReadsItsOwn {
    private ReadsItsOwn() {}

    static <I extends WireMessage, O extends WireMessage> void check(
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
}
