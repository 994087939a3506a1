// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.Srf;
import io.srf.sip.SipUri;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SipTestTest {
    /** Connects each caller to the phone whose name he dialled. */
    private static final class Switchboard {
        Switchboard(Srf srf) {
            srf.invite((req, res) -> srf.createB2BUA(req, res, "sip:" + ((SipUri) req.uri()).user() + "@phones.example")
                    .join());
        }
    }

    @RegisterExtension
    final SipTest sip = SipTest.withApp(Switchboard::new).seed(7);

    private final Phone bob = sip.phone("bob");

    @Test
    void an_application_is_called_by_name_and_finds_its_phones_by_host() {
        sip.host("phones.example", bob.answersAfter(Duration.ofSeconds(2)));

        Phone alice = sip.phone("alice").calls("bob").sees(180).isInCall();
        assertThat(sip.time().elapsed()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();

        assertThat(sip.phone("bob")).isSameAs(bob);
        assertThat(bob.received().request("INVITE").uriText()).startsWith("sip:bob@");
        sip.passes(Duration.ofSeconds(1));
        assertThat(sip.dialogEvents()).contains("create UAS", "create UAC", "terminate UAS remote BYE");
        assertThat(sip.ladder().toString()).contains("alice", "engine", "bob", "200 INVITE sdp");
    }

    @Test
    void a_call_of_eight_hours_takes_no_time() {
        sip.host("phones.example", bob.onCall(Call::answers));
        Phone alice = sip.phone("alice").calls("bob").isInCall();
        sip.passes(Duration.ofHours(8));
        bob.hangsUp();
        alice.isTold("BYE").isIdle();
    }

    @Test
    void an_application_is_made_anew_for_each_test() {
        assertThat(sip.dialogEvents()).isEmpty();
        assertThat(sip.time().elapsed()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void a_call_that_is_left_over_fails_the_test_with_a_list_and_the_ladder() {
        SipTest inner = SipTest.withApp(Switchboard::new);
        inner.host("phones.example", inner.phone("bob").onCall(Call::answers));
        inner.phone("alice").calls("bob").isInCall();

        assertThatThrownBy(() -> inner.end(null))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(
                        "left over:\n  open calls of the application: 1\n  of the application: UAC dialog ",
                        "of the application: UAS dialog alice-call-1;from-tag=alice-1 CONFIRMED",
                        "records in the store: 1\n  in the engine:",
                        "alice: alice's call alice-call-1 is CONFIRMED",
                        "bob: dialog ",
                        "INVITE sdp");
    }

    @Test
    void a_handler_that_waits_for_ever_is_left_over() {
        SipTest inner = SipTest.withApp(srf -> srf.options((req, res) -> {
            res.send(200);
            new CompletableFuture<>().join();
        }));
        inner.phone("alice").sendsTo(inner.uri("app"), "OPTIONS").sees(200);

        assertThatThrownBy(() -> inner.end(null)).hasMessageContainingAll("running: worker-", "SipTestTest.lambda");
    }

    @Test
    void a_timer_of_the_application_that_outlives_it_is_left_over() {
        SipTest inner = SipTest.withApp(srf -> {});
        inner.time().schedule(Duration.ofDays(1), this::tomorrow);

        assertThatThrownBy(() -> inner.end(null)).hasMessageContainingAll("left over:\n  scheduled: +", "SipTestTest");
    }

    private void tomorrow() {}

    @Test
    void a_packet_that_is_still_held_is_left_over() {
        SipTest inner = SipTest.withApp(srf -> srf.options((req, res) -> res.send(200)));
        Phone alice = inner.phone("alice");
        inner.network().hold(packet -> packet.isRequest("OPTIONS"));
        alice.sendsTo(inner.uri("app"), "OPTIONS");

        assertThatThrownBy(() -> inner.end(null)).hasMessageContaining("held: ");
    }

    @Test
    void a_test_that_fails_shows_the_ladder_with_virtual_times() {
        SipTest inner = SipTest.withApp(srf -> srf.options((req, res) -> res.send(200)));
        inner.phone("alice").sendsTo(inner.uri("app"), "OPTIONS").sees(200);
        AssertionError failure = new AssertionError("expected something else");
        inner.end(failure);

        assertThat(failure.getSuppressed())
                .singleElement()
                .asString()
                .startsWith("io.srf.testkit.ShownLadder: what happened until then:\n      ms  alice")
                .contains("OPTIONS", "200 OPTIONS");
    }

    @Test
    void a_failure_that_shows_the_ladder_itself_shows_it_once() {
        SipTest inner = SipTest.withApp(srf -> {}).config(cfg -> cfg.app("empty"));
        Phone alice = inner.phone("alice");
        Throwable failure = null;
        try {
            alice.calls("bob").patience(Duration.ofMillis(100)).sees(200);
        } catch (AssertionError e) {
            failure = e;
        }
        inner.end(failure);

        assertThat(failure).hasMessageContaining("INVITE sdp").hasNoSuppressedExceptions();
    }

    @Test
    void an_application_that_does_not_start_fails_the_test_and_shows_where_it_waits() {
        SipTest inner = SipTest.withApp(srf -> new CompletableFuture<>().join());

        assertThatThrownBy(inner::world)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("the application's start is not complete", "SipTestTest");
    }

    @Test
    void an_application_may_bring_its_own_store_and_configuration() {
        SipTest inner = SipTest.withApp(Switchboard::new)
                .config(cfg -> cfg.app("own").drainTime(Duration.ofSeconds(1)))
                .sessions(nanoTime -> new io.srf.session.memory.MemorySessionStore(Duration.ofHours(1), 10, nanoTime));
        inner.host("phones.example", inner.phone("bob").onCall(Call::answers));
        inner.phone("alice").calls("bob").isInCall().hangsUp();
        inner.end(null);
    }
}
