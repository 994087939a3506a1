// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.srf.server.dialog.ShardCore;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Responses of a callee that say nothing usable of where it is: they leave nobody in a call, and nothing behind. */
class MalformedAnswersTest extends NodesFixture {
    private static final String CONTACT = "Contact";

    private final Logger log =
            (Logger) LoggerFactory.getLogger(ShardCore.class.getPackageName().replace(".dialog", ""));
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void the_log_is_read() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void no_stack_is_in_the_log() {
        log.detachAppender(lines);
        assertThat(lines.list).noneMatch(line -> line.getLevel() == Level.ERROR);
    }

    private List<ILoggingEvent> warnings() {
        return lines.list.stream().filter(line -> line.getLevel() == Level.WARN).toList();
    }

    private static Predicate<SipMessage> responses(int status, String method) {
        return message -> message instanceof SipResponse response
                && response.status() == status
                && response.method().equals(method);
    }

    /** Has a phone write this header into its responses with this status. */
    private static void spoils(Phone phone, int status, String method, String header, String value) {
        phone.misbehaves()
                .rewrites(
                        responses(status, method),
                        message -> ((SipResponse) message)
                                .toBuilder().set(HeaderName.of(header), value).build());
    }

    @Test
    void a_200_without_Contact_ends_in_ACK_and_BYE_and_is_a_502_for_who_called() {
        bob.onCall(call -> call.answers(ok -> ok.remove(HeaderName.CONTACT)));

        first.sends(inviteBob());
        bob.isTold(Methods.ACK).isTold(Methods.BYE).isIdle();

        assertThat(first.responses(502)).hasSize(1);
        assertThat(first.responses(200)).isEmpty();
        assertThat(world.stats().dialogs()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Contact      | <sip:x
            Contact      | <tel:+1>
            Contact      | <http://x/>
            Contact      | <sip:x@127.0.0.1:5;transport=sctp>
            Contact      | <sips:x@127.0.0.1:5;transport=udp>
            Record-Route | <sip:x
            Record-Route | <tel:1;lr>
            """)
    void a_200_that_names_no_place_to_send_to_ends_in_ACK_and_BYE_and_is_a_502_for_who_called(
            String header, String value) {
        bob.onCall(Call::answers);
        spoils(bob, 200, Methods.INVITE, header, value);

        first.sends(inviteBob());
        bob.isTold(Methods.ACK).isTold(Methods.BYE).isIdle();

        assertThat(first.responses(502)).hasSize(1);
        assertThat(first.responses(200)).isEmpty();
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains(bob.received().request(Methods.INVITE).callId())
                .contains(header);
    }

    @Test
    void it_is_acknowledged_as_often_as_it_comes_but_hung_up_once() {
        bob.onCall(Call::answers);
        spoils(bob, 200, Methods.INVITE, CONTACT, "<sip:x");
        bob.misbehaves().repeats(responses(200, Methods.INVITE), A_SECOND);

        first.sends(inviteBob());
        world.passes(Duration.ofSeconds(5));

        assertThat(first.responses(502)).hasSize(1);
        assertThat(bob.received().requests(Methods.ACK)).hasSizeGreaterThan(3);
        assertThat(bob.received().requests(Methods.BYE)).hasSize(1);
        assertThat(warnings()).hasSize(1);
        bob.misbehaves().stops();
    }

    @Test
    void after_a_good_183_nothing_is_left_of_the_early_dialog() {
        bob.onCall(call -> {
            call.progresses();
            call.after(A_SECOND, call::answers);
        });
        spoils(bob, 200, Methods.INVITE, CONTACT, "<sip:x");

        first.sends(inviteBob());
        bob.isTold(Methods.ACK).isTold(Methods.BYE).isIdle();

        assertThat(first.responses(183)).hasSize(1);
        assertThat(first.responses(502)).hasSize(1);
    }

    @Test
    void a_200_with_a_To_that_cannot_be_read_is_hung_up_with_that_To() {
        bob.onCall(Call::answers);
        spoils(bob, 200, Methods.INVITE, "To", "<sip:x");

        first.sends(inviteBob());
        world.passes(A_SECOND);

        assertThat(first.responses(502)).hasSize(1);
        assertThat(world.sim().ladder().toString()).contains("ACK").contains("BYE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Contact      | <sip:x
            Contact      | <tel:+1>
            Record-Route | <sip:x
            To           | <sip:x
            From         | <sip:x
            """)
    void a_180_is_told_without_what_cannot_be_used_of_it(String header, String value) {
        bob.onCall(call -> {
            call.rings();
            call.after(A_SECOND, call::answers);
        });
        spoils(bob, 180, Methods.INVITE, header, value);

        first.sends(inviteBob());
        world.passes(Duration.ofSeconds(2));

        assertThat(first.responses(180))
                .singleElement()
                .satisfies(
                        told -> assertThat(told.message().headers().toString()).doesNotContain(value + "]"));
        ServerMessage.Incoming answer = first.responses(200).getFirst();
        first.sends(String.valueOf(answer.dialogId()), Methods.ACK);
        bob.isInCall();
        endedBy(first, String.valueOf(answer.dialogId()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<sip:x", "<tel:+1>", "<sip:x@127.0.0.1:5;transport=sctp>"})
    void a_re_INVITE_leaves_the_call_where_it_was_if_its_200_names_no_place_to_send_to(String contact) {
        String dialogId = bobInCall();
        spoils(bob, 200, Methods.INVITE, CONTACT, contact);

        first.sends(dialogId, Methods.INVITE);
        world.passes(A_MOMENT);
        assertThat(first.responses(200)).hasSize(2);
        first.sends(dialogId, Methods.ACK);
        world.passes(A_SECOND);

        assertThat(bob.received().requests(Methods.ACK)).hasSize(2);
        bob.misbehaves().stops();
        endedBy(first, dialogId);
    }

    @Test
    void a_refusal_with_a_To_that_cannot_be_read_is_told() {
        bob.rejectsWith(486);
        spoils(bob, 486, Methods.INVITE, "To", "<sip:x");

        first.sends(inviteBob());
        world.passes(A_SECOND);

        assertThat(first.responses(486)).hasSize(1);
    }

    @Test
    void what_a_stray_200_says_of_its_dialog_need_not_be_readable() {
        SipResponse stray = SipResponse.builder(200, null)
                .add(HeaderName.VIA, "SIP/2.0/UDP 198.18.0.1;branch=z9hG4bK-of-nobody")
                .add(HeaderName.FROM, "<sip:x")
                .add(HeaderName.TO, "<sip:x")
                .add(HeaderName.CALL_ID, "stray")
                .add(HeaderName.CSEQ, "1 INVITE")
                .build();

        bob.sendsRaw(world.address(), stray.encoded());
        world.passes(A_SECOND);

        assertThat(bob.received().all()).isEmpty();
    }

    private static boolean isOfFork(SipMessage message) {
        return responses(200, Methods.INVITE).test(message)
                && "fork".equals(message.to().tag());
    }

    @Test
    void of_a_fork_that_answers_unusably_after_another_has_answered_well_nobody_hears_but_its_callee() {
        bob.onCall(call -> {
            call.answers();
            call.answersAgain("fork");
        });
        bob.misbehaves()
                .rewrites(
                        MalformedAnswersTest::isOfFork,
                        message -> ((SipResponse) message)
                                .toBuilder().set(HeaderName.CONTACT, "<sip:x").build());

        first.sends(inviteBob());
        world.passes(A_SECOND);
        ServerMessage.Incoming answer = first.responses(200).getFirst();
        String dialogId = String.valueOf(answer.dialogId());
        first.sends(dialogId, Methods.ACK);
        world.passes(A_SECOND);

        assertThat(first.responses(502)).isEmpty();
        assertThat(bob.received().requests(Methods.BYE))
                .isNotEmpty()
                .allMatch(bye -> "fork".equals(bye.to().tag()));
        endedBy(first, dialogId);
    }

    @Test
    void a_fork_that_answers_well_after_the_caller_was_told_502_is_hung_up_too() {
        bob.onCall(call -> {
            call.answers(ok -> ok.set(HeaderName.CONTACT, "<sip:x"));
            call.answersAgain("fork");
        });
        bob.misbehaves()
                .rewrites(
                        MalformedAnswersTest::isOfFork,
                        message -> ((SipResponse) message)
                                .toBuilder()
                                        .set(HeaderName.CONTACT, "<" + bob.uri() + ">")
                                        .build());

        first.sends(inviteBob());
        world.passes(Duration.ofSeconds(3));

        assertThat(first.responses(502)).hasSize(1);
        assertThat(first.responses(200)).isEmpty();
        assertThat(bob.received().requests(Methods.BYE))
                .extracting(bye -> bye.to().tag())
                .contains("fork")
                .hasSize(2);
    }

    @Test
    void a_subscription_whose_200_names_no_place_to_send_to_is_a_502() {
        bob.repliesTo(Methods.SUBSCRIBE, 200, ok -> ok.set(HeaderName.CONTACT, "<sip:x"));

        first.sends(SipRequest.builder(Methods.SUBSCRIBE, bob.uri()).add(HeaderName.EVENT, "presence"));
        world.passes(A_SECOND);

        assertThat(first.responses(502)).hasSize(1);
        assertThat(first.responses(200)).isEmpty();
        assertThat(world.stats().dialogs()).isZero();
    }

    @Test
    void a_caller_who_has_given_up_hears_that_the_call_came_to_nothing() {
        bob.misbehaves().ignores(message -> message.method().equals(Methods.CANCEL));
        bob.answersAfter(A_SECOND);
        spoils(bob, 200, Methods.INVITE, CONTACT, "<sip:x");

        String invite = first.sends(inviteBob());
        world.passes(A_MOMENT);
        first.cancels(String.valueOf(first.sent(invite).transactionId()));
        bob.isTold(Methods.ACK).isTold(Methods.BYE).isIdle();

        assertThat(first.responses(502)).hasSize(1);
    }
}
