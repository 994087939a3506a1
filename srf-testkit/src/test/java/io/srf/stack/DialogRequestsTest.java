// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.Dialog;
import io.srf.UasOptions;
import io.srf.app.Extras;
import io.srf.app.ReceivedResponse;
import io.srf.app.RequestOptions;
import io.srf.sip.Header;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program can say in its calls, and calls of unusual shape. */
@OverEveryEngine
class DialogRequestsTest extends BridgedPhones {
    /** What a recorder is sent (RFC 7866). */
    private static final String RECORDING = "--part\r\nContent-Type: application/sdp\r\n\r\n" + SDP
            + "\r\n"
            + "--part\r\n"
            + "Content-Type: application/rs-metadata+xml\r\n"
            + "Content-Disposition: recording-session\r\n\r\n"
            + "<recording/>\r\n"
            + "--part--\r\n";

    DialogRequestsTest(Linked linked) {
        super(linked);
    }

    private Dialog calls() {
        bob.onCall(Call::answers);
        CompletableFuture<Dialog> call =
                world.srf().createUAC(bob.uri().toString(), o -> o.localSdp(SDP).callingNumber("100"));
        bob.isInCall();
        world.passes(Duration.ofMillis(100));
        return call.join();
    }

    private static Function<Dialog, CompletableFuture<SipResponse>> shortcut(String method) {
        return switch (method) {
            case "INFO" -> dialog -> dialog.info(Extras.NONE);
            case "MESSAGE" -> dialog -> dialog.message(Extras.NONE.body("hello", "text/plain"));
            case "NOTIFY" -> dialog -> dialog.notify(Extras.of("Event", "talk"));
            case "OPTIONS" -> dialog -> dialog.options(Extras.NONE);
            case "UPDATE" -> dialog -> dialog.update(Extras.NONE);
            default -> dialog -> dialog.request(method, Extras.NONE);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"INFO", "MESSAGE", "NOTIFY", "OPTIONS", "UPDATE", "PUBLISH"})
    void each_method_has_its_way_and_completes_with_the_answer(String method) {
        Dialog dialog = calls();
        bob.repliesTo(method, 202);
        CompletableFuture<SipResponse> answer = shortcut(method).apply(dialog);
        bob.isTold(method);
        world.passes(Duration.ofMillis(100));

        assertThat(answer.join().status()).isEqualTo(202);
        bob.hangsUp().isIdle();
    }

    @Test
    void methods_may_be_written_in_any_case() {
        Dialog dialog = calls();
        bob.repliesTo("INFO", 202);
        CompletableFuture<SipResponse> answer = dialog.request("info", Extras.NONE);
        dialog.on("message", (req, res) -> res.send(202));
        bob.isTold("INFO").sends("MESSAGE").sees(202, "MESSAGE");

        assertThat(answer.join().status()).isEqualTo(202);
        assertThatThrownBy(() -> dialog.request("bye", Extras.NONE)).hasMessageContaining("bye has its own way");
        CompletableFuture<ReceivedResponse> outside =
                world.srf().request(bob.uri().toString(), RequestOptions.method("options"));
        world.passes(Duration.ofMillis(100));
        assertThat(outside.join().status()).isEqualTo(200);
        bob.hangsUp().isIdle();
    }

    @Test
    void the_headers_and_the_body_of_a_BYE_are_told_before_the_end() {
        List<String> heard = new ArrayList<>();
        calls().onBye(bye -> heard.add(bye.header("X-Cost") + " " + bye.body()))
                .onDestroy(reason -> heard.add(reason.text()));
        bob.sends("BYE", bye -> bye.add(Header.of("X-Cost", "42")).body("two minutes", "text/plain"));
        bob.isIdle();
        world.passes(Duration.ofMillis(100));

        assertThat(heard).containsExactly("42 two minutes", "remote BYE");
    }

    @Test
    void a_call_of_ours_may_have_a_body_of_several_parts_with_the_offer_in_it() {
        bob.onCall(Call::answers);
        CompletableFuture<Dialog> call =
                world.srf().createUAC(bob.uri().toString(), o -> o.body(RECORDING, "multipart/mixed;boundary=part"));
        bob.isInCall();
        world.passes(Duration.ofMillis(100));

        SipRequest invite = bob.received().request("INVITE");
        assertThat(invite.header("Content-Type")).isEqualTo("multipart/mixed;boundary=part");
        assertThat(invite.bodyText()).isEqualTo(RECORDING);
        assertThat(call.join().local().sdp()).isEqualTo(SDP);
        call.join().hold();
        bob.isHeld().hangsUp().isIdle();
    }

    @Test
    void an_answer_of_several_parts_is_known_by_its_description() {
        Dialog dialog = answered(o -> o.extras(Extras.NONE.body(RECORDING, "multipart/mixed;boundary=part")));

        assertThat(dialog.local().sdp()).isEqualTo(SDP);
        alice.hangsUp().isIdle();
    }

    @Test
    void the_local_side_of_our_call_is_who_calls_and_the_remote_one_who_is_called() {
        Dialog dialog = calls();
        assertThat(dialog.local().uri()).contains("100@");
        assertThat(dialog.remote().uri()).contains("bob@");
        bob.hangsUp().isIdle();
    }

    private Dialog answered(Consumer<UasOptions.Builder> options) {
        CompletableFuture<Dialog> answered = new CompletableFuture<>();
        world.srf()
                .invite((req, res) -> world.srf().createUAS(req, res, options).thenAccept(answered::complete));
        alice.calls(world.uri("desk"), SipRequest.Builder::noBody).sees(200, "INVITE");
        world.passes(Duration.ofMillis(100));
        return answered.join();
    }

    @Test
    void a_body_that_is_no_description_goes_out_with_the_200() {
        answered(o -> o.extras(Extras.NONE.body("hello", "text/plain")));
        assertThat(alice.received().response(200).bodyText()).isEqualTo("hello");
        alice.hangsUp().isIdle();
    }

    @Test
    void a_call_that_never_had_a_description_can_be_given_one() {
        Dialog dialog = answered(o -> {});
        assertThat(dialog.remote().sdp()).isNull();
        CompletableFuture<String> answer = dialog.modify(SDP);
        world.passes(Duration.ofMillis(100));

        assertThat(answer.join()).contains("m=audio");
        alice.hangsUp().isIdle();
    }
}
