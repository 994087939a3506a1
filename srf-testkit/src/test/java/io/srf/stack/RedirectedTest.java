// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.Redirects;
import io.srf.UacOptions;
import io.srf.app.SipException;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that are sent on to other targets (RFC 3261 §8.1.3.4). */
@OverEveryEngine
class RedirectedTest extends BridgedPhones {
    private final Phone carol = world.phone("carol");
    private final Phone dave = world.phone("dave");

    RedirectedTest(Linked linked) {
        super(linked);
    }

    @AfterEach
    void nobody_has_a_call() {
        bob.isIdle();
        carol.isIdle();
        dave.isIdle();
    }

    private void redirects(Phone phone, int status, String... contacts) {
        phone.onCall(call -> call.rejects(status, response -> {
            for (String contact : contacts) {
                response.add(HeaderName.CONTACT, contact);
            }
        }));
    }

    private static String to(Phone phone, String q) {
        return "<" + phone.uri() + ">;q=" + q;
    }

    private CompletableFuture<Dialog> call(Consumer<UacOptions.Builder> more) {
        return world.srf().createUAC(bob.uri().toString(), options -> {
            options.localSdp(SDP).redirects(Redirects.followed());
            more.accept(options);
        });
    }

    private SipException failure(CompletableFuture<Dialog> call) {
        world.passes(Duration.ofSeconds(1));
        return (SipException) call.exceptionNow();
    }

    @Test
    void a_302_leads_to_its_contact_with_headers_and_offer_kept_and_the_next_CSeq() {
        redirects(bob, 302, to(carol, "1.0"));
        carol.onCall(Call::answers);
        CompletableFuture<Dialog> call =
                call(options -> options.header("X-Own", "1").callingNumber("100"));
        carol.isInCall();

        SipRequest first = bob.received().requests("INVITE").getFirst();
        SipRequest second = carol.received().request("INVITE");
        assertThat(second.uri()).isEqualTo(carol.uri());
        assertThat(second.header("X-Own")).isEqualTo("1");
        assertThat(second.bodyText()).isEqualTo(first.bodyText());
        assertThat(second.callId()).isEqualTo(first.callId());
        assertThat(second.from()).isEqualTo(first.from());
        assertThat(second.cseq().number()).isEqualTo(first.cseq().number() + 1);
        assertThat(call).isCompleted();
        carol.hangsUp().isIdle();
    }

    @Test
    void a_302_fails_the_call_unless_it_is_to_be_followed() {
        redirects(bob, 302, to(carol, "1.0"));
        CompletableFuture<Dialog> call = world.srf().createUAC(bob.uri().toString(), o -> o.localSdp(SDP));

        SipException failure = failure(call);
        assertThat(failure.status()).isEqualTo(302);
        assertThat(failure.response().contacts()).hasSize(1);
        assertThat(carol.received().requests("INVITE")).isEmpty();
    }

    @Test
    void a_302_passes_to_a_caller_with_its_contact_if_all_headers_do() {
        redirects(bob, 302, to(carol, "1.0"));
        world.srf()
                .invite((req, res) ->
                        world.srf().createB2BUA(req, res, bob.uri().toString(), o -> o.proxyResponseHeaders("all")));
        Phone alice = world.phone("alice").calls(world.uri("bob")).sees(302).isIdle();

        assertThat(alice.received().response(302).contacts().getFirst().uri()).isEqualTo(carol.uri());
    }

    @Test
    void all_contacts_are_tried_in_the_order_of_their_q() {
        redirects(bob, 300, to(dave, "0.2"), to(carol, "0.7"));
        carol.rejectsWith(486);
        dave.onCall(Call::answers);
        call(options -> {});
        dave.isInCall();

        assertThat(carol.received().requests("INVITE")).hasSize(1);
        assertThat(dave.received().request("INVITE").cseq().number()).isEqualTo(3);
        dave.hangsUp().isIdle();
    }

    @Test
    void a_call_that_no_target_takes_fails_with_what_the_last_one_said() {
        redirects(bob, 302, to(carol, "0.9"), to(dave, "0.8"));
        carol.rejectsWith(486);
        dave.rejectsWith(480);

        assertThat(failure(call(options -> {})).status()).isEqualTo(480);
    }

    @Test
    void a_6xx_ends_the_search() {
        redirects(bob, 302, to(carol, "0.9"), to(dave, "0.8"));
        carol.rejectsWith(603);

        assertThat(failure(call(options -> {})).status()).isEqualTo(603);
        assertThat(dave.received().requests("INVITE")).isEmpty();
    }

    @Test
    void a_loop_ends() {
        redirects(bob, 302, to(carol, "1"));
        redirects(carol, 302, to(bob, "1"));

        assertThat(failure(call(options -> {})).status()).isEqualTo(302);
        assertThat(bob.received().requests("INVITE")).hasSize(1);
        assertThat(carol.received().requests("INVITE")).hasSize(1);
    }

    @Test
    void no_more_targets_are_tried_than_the_limit_allows() {
        redirects(bob, 302, to(carol, "1"));
        redirects(carol, 302, to(dave, "1"));
        dave.onCall(Call::answers);

        assertThat(failure(call(options ->
                                options.redirects(Redirects.followed().upTo(1))))
                        .status())
                .isEqualTo(302);
        assertThat(dave.received().requests("INVITE")).isEmpty();
    }

    @Test
    void the_Request_URI_stays_where_that_is_wanted() {
        redirects(bob, 302, to(carol, "1"));
        carol.onCall(Call::answers);
        call(options -> options.redirects(Redirects.followed().keepingUri()));
        carol.isInCall();

        assertThat(carol.received().request("INVITE").uri()).isEqualTo(bob.uri());
        carol.hangsUp().isIdle();
    }

    @Test
    void contacts_that_no_call_can_go_to_are_passed_over() {
        redirects(bob, 302, "<mailto:bob@example.com>", "<tel:+1>", to(carol, "0.1"));
        carol.onCall(Call::answers);
        call(options -> {});
        carol.isInCall().hangsUp().isIdle();
    }

    @Test
    void a_call_that_rang_before_it_was_redirected_rings_anew() {
        bob.onCall(call -> {
            call.rings();
            call.after(
                    Duration.ofSeconds(5),
                    () -> call.rejects(302, response -> response.add(HeaderName.CONTACT, to(carol, "1"))));
        });
        carol.answersAfter(Duration.ofSeconds(8));
        CompletableFuture<Dialog> call = call(options -> options.ringTimeout(Duration.ofSeconds(10)));
        world.passes(Duration.ofSeconds(15));

        assertThat(call).isCompleted();
        assertThat(world.events()).contains("terminate UAC rejected");
        carol.isInCall().hangsUp().isIdle();
    }

    @Test
    void a_call_is_cancelled_where_it_was_redirected_to() {
        redirects(bob, 302, to(carol, "1"));
        carol.ringsOnly();
        CompletableFuture<Dialog> call = call(options -> {});
        carol.isTold("INVITE");
        world.passes(Duration.ofMillis(100));
        call.cancel(true);

        carol.isTold("CANCEL").isIdle();
    }

    @Test
    void the_callees_leg_of_a_bridge_is_redirected_without_the_callers_knowing() {
        redirects(bob, 302, to(carol, "1"));
        carol.onCall(Call::answers);
        world.srf()
                .invite((req, res) -> world.srf()
                        .createB2BUA(req, res, bob.uri().toString(), o -> o.redirects(Redirects.followed())));
        alice.calls(world.uri("bob")).isInCall();
        assertThat(alice.received().responses(302)).isEmpty();
        alice.hangsUp().isIdle();

        carol.isTold("BYE").isIdle();
    }
}
