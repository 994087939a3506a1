// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.admin.Admission;
import io.srf.server.admin.Application;
import io.srf.server.transaction.TransactionCounters;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.Uri;
import io.srf.testkit.Phone;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineRefusalTest {
    private final EngineWorld world = new EngineWorld();
    private final Phone alice = world.phone("alice");

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }

    private SipRequest.Builder request(String method, String branch, String toTag) {
        return SipRequest.builder(method, world.uri("x"))
                .add(HeaderName.VIA, "SIP/2.0/UDP 198.18.0.2:5060;branch=z9hG4bK" + branch + ";rport")
                .add(HeaderName.FROM, "<sip:alice@198.18.0.2>;tag=a")
                .add(HeaderName.TO, "<sip:x@198.18.0.1>" + toTag)
                .add(HeaderName.CALL_ID, "call-1")
                .add(HeaderName.CSEQ, "1 " + method);
    }

    private TransactionCounters counters() {
        CompletableFuture<EngineMeasures> asked = world.engine().measures();
        world.passes(Duration.ofSeconds(1));
        return asked.join().shards().getFirst().transactions();
    }

    private void alice_sends(SipRequest.Builder request) {
        alice.sendsRaw(world.address(), request.build().toString());
        world.sim().time().advance(Duration.ofSeconds(1));
    }

    @Test
    void a_new_request_that_no_application_wants_gets_503() {
        alice_sends(request(Methods.MESSAGE, "1", ""));
        alice.sees(503);
    }

    @Test
    void a_method_that_nobody_ever_heard_of_gets_501() {
        alice_sends(request("JUGGLE", "1", ""));
        alice.sees(501);
    }

    @Test
    void a_method_in_small_letters_is_none_and_gets_501_though_an_application_wants_the_real_one() {
        ScriptedApplication application = world.application("invite");
        alice_sends(request("invite", "1", ""));

        alice.sees(501);
        assertThat(application.requests("invite")).isEmpty();
    }

    @Test
    void a_request_in_a_dialog_that_does_not_exist_gets_481() {
        world.application("bye");
        alice_sends(request(Methods.BYE, "1", ";tag=gone"));
        alice.sees(481);
    }

    @Test
    void a_request_that_requires_an_unknown_extension_gets_420_that_names_it() {
        ScriptedApplication application = world.application("message");
        List<String> answers = new ArrayList<>();
        application.on(Methods.MESSAGE, m -> answers.add(application.answers(m, 200)));
        alice_sends(request(Methods.MESSAGE, "1", "").add(HeaderName.REQUIRE, "teleport, 100rel"));

        alice.sees(420);
        assertThat(alice.received().response(420).header(HeaderName.UNSUPPORTED))
                .isEqualTo("teleport");
        assertThat(application.refusal(answers.getFirst())).isEqualTo("Rejected with 420 Bad Extension due to Require");
    }

    @Test
    void what_an_application_refuses_by_itself_is_its_own_answer_whatever_is_required() {
        ScriptedApplication application = world.application("message");
        application.on(Methods.MESSAGE, m -> application.answers(m, 404));
        alice_sends(request(Methods.MESSAGE, "1", "").add(HeaderName.REQUIRE, "teleport"));

        alice.sees(404);
    }

    @Test
    void an_unknown_extension_that_is_required_inside_a_dialog_gets_420() {
        alice_sends(request(Methods.INFO, "1", ";tag=gone").add(HeaderName.REQUIRE, "teleport"));

        alice.sees(420);
    }

    @Test
    void a_request_that_came_on_two_paths_gets_482_on_the_second() {
        ScriptedApplication application = world.application("message");
        alice_sends(request(Methods.MESSAGE, "path-1", ""));
        alice_sends(request(Methods.MESSAGE, "path-2", ""));

        alice.sees(482);
        assertThat(application.requests(Methods.MESSAGE)).hasSize(1);
        application.answers(application.requests(Methods.MESSAGE).getFirst(), 200);
    }

    @Test
    void two_branches_of_a_fork_for_different_targets_are_two_requests() {
        ScriptedApplication application = world.application("message");
        alice_sends(request(Methods.MESSAGE, "path-1", ""));
        alice_sends(request(Methods.MESSAGE, "path-2", "").uri(Uri.parse(world.uri("at-home"))));

        assertThat(application.requests(Methods.MESSAGE)).hasSize(2);
        application.answers(application.requests(Methods.MESSAGE).getFirst(), 404);
        application.answers(application.requests(Methods.MESSAGE).getLast(), 200);
        alice.sees(404);
        alice.sees(200);
    }

    @Test
    void an_application_that_has_not_authenticated_gets_nothing_and_loses_its_link() {
        ScriptedApplication stranger = new ScriptedApplication();
        Application end = world.engine().accept(stranger, Admission.withSecret("cymru"));

        end.received(new ClientMessage.Route("r1", "invite"));

        assertThat(stranger.replies("r1"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Reply.Refused.class, r -> assertThat(r.fatal()).isTrue());
        assertThat(stranger.isClosed()).isTrue();
        alice_sends(request(Methods.INVITE, "1", ""));
        alice.sees(503);
    }

    @Test
    void a_wrong_secret_is_refused_and_the_link_closed() {
        ScriptedApplication stranger = new ScriptedApplication();
        Application end = world.engine().accept(stranger, Admission.withSecret("cymru"));

        end.received(new ClientMessage.Authenticate("a1", "wrong", null));

        assertThat(stranger.refusal("a1")).isEqualTo("incorrect secret");
        assertThat(stranger.isClosed()).isTrue();
    }

    @Test
    void a_response_that_names_no_transaction_costs_its_application_the_link() {
        ScriptedApplication application = world.application();
        application.say(new ClientMessage.Send(
                "r1", null, null, null, SipResponse.builder(200, null).build()));

        assertThat(application.refusal("r1")).isEqualTo("transaction id missing");
        assertThat(application.isClosed()).isTrue();
    }

    @Test
    void a_CANCEL_without_the_id_of_a_transaction_is_told_what_was_expected() {
        ScriptedApplication application = world.application();
        application.say(new ClientMessage.Send(
                "r1",
                null,
                null,
                null,
                SipRequest.builder(Methods.CANCEL, world.uri("x")).build()));
        world.passes(Duration.ofMillis(100));

        assertThat(application.refusal("r1"))
                .isEqualTo("unable to cancel unknown transaction id: expected that of an INVITE, found none");
    }

    @Test
    void a_CANCEL_with_the_id_of_no_transaction_is_told_which() {
        ScriptedApplication application = world.application();
        String asked = application.cancels("of-nobody");
        world.passes(Duration.ofMillis(100));

        assertThat(application.refusal(asked)).isEqualTo("unable to cancel unknown transaction id: of-nobody");
    }

    @Test
    void an_answer_to_a_CANCEL_is_the_engines() {
        ScriptedApplication application = world.application();
        application.say(new ClientMessage.Send(
                "r1",
                "t1",
                null,
                null,
                SipResponse.builder(200, null).add(HeaderName.CSEQ, "1 CANCEL").build()));
        world.passes(Duration.ofMillis(100));

        assertThat(application.refusal("r1"))
                .isEqualTo("200 OK to incoming CANCEL is automatically generated by the stack");
    }

    @Test
    void a_message_without_its_end_gets_400_and_is_counted() {
        alice.sendsRaw(
                world.address(),
                request(Methods.MESSAGE, "1", "").build().toString().replace("Content-Length: 0", "Content-Length: 9"));
        alice.sees(400);
    }

    @Test
    void a_request_of_another_version_gets_505_whatever_its_Via_asks_for() {
        String asked = request(Methods.OPTIONS, "1", "").build().toString().replace(" SIP/2.0\r", " SIP/3.0\r");
        alice.sendsRaw(world.address(), asked).sees(505);
        alice.sendsRaw(
                        world.address(),
                        asked.replace(";rport", "")
                                .replace("z9hG4bK1", "z9hG4bK2")
                                .replace("call-1", "call-2"))
                .sees(505);

        assertThat(alice.received().responses(505)).hasSize(2);
    }

    @Test
    void an_ACK_that_cannot_be_read_is_dropped_and_counted() {
        String route = world.uri("x").replace("x@", "");
        alice_sends(request(Methods.ACK, "1", ";tag=gone").add(HeaderName.ROUTE, "<sip:x"));
        alice_sends(request(Methods.ACK, "2", ";tag=gone")
                .add(HeaderName.ROUTE, '<' + route + ";lr>")
                .add(HeaderName.MAX_FORWARDS, "x"));

        assertThat(alice.received().all()).isEmpty();
        assertThat(counters().malformed()).isEqualTo(2);
    }

    @Test
    void an_ACK_that_belongs_to_nothing_is_dropped() {
        alice_sends(request(Methods.ACK, "1", ";tag=gone"));
        assertThat(alice.received().all()).isEmpty();
    }
}
