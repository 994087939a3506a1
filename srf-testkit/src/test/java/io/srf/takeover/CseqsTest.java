// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2buaOptions;
import io.srf.Dialog;
import io.srf.Srf;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The engine dies, and the next one goes on above all CSeqs that were used in a dialog, whatever used them; who gets a lower one answers 500 (RFC 3261
 * §12.2.2).
 */
class CseqsTest {
    private static final Duration RECONNECTED = Duration.ofSeconds(10);
    private static final Duration INTERVAL = Duration.ofSeconds(90);
    /** More than an engine that is told of a dialog leaves out. */
    private static final int MANY = 1_200;

    private final SimCluster cluster = SimCluster.of(1, CseqsTest::connectsToBob);
    private final Phone alice = cluster.phone("alice");
    private final Phone bob = cluster.phone("bob");

    private static void connectsToBob(Srf srf) {
        srf.onCreate(event -> grantsSubscriptions(event.dialog()));
        srf.invite((req, res) -> srf.createB2BUA(
                req,
                res,
                "sip:bob@bob.example",
                B2buaOptions.builder()
                        .proxyRequestHeaders("all")
                        .proxyResponseHeaders("all")
                        .build()));
    }

    private static void grantsSubscriptions(Dialog dialog) {
        dialog.on(Methods.SUBSCRIBE, (req, res) -> res.send(202));
    }

    /** {@link SimCluster#comesToRest} goes through the CSeqs of each dialog. */
    @AfterEach
    void nothing_is_left() {
        cluster.comesToRest();
        cluster.close();
    }

    private void talk() {
        bob.onCall(Call::answers);
        alice.calls(cluster.uri("bob")).isInCall();
        bob.isInCall();
    }

    private void rings() {
        bob.onCall(call -> {}).supports("100rel");
        alice.supports("100rel").calls(cluster.uri("bob"));
        bob.isTold("INVITE");
    }

    private void goesOnOverAnotherEngine() {
        cluster.passes(Duration.ofSeconds(1));
        int before = refused();
        cluster.engineRestarts();
        cluster.passes(RECONNECTED);
        alice.sends("INFO").sees(200, "INFO");
        bob.sends("INFO").sees(200, "INFO").hangsUp().sees(200, "BYE");
        alice.isTold("BYE").isIdle();

        assertThat(refused()).isEqualTo(before);
    }

    private int refused() {
        return alice.sent().responses(500).size() + bob.sent().responses(500).size();
    }

    @Test
    void NOTIFYs_that_end_subscriptions_in_a_call() {
        talk();
        for (int id = 1; id <= MANY; id++) {
            String event = "presence;id=" + id;
            alice.sends(
                            "SUBSCRIBE",
                            subscribe -> subscribe.set(HeaderName.EVENT, event).set(HeaderName.EXPIRES, 1))
                    .sees(202, "SUBSCRIBE");
        }
        cluster.passes(Duration.ofSeconds(2));
        assertThat(alice.received().requests("NOTIFY")).hasSize(MANY);

        goesOnOverAnotherEngine();
    }

    @Test
    void PRACKs_of_a_callee_who_rings_for_long() {
        rings();
        for (int i = 0; i < MANY; i++) {
            bob.ringsReliably().isTold("PRACK");
            alice.sees(200, "PRACK");
        }
        bob.answers().isInCall();
        alice.isInCall();

        goesOnOverAnotherEngine();
    }

    @Test
    void UPDATEs_of_a_call_that_rings() {
        rings();
        alice.misbehaves()
                .rewrites(
                        message -> message instanceof SipRequest request && request.is(Methods.PRACK), this::offering);
        for (int i = 0; i < MANY / 2; i++) {
            bob.ringsReliably().isTold("PRACK").isTold("UPDATE");
            alice.sees(200, "PRACK");
        }
        bob.answers().isInCall();
        alice.isInCall();

        goesOnOverAnotherEngine();
    }

    private SipMessage offering(SipMessage prack) {
        return ((SipRequest) prack)
                .toBuilder()
                        .body(alice.sent().request("INVITE").bodyText(), "application/sdp")
                        .build();
    }

    @Test
    void refreshes_that_the_engine_sent_by_itself() {
        alice.timesSessions(INTERVAL);
        talk();
        cluster.passes(INTERVAL.multipliedBy(3));
        assertThat(alice.received().requests("UPDATE")).hasSizeGreaterThan(3);

        goesOnOverAnotherEngine();
    }

    @Test
    void refreshes_that_the_engine_sent_by_itself_for_most_of_a_day() {
        alice.timesSessions(INTERVAL);
        talk();
        cluster.passes(INTERVAL.multipliedBy(MANY / 2));
        assertThat(alice.received().requests("UPDATE")).hasSizeGreaterThan(MANY - 10);

        goesOnOverAnotherEngine();
    }
}
