// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.Subscription;
import io.srf.app.Extras;
import io.srf.app.RequestOptions;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.CallState;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The subscription that REFER makes in a call, on both sides (RFC 3515, RFC 4488). */
@OverEveryEngine
class ReferralTest extends BridgedPhones {
    private static final String FRAGMENT = "message/sipfrag;version=2.0";

    private final List<String> ended = new ArrayList<>();
    private CompletableFuture<Dialog> uas = new CompletableFuture<>();

    ReferralTest(Linked linked) {
        super(linked);
    }

    private Dialog answers() {
        world.srf()
                .invite((req, res) -> uas = world.srf()
                        .createUAS(
                                req,
                                res,
                                o -> o.localSdp(SDP)
                                        .prepare(d -> d.onSubscriptionEnd(s -> ended.add(s.event()))
                                                .onRefer((refer, answer) -> answer.send(202)))));
        alice.calls(world.uri("desk")).isInCall();
        world.passes(Duration.ofMillis(100));
        return uas.join();
    }

    private void hangsUp() {
        alice.hangsUp().isIdle();
        world.passes(Duration.ofSeconds(1));
    }

    private static Extras fragment(String state, String line) {
        return Extras.of("Event", "refer").header("Subscription-State", state).body(line, FRAGMENT);
    }

    @Test
    void a_REFER_of_ours_is_followed_by_NOTIFYs_until_the_last() {
        Dialog dialog = answers();
        List<String> progress = new ArrayList<>();
        dialog.onNotify((req, res) -> {
            progress.add(req.body().strip());
            res.send(200);
        });
        alice.followsReferrals();
        bob.answersAfter(Duration.ofSeconds(1));
        CompletableFuture<SipResponse> accepted = dialog.refer(bob.uri().toString(), Extras.NONE);
        world.passes(Duration.ofMillis(100));
        assertThat(accepted.join().status()).isEqualTo(202);
        assertThat(dialog.subscriptions())
                .singleElement()
                .satisfies(one -> assertThat(one.side()).isEqualTo(Subscription.Side.SUBSCRIBER));
        world.passes(Duration.ofSeconds(3));

        assertThat(progress).first().asString().startsWith("SIP/2.0 100");
        assertThat(progress).last().asString().startsWith("SIP/2.0 200");
        assertThat(dialog.subscriptions()).isEmpty();
        assertThat(ended).hasSize(1);
        bob.hangsUp().isIdle();
        dialog.destroy();
        world.passes(Duration.ofSeconds(1));
    }

    @Test
    void a_REFER_to_us_is_a_subscription_that_our_last_NOTIFY_ends() {
        Dialog dialog = answers();
        alice.transfers(bob);
        world.passes(Duration.ofMillis(100));
        assertThat(dialog.subscriptions())
                .singleElement()
                .satisfies(one -> assertThat(one.side()).isEqualTo(Subscription.Side.NOTIFIER));
        dialog.notify(fragment("active;expires=60", "SIP/2.0 100 Trying"));
        alice.hearsOfTransfer(100);
        dialog.notify(fragment("terminated;reason=noresource", "SIP/2.0 200 OK"));
        alice.hearsOfTransfer(200);
        world.passes(Duration.ofMillis(100));

        assertThat(dialog.subscriptions()).isEmpty();
        assertThat(ended).hasSize(1);
        hangsUp();
    }

    @Test
    void a_transfer_that_we_say_nothing_more_of_is_ended_when_its_time_is_up() {
        Dialog dialog = answers();
        alice.transfers(bob);
        world.passes(Duration.ofMillis(100));
        dialog.notify(fragment("active;expires=60", "SIP/2.0 100 Trying"));
        alice.hearsOfTransfer(100);
        world.passes(Duration.ofSeconds(61));

        assertThat(dialog.subscriptions()).isEmpty();
        assertThat(alice.received().requests("NOTIFY").getLast().header("Subscription-State"))
                .isEqualTo("terminated;reason=timeout");
        hangsUp();
    }

    @Test
    void a_NOTIFY_that_gets_481_ends_its_subscription_and_not_the_call() {
        Dialog dialog = answers();
        alice.repliesTo("NOTIFY", 481);
        alice.transfers(bob);
        world.passes(Duration.ofMillis(100));
        CompletableFuture<SipResponse> told = dialog.notify(fragment("active", "SIP/2.0 100 Trying"));
        world.passes(Duration.ofMillis(100));

        assertThat(told.join().status()).isEqualTo(481);
        assertThat(dialog.subscriptions()).isEmpty();
        assertThat(dialog.isConnected()).isTrue();
        assertThat(alice.call().state()).isEqualTo(CallState.CONFIRMED);
        hangsUp();
    }

    @Test
    void a_transfer_that_we_hear_no_more_of_ends_when_its_time_is_up() {
        Dialog dialog = answers();
        alice.repliesTo("REFER", 202);
        dialog.refer(bob.uri().toString(), Extras.NONE);
        alice.isTold("REFER")
                .sends(
                        "NOTIFY",
                        notify -> notify.set(HeaderName.EVENT, "refer")
                                .set(HeaderName.SUBSCRIPTION_STATE, "active;expires=60")
                                .body("SIP/2.0 100 Trying\r\n", FRAGMENT))
                .sees(200, "NOTIFY");
        assertThat(dialog.subscriptions()).hasSize(1);
        world.passes(Duration.ofSeconds(61));

        assertThat(dialog.subscriptions()).isEmpty();
        assertThat(ended).hasSize(1);
        assertThat(dialog.isConnected()).isTrue();
        hangsUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", " False ", "FALSE;reason=none"})
    void a_REFER_that_wants_no_subscription_and_gets_none_makes_none(String no) {
        Dialog dialog = answers();
        dialog.onRefer((req, res) -> res.send(202, Extras.of("Refer-Sub", no)));
        alice.sends(
                        "REFER",
                        refer -> refer.set(HeaderName.REFER_TO, bob.uri().toString())
                                .set(HeaderName.REFER_SUB, no))
                .sees(202, "REFER");
        world.passes(Duration.ofMillis(100));

        assertThat(dialog.subscriptions()).isEmpty();
        hangsUp();
    }

    @Test
    void a_REFER_that_wants_no_subscription_and_gets_one_makes_one() {
        Dialog dialog = answers();
        alice.sends(
                        "REFER",
                        refer -> refer.set(HeaderName.REFER_TO, bob.uri().toString())
                                .set(HeaderName.REFER_SUB, "false"))
                .sees(202, "REFER");
        world.passes(Duration.ofMillis(100));

        assertThat(dialog.subscriptions()).hasSize(1);
        hangsUp();
    }

    @Test
    void a_REFER_of_ours_that_gets_no_subscription_makes_none() {
        Dialog dialog = answers();
        alice.repliesTo("REFER", 202, accepted -> accepted.set(HeaderName.REFER_SUB, "false;reason=none"));
        dialog.refer(bob.uri().toString(), Extras.NONE);
        alice.isTold("REFER");
        world.passes(Duration.ofMillis(100));

        assertThat(dialog.subscriptions()).isEmpty();
        hangsUp();
    }

    @Test
    void a_subscription_that_REFER_has_made_ends_with_its_call() {
        Dialog dialog = answers();
        alice.transfers(bob);
        world.passes(Duration.ofMillis(100));
        assertThat(dialog.subscriptions()).hasSize(1);
        hangsUp();

        assertThat(dialog.subscriptions()).isEmpty();
        assertThat(alice.received().requests("NOTIFY")).isEmpty();
        assertThat(ended).isEmpty();
    }

    @Test
    void a_REFER_of_ours_outside_of_calls_is_followed_by_NOTIFYs_until_the_last() {
        List<String> progress = new ArrayList<>();
        world.srf().notify((req, res) -> {
            progress.add(req.body().strip());
            res.send(200);
        });
        refersBob();
        bobNotifies(1, "active;expires=60", "SIP/2.0 100 Trying").sees(200);
        bobNotifies(2, "terminated;reason=noresource", "SIP/2.0 200 OK").sees(200);

        assertThat(progress).containsExactly("SIP/2.0 100 Trying", "SIP/2.0 200 OK");
    }

    private void refersBob() {
        bob.repliesTo("REFER", 202);
        world.srf()
                .request(
                        bob.uri().toString(),
                        RequestOptions.method("REFER")
                                .with(Extras.of("Refer-To", alice.uri().toString())));
        bob.isTold("REFER");
        world.passes(Duration.ofMillis(100));
    }

    private Phone bobNotifies(int cseq, String state, String line) {
        SipRequest refer = bob.received().request("REFER");
        SipResponse accepted = bob.sent().response(202);
        SipRequest notify = SipRequest.builder(
                        "NOTIFY", Objects.requireNonNull(refer.contact()).uri())
                .add(Header.of("Via", "SIP/2.0/UDP " + bob.uri().host() + ";rport;branch=z9hG4bKn" + cseq))
                .add(Header.of("From", accepted.to().toString()))
                .add(Header.of("To", refer.from().toString()))
                .add(Header.of("Call-ID", refer.callId()))
                .add(Header.of("CSeq", cseq + " NOTIFY"))
                .add(Header.of("Max-Forwards", "70"))
                .add(Header.of("Contact", "<" + bob.uri() + ">"))
                .add(Header.of("Event", "refer"))
                .add(Header.of("Subscription-State", state))
                .body(line, FRAGMENT)
                .build();
        return bob.sendsRaw(world.address(), notify.encoded());
    }
}
