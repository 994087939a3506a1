// SPDX-License-Identifier: Apache-2.0
package io.srf.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An unmodified Node drachtio-srf application has this engine pass requests on. */
class NodeProxiesTest extends NodeTest {
    private static final Duration SHORTLY = Duration.ofMillis(50);

    @Test
    void serial_targets_are_tried_in_turn_and_the_BYE_passes_the_proxy() throws IOException {
        bob.rejectsWith(486);
        carol.answersAfter(SHORTLY);
        NodeApplication app = runs("proxiesAndStays", bob, carol);

        alice.calls(engine()).sees(180).isInCall();
        carol.isInCall();
        alice.hangsUp().isIdle();

        carol.isIdle();
        app.hasSaid("INVITE connected 200: 486 200");
        assertThat(carol.received().request("INVITE").has(HeaderName.RECORD_ROUTE))
                .isTrue();
        assertThat(carol.received().request("INVITE").header("X-Via")).isEqualTo("node");
        assertThat(carol.received().request("BYE").vias()).hasSize(2);
    }

    @Test
    void without_staying_the_BYE_goes_directly() throws IOException {
        bob.answersAfter(SHORTLY);
        NodeApplication app = runs("proxies", bob);

        alice.calls(engine()).isInCall();
        bob.isInCall();
        alice.hangsUp().isIdle();

        bob.isIdle();
        app.hasSaid("INVITE connected 200: 200");
        assertThat(bob.received().request("BYE").vias()).hasSize(1);
    }

    @Test
    void of_simultaneous_targets_the_slower_is_cancelled() throws IOException {
        bob.ringsOnly();
        carol.answersAfter(Duration.ofMillis(200));
        NodeApplication app = runs("proxiesAtOnce", bob, carol);

        alice.calls(engine()).isInCall();
        bob.isTold(Methods.CANCEL).isIdle();
        carol.isInCall();
        alice.hangsUp().isIdle();

        carol.isIdle();
        app.hasSaid("INVITE connected 200: 200");
    }

    @Test
    void when_all_fail_the_caller_has_one_answer_and_it_has_each() throws IOException {
        bob.rejectsWith(486);
        carol.rejectsWith(404);
        NodeApplication app = runs("proxies", bob, carol);

        alice.calls(engine()).sees(404).isIdle();

        app.hasSaid("INVITE failed 404: 486 404");
    }

    @Test
    void a_silent_target_is_left_for_the_next() throws IOException {
        bob.misbehaves().ignores(message -> true);
        carol.answersAfter(SHORTLY);
        NodeApplication app = runs("proxiesImpatiently", bob, carol);

        alice.calls(engine()).isInCall();
        carol.isInCall();
        alice.hangsUp().isIdle();

        carol.isIdle();
        app.hasSaid("INVITE connected 200: 200");
    }

    @Test
    void a_redirect_is_followed() throws IOException {
        bob.onCall(call -> call.rejects(302, r -> r.add(HeaderName.CONTACT, "<" + carol.uri() + ">")));
        carol.answersAfter(SHORTLY);
        NodeApplication app = runs("proxiesAndFollows", bob);

        alice.calls(engine()).isInCall();
        carol.isInCall();
        alice.hangsUp().isIdle();

        carol.isIdle();
        app.hasSaid("INVITE connected 200: 302 200");
    }

    @Test
    void the_callers_CANCEL_reaches_the_callee() throws IOException {
        bob.ringsOnly();
        NodeApplication app = runs("proxies", bob);

        alice.calls(engine()).sees(180).cancels().sees(487).isIdle();

        bob.isTold(Methods.CANCEL).isIdle();
        app.hasSaid("INVITE failed 487: 487");
    }

    @Test
    void a_MESSAGE_passes_untouched() throws IOException {
        NodeApplication app = runs("proxies", bob);

        alice.sendsTo(engine(Methods.MESSAGE), Methods.MESSAGE, "Grüße ☎").sees(200, Methods.MESSAGE);

        app.hasSaid("MESSAGE connected 200: 200");
        assertThat(bob.received().request(Methods.MESSAGE).bodyText()).isEqualTo("Grüße ☎");
    }
}
