// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.wire.Reply;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Peers whose Contact leads nowhere. One that never can is refused; of one that turns out not to, nothing is left when the call ends, whoever ends it, and if there
 * is any way to the peer it hears of that.
 */
class UnreachablePeersTest extends TimedCalls {
    private static final Duration A_MOMENT = Duration.ofMillis(100);

    /** Nobody knows the name, and what it asks for may not go by UDP. */
    private static final String NO_WAY = "<sips:x@nowhere.test>";

    private final Phone bob = world.phone("bob");

    private static Predicate<SipMessage> requests(String method) {
        return message -> message instanceof SipRequest request && request.is(method);
    }

    /** Has Alice say this in her INVITEs; {@code ENGINE} stands for the engine's own address. */
    private void aliceSays(String header, String value) {
        HeaderName name = HeaderName.of(header);
        alice.misbehaves()
                .rewrites(
                        requests(Methods.INVITE),
                        message -> ((SipRequest) message)
                                .toBuilder().set(name, named(value)).build());
    }

    private String named(String value) {
        return value.replace("ENGINE", world.uri("x").substring("sip:x@".length()));
    }

    private String aliceInCallAt(String contact) {
        aliceSays("Contact", contact);
        aliceCalls();
        return String.valueOf(application.requests(Methods.ACK).getFirst().dialogId());
    }

    private void hangsUp(String dialogId) {
        application.sends(dialogId, Methods.BYE);
        passes(A_MOMENT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Contact      | <tel:+1>
            Contact      | <http://x/>
            Contact      | <sip:x@127.0.0.1:5;transport=sctp>
            Contact      | <sips:x@127.0.0.1:5;transport=udp>
            Record-Route | <tel:1;lr>
            """)
    void an_INVITE_that_names_no_place_to_send_to_is_refused(String header, String value) {
        aliceSays(header, value);

        alice.calls(world.uri("desk")).sees(400).isIdle();

        assertThat(application.requests(Methods.INVITE)).isEmpty();
    }

    @Test
    void a_re_INVITE_that_names_no_place_to_send_to_is_refused_and_changes_nothing() {
        aliceCalls();
        aliceSays("Contact", "<tel:+1>");

        alice.holds().sees(400, Methods.INVITE);

        hangsUp(String.valueOf(application.requests(Methods.ACK).getFirst().dialogId()));
        alice.isTold(Methods.BYE).isIdle();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<sip:x@nowhere.test>", "<sip:x@127.0.0.1;transport=tls>", "<sip:x@ENGINE>"})
    void a_BYE_of_the_application_goes_where_the_caller_was_heard_if_its_Contact_leads_nowhere(String contact) {
        String dialogId = aliceInCallAt(contact);

        hangsUp(dialogId);

        alice.isTold(Methods.BYE).isIdle();
        assertThat(application.responses(200)).hasSize(1);
        assertThat(world.stats().dialogs()).isZero();
    }

    @Test
    void a_BYE_that_can_go_nowhere_ends_the_dialog_and_the_application_is_told_why() {
        String dialogId = aliceInCallAt(NO_WAY);

        String bye = application.sends(dialogId, Methods.BYE);
        passes(A_MOMENT);

        assertThat(application.replies(bye)).singleElement().isInstanceOf(Reply.Refused.class);
        assertThat(world.stats().dialogs()).isZero();
        alice.hangsUp().sees(481, Methods.BYE);
    }

    @Test
    void a_BYE_whose_connection_is_refused_ends_the_dialog_and_is_a_503_for_the_application() {
        String dialogId = aliceInCallAt("<sip:x@198.18.99.99:9;transport=tcp>");

        hangsUp(dialogId);
        passes(Duration.ofSeconds(33));

        assertThat(application.responses(503)).hasSize(1);
        assertThat(world.stats().dialogs()).isZero();
        alice.hangsUp().sees(481, Methods.BYE);
    }

    @Test
    void a_BYE_that_nobody_hears_ends_the_dialog_and_is_a_408_for_the_application() {
        String dialogId = aliceInCallAt("<sip:x@198.18.99.99:9>");

        hangsUp(dialogId);
        passes(Duration.ofSeconds(33));

        assertThat(application.responses(408)).hasSize(1);
        assertThat(world.stats().dialogs()).isZero();
        alice.hangsUp().sees(481, Methods.BYE);
    }

    @Test
    void a_BYE_that_cannot_be_written_leaves_the_call_up_for_a_better_one() {
        String dialogId = aliceInCallAt("<sip:x@nowhere.test>");

        String bye = application.sends(
                dialogId, SipRequest.builder(Methods.BYE, "sip:placeholder").add(HeaderName.CONTACT, "<sip:x"));
        passes(A_MOMENT);

        assertThat(application.refusal(bye)).contains("Contact");
        assertThat(world.stats().dialogs()).isOne();
        hangsUp(dialogId);
        alice.isTold(Methods.BYE).isIdle();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<sip:x@nowhere.test>", "<sip:x@127.0.0.1;transport=tls>", "<sip:x@ENGINE>"})
    void the_BYE_for_a_lost_ACK_goes_where_the_caller_was_heard(String contact) {
        alice.misbehaves().neverAcks();
        aliceSays("Contact", contact);

        alice.calls(world.uri("desk")).isTold(Methods.BYE).isIdle();

        assertThat(reasons()).singleElement().asString().contains("ACK timeout");
        assertThat(world.stats().dialogs()).isZero();
    }

    @Test
    void a_BYE_for_a_lost_ACK_that_can_go_nowhere_ends_the_dialog_and_the_application_is_told() {
        alice.misbehaves().neverAcks();
        aliceSays("Contact", NO_WAY);

        alice.calls(world.uri("desk"));
        passes(Duration.ofSeconds(33));

        assertThat(reasons()).singleElement().asString().contains("ACK timeout");
        assertThat(world.stats().dialogs()).isZero();
        alice.hangsUp().sees(481, Methods.BYE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<sip:x@nowhere.test>", NO_WAY})
    void a_session_that_expires_ends_whether_its_BYE_can_be_sent_or_not(String contact) {
        alice.refreshesSessions(SHORTEST, Methods.UPDATE);
        alice.misbehaves().withholds(requests(Methods.UPDATE));
        aliceInCallAt(contact);

        passes(Duration.ofSeconds(61));

        assertThat(reasons()).singleElement().asString().contains("Session timer expired");
        assertThat(world.stats().dialogs()).isZero();
        alice.misbehaves().stops();
        alice.hangsUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<sip:x@nowhere.test>", NO_WAY})
    void the_calls_of_an_application_that_is_gone_end_whether_their_BYEs_can_be_sent_or_not(String contact) {
        aliceInCallAt(contact);

        application.dies();
        passes(Duration.ofSeconds(33));

        assertThat(world.stats().dialogs()).isZero();
        alice.hangsUp();
    }

    @Test
    void a_BYE_of_the_caller_that_the_application_never_answers_ends_the_dialog_all_the_same() {
        application.on(Methods.BYE, bye -> {});
        aliceCalls();

        alice.hangsUp();
        passes(Duration.ofSeconds(33));

        assertThat(world.stats().dialogs()).isZero();
    }

    private String bobAnswersAt(String contact) {
        bob.onCall(Call::answers);
        bob.misbehaves()
                .rewrites(
                        message -> message instanceof SipResponse response
                                && response.status() == 200
                                && response.method().equals(Methods.INVITE),
                        message -> ((SipResponse) message)
                                .toBuilder()
                                        .set(HeaderName.CONTACT, named(contact))
                                        .build());
        application.sends(SipRequest.builder(Methods.INVITE, bob.uri()).body(SDP, SDP_TYPE));
        passes(A_MOMENT);
        return String.valueOf(application.responses(200).getFirst().dialogId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<sip:x@nowhere.test>", "<sip:x@127.0.0.1;transport=tls>", "<sip:x@ENGINE>"})
    void ACK_and_BYE_go_where_the_callee_was_heard_if_its_Contact_leads_nowhere(String contact) {
        String dialogId = bobAnswersAt(contact);

        application.sends(dialogId, Methods.ACK);
        bob.isInCall();

        hangsUp(dialogId);
        bob.isTold(Methods.BYE).isIdle();
        assertThat(world.stats().dialogs()).isZero();
    }

    @Test
    void an_ACK_that_can_go_nowhere_ends_the_call_and_the_application_is_told() {
        String dialogId = bobAnswersAt(NO_WAY);

        String ack = application.sends(dialogId, Methods.ACK);
        passes(A_MOMENT);

        assertThat(application.replies(ack)).singleElement().isInstanceOf(Reply.Refused.class);
        assertThat(reasons()).singleElement().asString().contains("peer cannot be reached");
        assertThat(world.stats().dialogs()).isZero();
    }
}
