// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StunBindingTest {
    private static final String REQUEST = "0001 0000 2112a442 b7e7a701bc34d686fa87dfae";
    private static final String HEAD_OF_LENGTH = "0001 %04x 2112a442 b7e7a701bc34d686fa87dfae";

    private static ByteBuffer datagram(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static @Nullable String answer(String request, String host, int port) throws UnknownHostException {
        ByteBuffer stun = datagram(request);
        assertThat(StunBinding.isStun(stun)).isTrue();
        assertThat(StunBinding.isRequest(stun)).isTrue();
        byte[] answer = StunBinding.answer(stun, new InetSocketAddress(InetAddress.getByName(host), port));
        return answer == null ? null : HexFormat.of().formatHex(answer);
    }

    /** The addresses of RFC 5769 §2.2 and §2.3, and what they are mixed to there. */
    @Test
    void the_answer_has_the_address_that_the_request_came_from_as_RFC_5769_shows_it() throws Exception {
        assertThat(answer(REQUEST, "192.0.2.1", 32853))
                .isEqualTo("0101000c2112a442b7e7a701bc34d686fa87dfae" + "002000080001a147e112a643");
        assertThat(answer(REQUEST, "2001:db8:1234:5678:11:2233:4455:6677", 32853))
                .isEqualTo("010100182112a442b7e7a701bc34d686fa87dfae"
                        + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9");
    }

    @Test
    void attributes_that_need_not_be_understood_and_credentials_are_passed_over() throws Exception {
        String software = "8022 0003 61626300";
        String username = "0006 0001 61000000";
        assertThat(answer(HEAD_OF_LENGTH.formatted(16) + software + username, "192.0.2.1", 32853))
                .startsWith("0101000c");
    }

    @Test
    void an_attribute_that_must_be_understood_and_is_not_gets_420_that_names_it() throws Exception {
        String changeRequest = "0003 0004 00000006";
        assertThat(answer(HEAD_OF_LENGTH.formatted(8) + changeRequest, "192.0.2.1", 32853))
                .isEqualTo("011100102112a442b7e7a701bc34d686fa87dfae" + "0009000400000414" + "000a000200030000");
    }

    @Test
    void an_attribute_that_is_longer_than_its_message_gets_no_answer() throws Exception {
        assertThat(answer(HEAD_OF_LENGTH.formatted(4) + "8022 0100", "192.0.2.1", 1))
                .isNull();
        assertThat(answer(HEAD_OF_LENGTH.formatted(2) + "8022", "192.0.2.1", 1)).isNull();
    }

    @Test
    void what_has_another_length_or_no_cookie_is_not_STUN() {
        assertThat(StunBinding.isStun(datagram("0001 0001 2112a442 b7e7a701bc34d686fa87dfae")))
                .isFalse();
        assertThat(StunBinding.isStun(datagram("0001 0000 2112a443 b7e7a701bc34d686fa87dfae")))
                .isFalse();
        assertThat(StunBinding.isStun(datagram("4001 0000 2112a442 b7e7a701bc34d686fa87dfae")))
                .isFalse();
        assertThat(StunBinding.isStun(datagram("0001 0000 2112a442"))).isFalse();
    }

    @Test
    void no_answer_is_much_longer_than_its_request_whatever_that_is() throws Exception {
        Random random = new Random(5389);
        InetSocketAddress peer = new InetSocketAddress(InetAddress.getByAddress(new byte[16]), 5060);
        for (int i = 0; i < 20_000; i++) {
            int length = 4 * random.nextInt(20);
            byte[] bytes = new byte[20 + length];
            random.nextBytes(bytes);
            ByteBuffer stun = ByteBuffer.wrap(bytes)
                    .putShort(0, (short) 1)
                    .putShort(2, (short) length)
                    .putInt(4, 0x2112A442);
            for (int at = 22; at < bytes.length; at += 4) {
                stun.putShort(at, (short) random.nextInt(8));
            }
            byte[] answer = StunBinding.answer(stun, peer);
            assertThat(answer == null ? 0 : answer.length).isLessThanOrEqualTo(bytes.length + 24);
        }
    }
}
