// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.wire.ClientMessage;
import io.srf.wire.ProxyOptions;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {
    private static final String BOB = "sip:bob@example.com";

    private static ProxyOptions limits(String provisional, String last) {
        return new ProxyOptions(false, true, false, false, provisional, last);
    }

    private static Order read(String... destinations) {
        return Order.read(List.of(destinations), limits("", ""));
    }

    @Test
    void destinations_and_limits_are_read() {
        Order order = Order.read(List.of(BOB, "carol@example.com", "SIPS:dora@example.com"), limits("2s", "1500ms"));

        assertThat(order.targets())
                .extracting(Object::toString)
                .containsExactly(BOB, "sip:carol@example.com", "sips:dora@example.com");
        assertThat(order.provisionalMillis()).isEqualTo(2_000);
        assertThat(order.finalMillis()).isEqualTo(1_500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bob@", "<sip:bob>", "a b@c", "tel:nobody"})
    void a_destination_that_cannot_be_read_is_named_with_what_was_expected(String destination) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(BOB, destination))
                .withMessageStartingWith('"' + destination + "\" is no URI such as sip:bob@example.com: ")
                .withMessageNotContaining(" at ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tel:+123", "urn:service:sos"})
    void what_names_no_host_is_no_destination(String destination) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(BOB, destination))
                .withMessage(destination + ": leads to no host, expected such as sip:bob@example.com");
    }

    @Test
    void a_limit_that_cannot_be_read_is_named_with_what_was_expected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Order.read(List.of(BOB), limits("2s", "soon")))
                .withMessage(BOB + ": final timeout: not a time limit: \"soon\", expected such as 2s or 1500ms");
    }

    @Test
    void there_are_as_many_destinations_as_will_be_tried() {
        List<String> many = Collections.nCopies(33, BOB);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Order.read(many, limits("", "")))
                .withMessage("33 destinations, expected: 1 to 32");
        assertThatIllegalArgumentException()
                .isThrownBy(OrderTest::read)
                .withMessage("0 destinations, expected: 1 to 32");
    }

    @Test
    void a_Route_that_cannot_be_read_is_told() {
        SipRequest headers = SipRequest.builder(Methods.INVITE, BOB)
                .add(HeaderName.ROUTE, "<<nowhere")
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Order.read(new ClientMessage.Proxy("1", "t", limits("", ""), List.of(BOB), headers)))
                .withMessageStartingWith(BOB + ": the Route to be added cannot be read: ")
                .withMessageContaining("expected");
    }
}
