// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transaction.Ids;
import io.srf.server.transport.Flow;
import io.srf.server.transport.Protocol;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of connections in Record-Route (RFC 5626 §5.2). */
class FlowTokensTest {
    private static final String CALL = "call-1";

    private final FlowTokens tokens = new FlowTokens(new Ids(0, new Random(1)));

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
                .isEqualTo(new FlowTokens.Named(Protocol.WSS, flow.remote(), 7))
                .satisfies(named -> assertThat(named.is(flow)).isTrue())
                .satisfies(named -> assertThat(named.is(from(host, 8))).isFalse());
        assertThat(token).matches("[A-Za-z0-9_-]{1," + FlowTokens.MAX_CHARS + "}");
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
        FlowTokens others = new FlowTokens(new Ids(0, new Random(2)));

        assertThat(tokens.read(others.of(from("198.51.100.7", 7), CALL), CALL)).isNull();
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
