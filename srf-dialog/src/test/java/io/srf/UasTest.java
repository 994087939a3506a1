// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.app.Extras;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.app.SipException;
import io.srf.link.LinkException;
import io.srf.script.EngineLeg;
import io.srf.session.DialogRecord.Role;
import io.srf.session.DialogRecord.State;
import io.srf.sip.Header;
import io.srf.sip.SipResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UasTest extends DialogWorld {
    private CompletableFuture<Dialog> result = new CompletableFuture<>();
    private Request request;
    private Response response;

    private EngineLeg alice(Consumer<UasOptions.Builder> options, Header... headers) {
        return alice(SDP_A, options, headers);
    }

    private EngineLeg alice(String sdp, Consumer<UasOptions.Builder> options, Header... headers) {
        srf.invite((req, res) -> {
            request = req;
            response = res;
            result = srf.createUAS(req, res, options);
        });
        return engine.calls("A", sdp, headers);
    }

    private void hangUp(EngineLeg a) {
        if (!a.acked()) {
            a.acks();
        }
        a.sends("BYE");
    }

    @Test
    void an_INVITE_is_answered_and_makes_a_dialog() {
        EngineLeg a = alice(options -> options.localSdp(SDP_B).header("X-Own", "1"));
        assertThat(a.invite().statuses()).containsExactly(200);
        assertThat(a.invite().last().bodyText()).isEqualTo(SDP_B);
        assertThat(a.invite().last().header("X-Own")).isEqualTo("1");
        Dialog dialog = result.join();
        assertThat(dialog.id()).isEqualTo(a.dialogId());
        assertThat(dialog.role()).isEqualTo(Role.UAS);
        assertThat(dialog.localTag()).isEqualTo("app-1");
        assertThat(dialog.remoteTag()).isEqualTo("phone-1");
        assertThat(dialog.local().sdp()).isEqualTo(SDP_B);
        assertThat(dialog.remote().sdp()).isEqualTo(SDP_A);
        assertThat(dialog.local().contact()).isEqualTo("sip:10.0.0.2:5060");
        assertThat(dialog.remote().contact()).isEqualTo("sip:A@10.0.0.1");
        hangUp(a);
        assertThat(events).containsExactly("create UAS", "terminate UAS: remote BYE");
    }

    @Test
    void the_description_is_made_out_of_the_callers() {
        EngineLeg a = alice(options -> options.localSdp(offer -> offer.replace("alice", "us")));
        assertThat(a.invite().last().bodyText()).contains("o=us");
        hangUp(a);
    }

    @Test
    void code_that_makes_no_description_refuses_the_call_with_its_status() {
        EngineLeg a = alice(options -> options.localSdp(offer -> {
            throw new SipException(488);
        }));
        assertThat(a.invite().statuses()).containsExactly(488);
        assertThat(statusOf(result)).isEqualTo(488);
        assertThat(events).isEmpty();
    }

    @Test
    void a_request_without_Contact_is_answered_with_400_and_nothing_else() {
        EngineLeg a = alice(options -> options.localSdp(SDP_B), Header.of("Contact", "*"));
        assertThat(a.invite().statuses()).containsExactly(400);
        assertThat(statusOf(result)).isEqualTo(400);
    }

    @Test
    void a_CANCEL_before_the_200_fails_with_487() {

        executor.holdAfter(1);
        EngineLeg a = alice(options -> options.localSdp(offer -> SDP_B));
        a.invite().cancels();
        executor.release();
        assertThat(statusOf(result)).isEqualTo(487);
        assertThat(a.invite().statuses()).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void a_CANCEL_before_the_application_answers_fails_with_487() {
        srf.invite((req, res) -> {
            request = req;
            response = res;
        });
        EngineLeg a = engine.calls("A", SDP_A);
        a.invite().cancels();
        result = srf.createUAS(request, response, options -> options.localSdp(SDP_B));
        assertThat(statusOf(result)).isEqualTo(487);
    }

    @Test
    void a_CANCEL_that_crosses_the_200_fails_with_487() {
        engine.hold();
        EngineLeg a = alice(options -> options.localSdp(SDP_B));
        a.invite().cancels();
        engine.release();
        assertThat(statusOf(result)).isEqualTo(487);
        assertThat(events).isEmpty();
    }

    @Test
    void a_200_that_the_engine_refuses_fails() {
        engine.refusesNext("missing content-type");
        EngineLeg a = alice(options -> options.localSdp(SDP_B));
        assertThat(statusOf(result)).isEqualTo(500);
        response.send(500);
        assertThat(a.invite().statuses()).containsExactly(500);
    }

    @Test
    void a_request_that_was_answered_before_fails() {
        EngineLeg a = alice(options -> {});
        CompletableFuture<Dialog> again =
                srf.createUAS(request, response, UasOptions.builder().build());
        assertThat(again.exceptionNow()).isInstanceOf(IllegalStateException.class);
        hangUp(a);
    }

    @Test
    void an_ACK_that_never_comes_ends_the_dialog() {
        List<String> reasons = new ArrayList<>();
        EngineLeg a = alice(options -> options.localSdp(SDP_B)
                .prepare(dialog -> dialog.onDestroy(reason -> reasons.add(reason.kind() + " " + reason))));
        a.isEndedByEngine("ACK timeout");
        assertThat(reasons).containsExactly("ACK_TIMEOUT ACK timeout");
        assertThat(events).containsExactly("create UAS", "terminate UAS: ACK timeout");
    }

    @Test
    void the_ACK_is_told_and_its_answer_kept() {
        List<String> acks = new ArrayList<>();
        EngineLeg a = alice(
                null, options -> options.localSdp(SDP_B).prepare(dialog -> dialog.onAck(ack -> acks.add(ack.body()))));
        assertThat(result.join().remote().sdp()).isNull();
        a.acks(SDP_A);
        assertThat(acks).containsExactly(SDP_A);
        assertThat(result.join().remote().sdp()).isEqualTo(SDP_A);
        hangUp(a);
    }

    @Test
    void destroy_before_the_ACK_waits_for_it() {
        EngineLeg a = alice(options -> options.localSdp(SDP_B));
        CompletableFuture<Void> over = result.join().destroy();
        assertThat(a.methods()).isEmpty();
        a.acks();
        assertThat(a.methods()).containsExactly("BYE");
        assertThat(over).isCompleted();
    }

    @Test
    void destroy_before_an_ACK_that_never_comes_completes_too() {
        EngineLeg a = alice(options -> options.localSdp(SDP_B));
        CompletableFuture<Void> over = result.join().destroy();
        timers.advance(Duration.ofSeconds(36));
        assertThat(a.methods()).containsExactly("BYE");
        assertThat(over).isCompleted();
    }

    @Test
    void listeners_that_are_set_in_time_hear_the_very_first_request() {
        List<String> heard = new ArrayList<>();
        EngineLeg a = alice(options -> options.localSdp(SDP_B)
                .prepare(dialog -> dialog.onInfo((req, res) -> {
                    heard.add(req.body());
                    res.send(200);
                })));
        a.sendsBody("INFO", "first", "text/plain");
        assertThat(heard).containsExactly("first");
        hangUp(a);
    }

    @Test
    void a_listener_that_comes_after_the_end_hears_of_it() {
        EngineLeg a = alice(options -> options.localSdp(SDP_B));
        hangUp(a);
        List<TerminateReason.Kind> kinds = new ArrayList<>();
        result.join().onDestroy(reason -> kinds.add(reason.kind()));
        assertThat(kinds).containsExactly(TerminateReason.Kind.REMOTE_BYE);
    }

    @ParameterizedTest
    @CsvSource({
        "INFO,200",
        "MESSAGE,200",
        "OPTIONS,200",
        "NOTIFY,200",
        "REFER,200",
        "UPDATE,200",
        "PUBLISH,200",
        "PRACK,200",
        "SUBSCRIBE,489",
        "FOO,501"
    })
    void a_request_that_nobody_listens_to_has_its_default(String method, int status) {
        EngineLeg a = alice(options -> options.localSdp(SDP_B));
        a.acks();
        assertThat(a.sends(method).statuses()).containsExactly(status);
        hangUp(a);
    }

    @Test
    void OPTIONS_that_nobody_listens_to_learns_what_the_dialog_takes() {
        EngineLeg a = alice(options -> options.localSdp(SDP_B));
        a.acks();
        SipResponse answer = a.sends("OPTIONS").last();
        assertThat(answer.header("Allow")).contains("INVITE", "UPDATE", "INFO");
        assertThat(answer.header("Accept")).isEqualTo("application/sdp");
        hangUp(a);
    }

    @Test
    void a_listener_that_throws_answers_with_what_it_threw() {
        EngineLeg a = alice(options -> options.localSdp(SDP_B)
                .prepare(dialog -> dialog.onInfo((req, res) -> {
                            throw new SipException(469, "Bad Info Package");
                        })
                        .onMessage((req, res) -> {
                            throw new IllegalStateException("boom");
                        })));
        assertThat(a.sends("INFO").statuses()).containsExactly(469);
        assertThat(a.sends("MESSAGE").statuses()).containsExactly(500);
        hangUp(a);
    }

    @Test
    void requests_of_the_application_complete_with_any_answer() {
        EngineLeg a = alice(options -> options.localSdp(SDP_B));
        Dialog dialog = result.join();
        var options = dialog.options(Extras.NONE);
        var message = dialog.message(Extras.NONE.body("hi", "text/plain"));
        a.sent("OPTIONS").answers(200);
        a.sent("MESSAGE").answers(405);
        assertThat(options.join().status()).isEqualTo(200);
        assertThat(message.join().status()).isEqualTo(405);
        engine.refusesNext("missing content-type");
        assertThat(statusOf(dialog.info(Extras.NONE))).isEqualTo(500);
        hangUp(a);
        assertThat(statusOf(dialog.info(Extras.NONE))).isEqualTo(481);
        assertThatThrownBy(() -> dialog.request("BYE", Extras.NONE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_dialog_that_the_engine_does_not_know_any_more_is_over() {
        EngineLeg a = alice(options -> options.localSdp(SDP_B));
        a.acks();
        engine.forgetsAll();
        assertThat(statusOf(result.join().info(Extras.NONE))).isEqualTo(481);
        assertThat(events).containsExactly("create UAS", "terminate UAS: peer gone");
    }

    @Test
    void a_session_that_nobody_refreshed_has_its_reason() {
        EngineLeg a = alice(options -> options.localSdp(SDP_B));
        a.acks();
        a.isEndedByEngine("Session timer expired");
        assertThat(events).containsExactly("create UAS", "terminate UAS: Session timer expired");
    }

    @Test
    void a_subscription_is_accepted_and_ended_with_NOTIFY() {
        srf.subscribe((req, res) ->
                result = srf.createUAS(req, res, UasOptions.builder().build()));
        EngineLeg a = engine.asks("A", "SUBSCRIBE");
        assertThat(a.invite().statuses()).containsExactly(202);
        var notify = result.join().notify(Extras.of("Subscription-State", "active"));
        a.last("NOTIFY").answers(200);
        assertThat(notify.join().status()).isEqualTo(200);
        CompletableFuture<Void> over = result.join().destroy();
        assertThat(a.last("NOTIFY").request().header("Subscription-State")).isEqualTo("terminated;reason=noresource");
        a.last("NOTIFY").answers(200);
        assertThat(over).isCompleted();
        assertThat(result.join().state()).isEqualTo(State.TERMINATED);
        engine.forgetsAll();
    }

    @Test
    void a_subscriber_ends_its_subscription_with_Expires_0() {
        srf.subscribe((req, res) ->
                result = srf.createUAS(req, res, UasOptions.builder().build()));
        EngineLeg a = engine.asks("A", "SUBSCRIBE");
        assertThat(a.sends("SUBSCRIBE", Header.of("Expires", "0")).statuses()).containsExactly(202);
        assertThat(events).containsExactly("create UAS", "terminate UAS: subscription ended");
        a.last("NOTIFY").answers(200);
        engine.forgetsAll();
    }

    @Test
    void only_INVITE_and_SUBSCRIBE_make_dialogs() {
        srf.options((req, res) -> {
            assertThatThrownBy(
                            () -> srf.createUAS(req, res, UasOptions.builder().build()))
                    .hasMessageContaining("expected INVITE or SUBSCRIBE");
            assertThatThrownBy(() -> srf.createB2BUA(req, res, "sip:bob@x")).hasMessageContaining("begins with INVITE");
            res.send(200);
        });
        EngineLeg a = engine.asks("A", "OPTIONS");
        assertThat(a.invite().statuses()).containsExactly(200);
        engine.forgetsAll();
    }

    @Test
    void a_link_that_drops_before_the_200_is_sent_fails() {

        executor.holdAfter(1);
        EngineLeg a = alice(options -> options.localSdp(offer -> SDP_B));
        engine.drops();
        executor.release();
        assertThat(result.exceptionNow()).isInstanceOf(LinkException.class);
        assertThat(a.invite().statuses()).isEmpty();
        engine.forgetsAll();
        timers.advance(SrfConfig.DEFAULT_LINK_GRACE);
    }
}
