// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.srf.server.transaction.Ids;
import io.srf.server.transport.Flow;
import io.srf.server.transport.Protocol;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.function.Consumer;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a hop in Record-Route one of ours (RFC 3261 §16.6, RFC 5626 §5.2). */
class HopTokensTest {
    private static final String CALL = "call-1";

    private final HopTokens tokens = new HopTokens(new Ids(0, new Random(1)), null);

    private record Connection(Protocol protocol, InetSocketAddress remote, long serial) implements Flow {
        @Override
        public InetSocketAddress local() {
            return new InetSocketAddress("192.0.2.1", 5060);
        }

        @Override
        public boolean endsWithConnection() {
            return true;
        }

        @Override
        public void send(byte[] message, Consumer<Throwable> onFailure) {}
    }

    private static Connection from(String host, long serial) {
        return new Connection(Protocol.WSS, new InetSocketAddress(host, 54_321), serial);
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.7", "2001:db8::7"})
    void a_token_names_its_connection(String host) {
        Connection flow = from(host, 7);

        String token = tokens.of(flow, CALL);

        assertThat(tokens.read(token, CALL))
                .isEqualTo(new HopTokens.Hop.Connection(Protocol.WSS, flow.remote(), 7))
                .asInstanceOf(type(HopTokens.Hop.Connection.class))
                .satisfies(named -> assertThat(named.is(flow)).isTrue())
                .satisfies(named -> assertThat(named.is(from(host, 8))).isFalse());
        assertThat(token).matches("[A-Za-z0-9_-]{1," + HopTokens.MAX_CHARS + "}");
    }

    @Test
    void a_token_that_was_changed_anywhere_is_none() {
        String token = tokens.of(from("198.51.100.7", 7), CALL);

        for (int at = 0; at < token.length() - 1; at++) {
            char other = token.charAt(at) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, at) + other + token.substring(at + 1);
            assertThat(tokens.read(changed, CALL)).as("changed at %d", at).isNull();
        }
    }

    @Test
    void a_token_is_good_for_its_call_alone() {
        String token = tokens.of(from("198.51.100.7", 7), CALL);

        assertThat(tokens.read(token, "call-2")).isNull();
    }

    @Test
    void a_token_of_another_process_is_none() {
        HopTokens others = new HopTokens(new Ids(0, new Random(2)), null);

        assertThat(tokens.read(others.of(from("198.51.100.7", 7), CALL), CALL)).isNull();
    }

    @Test
    void a_hop_without_a_connection_has_a_token_too() {
        String token = tokens.of(CALL);

        assertThat(tokens.read(token, CALL)).isEqualTo(new HopTokens.Hop.Open());
        assertThat(tokens.read(token, "call-2")).isNull();
        assertThat(tokens.read('A' + token.substring(1), CALL)).isNull();
    }

    @Test
    void a_Call_ID_that_begins_like_the_name_of_a_connection_makes_no_token_of_one() {
        String callId = "\u0005\0\0\0\0\0\0\0\u0007\u0014\u0014abcd" + CALL;
        byte[] signature = Base64.getUrlDecoder().decode(tokens.of(callId));
        byte[] name = callId.substring(0, callId.length() - CALL.length()).getBytes(StandardCharsets.UTF_8);
        byte[] token = ByteBuffer.allocate(name.length + signature.length)
                .put(name)
                .put(signature)
                .array();

        assertThat(tokens.read(Base64.getUrlEncoder().withoutPadding().encodeToString(token), CALL))
                .isNull();
    }

    @Test
    void who_shares_a_key_knows_the_tokens_of_the_other() {
        SecretKey key = new RecordRouteKey("what the engines know").stretched();
        HopTokens one = new HopTokens(new Ids(0, new Random(2)), key);
        HopTokens other = new HopTokens(new Ids(1, new Random(3)), key);

        assertThat(other.read(one.of(CALL), CALL)).isEqualTo(new HopTokens.Hop.Open());
        assertThat(tokens.read(one.of(CALL), CALL)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "x", "%00", "====", "A", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void any_other_user_is_none(String user) {
        assertThat(tokens.read(user, CALL)).isNull();
    }

    @Test
    void what_is_too_long_is_not_looked_at() {
        assertThat(tokens.read("A".repeat(100_000), CALL)).isNull();
    }
}
