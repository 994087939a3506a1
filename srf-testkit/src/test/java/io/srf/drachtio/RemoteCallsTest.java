// SPDX-License-Identifier: Apache-2.0
package io.srf.drachtio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.BridgePolicy;
import io.srf.Dialog;
import io.srf.app.Extras;
import io.srf.app.Handler;
import io.srf.app.Proxying;
import io.srf.app.ReceivedResponse;
import io.srf.app.RequestOptions;
import io.srf.server.transport.Protocol;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SipTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The same calls over real sockets, whatever the application is linked to: an engine in its JVM, an srf-server, a drachtio-server. */
@ParameterizedClass(name = "{0}")
@EnumSource(Remote.class)
@Timeout(60)
class RemoteCallsTest {
    private static final String SDP = """
            v=0
            o=srf 1 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=audio 4000 RTP/AVP 0
            a=sendrecv
            """.replace("\n", "\r\n");

    @RegisterExtension
    final SipTest sip;

    private Phone alice;
    private Phone bob;

    RemoteCallsTest(Remote remote) {
        sip = SipTest.withApp(srf -> {}).overLoopback(remote::to);
    }

    @BeforeEach
    void two_phones() {
        alice = sip.phone("alice");
        bob = sip.phone("bob").onCall(Call::answers);
    }

    /** Handles INVITE, and waits until the engine knows. */
    private void invite(Handler handler) {
        sip.srf().invite(handler);
        routed();
    }

    private void routed() {
        sip.srf().links().routed().join();
    }

    private void bridges() {
        invite((req, res) -> sip.srf()
                .createB2BUA(
                        req,
                        res,
                        bob.uri().toString(),
                        o -> o.proxyRequestHeaders("all").proxyResponseHeaders("all")));
    }

    private void talk() {
        bridges();
        alice.calls("bob").isInCall();
        bob.isInCall();
    }

    private CompletableFuture<Dialog> answers() {
        CompletableFuture<Dialog> answered = new CompletableFuture<>();
        invite((req, res) -> answered.complete(
                sip.srf().createUAS(req, res, o -> o.localSdp(SDP)).join()));
        alice.calls("desk").isInCall();
        return answered;
    }

    @Test
    void a_caller_hangs_up() {
        talk();
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_callee_hangs_up() {
        talk();
        bob.hangsUp().isIdle();
        alice.isTold("BYE").isIdle();
    }

    @Test
    void a_caller_gives_up_while_it_rings() {
        bob.ringsOnly();
        bridges();
        alice.calls("bob").sees(180).cancels().sees(487).isIdle();
        bob.isTold("CANCEL").isIdle();
    }

    @Test
    void a_callee_is_busy() {
        bob.rejectsWith(486);
        bridges();
        alice.calls("bob").sees(486).isIdle();
    }

    @Test
    void either_side_holds_and_resumes() {
        talk();
        alice.holds().sees(200, "INVITE");
        bob.isHeld();
        alice.resumes().sees(200, "INVITE");
        bob.isNotHeld().holds().sees(200, "INVITE");
        alice.isHeld().hangsUp();
        bob.isIdle();
    }

    @Test
    void a_caller_leaves_the_offer_to_the_callee() {
        bridges();
        alice.calls("bob", SipRequest.Builder::noBody).isInCall();
        assertThat(bob.isInCall().received().request("ACK").bodyText()).contains("m=audio");
        alice.hangsUp();
        bob.isIdle();
    }

    @Test
    void reliable_ringing_is_acknowledged_on_each_leg() {
        bob.onCall(call -> {}).supports("100rel");
        bridges();
        alice.supports("100rel").calls("bob");
        bob.isTold("INVITE").ringsReliably().isTold("PRACK");
        alice.sees(180).sees(200, "PRACK");
        bob.answers();
        alice.isInCall().hangsUp();
        bob.isIdle();
    }

    @Test
    void requests_inside_the_call_pass_across() {
        talk();
        bob.repliesTo("INFO", 415);
        alice.sends("INFO", "Signal=5").sees(415, "INFO");
        alice.sends("MESSAGE", "hello").sees(200, "MESSAGE");
        bob.updates().sees(200, "UPDATE");
        alice.hangsUp();
        bob.isIdle();
    }

    @Test
    void a_transfer_that_the_application_carries_out() {
        Phone carol = sip.phone("carol").onCall(Call::answers);
        invite((req, res) -> sip.srf()
                .createB2BUA(
                        req,
                        res,
                        bob.uri().toString(),
                        o -> o.bridge("REFER", (leg, refer, answer) -> sip.srf().transfer(refer, answer))));
        alice.calls("bob").isInCall();
        bob.isInCall();
        alice.transfers(carol).hearsOfTransfer(200).hangsUp();
        carol.isInCall().hangsUp();
        bob.isIdle();
    }

    @Test
    void a_call_that_the_application_answers_modifies_and_ends() {
        Dialog dialog = answers().join();
        dialog.hold().join();
        alice.isHeld();
        dialog.unhold().join();
        alice.isNotHeld();
        assertThat(dialog.info(Extras.NONE.body("Signal=5", "application/dtmf-relay"))
                        .join()
                        .status())
                .isEqualTo(200);
        dialog.destroy().join();
        alice.isTold("BYE").isIdle();
    }

    @Test
    void a_call_that_the_application_makes_and_ends_with_a_Reason() {
        bob.onCall(call -> {});
        CompletableFuture<Dialog> call =
                sip.srf().createUAC(bob.uri().toString(), o -> o.localSdp(SDP).header("X-Campaign", "7"));
        bob.isTold("INVITE").answers();
        call.join().destroy(Extras.of("Reason", "Q.850;cause=16")).join();
        assertThat(bob.isTold("BYE").isIdle().received().request("BYE").header(HeaderName.REASON))
                .isEqualTo("Q.850;cause=16");
    }

    @Test
    void an_application_cancels_its_call() {
        bob.ringsOnly();
        CompletableFuture<Dialog> call = sip.srf().createUAC(bob.uri().toString(), o -> o.localSdp(SDP));
        bob.isTold("INVITE");
        call.cancel(true);
        bob.isTold("CANCEL").isIdle();
    }

    @Test
    void a_request_is_proxied_and_the_proxy_hears_how_it_went() {
        CopyOnWriteArrayList<Integer> statuses = new CopyOnWriteArrayList<>();
        invite((req, res) -> statuses.add(sip.srf()
                .proxyRequest(
                        req, Proxying.to(bob.uri().toString()).remainInDialog().build())
                .join()
                .finalStatus()));
        alice.calls("bob").isInCall();
        alice.hangsUp();
        bob.isIdle();
        await().until(() -> statuses.contains(200));
    }

    @Test
    void a_body_of_ten_thousand_bytes_passes_over_TCP() {
        Phone carol = sip.phone("carol", Protocol.TCP);
        String body = "0123456789".repeat(1_000);
        ReceivedResponse response = sip.srf()
                .request(
                        carol.uri().withParam("transport", "tcp").toString(),
                        RequestOptions.method("MESSAGE").with(Extras.NONE.body(body, "text/plain")))
                .join();
        assertThat(response.status()).isEqualTo(200);
        assertThat(carol.received().request("MESSAGE").bodyText()).isEqualTo(body);
    }

    @Test
    void a_mass_of_large_requests_arrives_whole() {
        Phone carol = sip.phone("carol", Protocol.TCP);
        String target = carol.uri().withParam("transport", "tcp").toString();
        String body = "x".repeat(6_000);
        CompletableFuture<?>[] sent = new CompletableFuture<?>[40];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = sip.srf()
                    .request(target, RequestOptions.method("MESSAGE").with(Extras.NONE.body(i + body, "text/plain")))
                    .thenAccept(response -> assertThat(response.status()).isEqualTo(200));
        }
        CompletableFuture.allOf(sent).join();
        assertThat(carol.received().requests("MESSAGE"))
                .hasSize(sent.length)
                .allSatisfy(message -> assertThat(message.bodyText()).endsWith(body));
    }

    @Test
    void a_method_that_is_paused_is_not_asked_for_and_the_others_still_are() {
        sip.srf().options((req, res) -> res.send(200));
        sip.srf().message((req, res) -> res.send(202));
        routed();
        alice.sendsTo(sip.uri("desk"), "OPTIONS").sees(200, "OPTIONS");
        sip.srf().links().pause("OPTIONS").join();
        alice.sendsTo(sip.uri("desk"), "OPTIONS").sees(503, "OPTIONS");
        routed();
        alice.sendsTo(sip.uri("desk"), "MESSAGE").sees(202, "MESSAGE");
        sip.srf().links().resume("OPTIONS");
        routed();
        alice.sendsTo(sip.uri("desk"), "OPTIONS").sees(200, "OPTIONS");
    }

    @Test
    void a_bridge_whose_BYEs_stay_on_their_leg() {
        CompletableFuture<Dialog> caller = new CompletableFuture<>();
        invite((req, res) -> caller.complete(sip.srf()
                .createB2BUA(req, res, bob.uri().toString(), o -> o.bridge("BYE", BridgePolicy.LOCAL))
                .join()
                .uas()));
        alice.calls("bob").isInCall();
        bob.isInCall().hangsUp().isIdle();
        caller.join().destroy().join();
        alice.isTold("BYE").isIdle();
    }
}
