// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.DialogInfo;
import io.srf.DialogStateEvent;
import io.srf.DialogStateEvent.State;
import io.srf.TerminateReason;
import io.srf.session.DialogRecord.Role;
import io.srf.sip.HeaderName;
import io.srf.sip.NameAddr;
import io.srf.sip.SipMessage;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The states of RFC 4235 that an application hears of, to publish them. */
class DialogStatesTest extends BridgedPhones {
    private static final String DESK = "sip:desk@example.com";

    private final List<DialogStateEvent> events = new CopyOnWriteArrayList<>();
    private final Phone carol = world.phone("carol");

    private void watches() {
        world.srf().onDialogState(events::add);
    }

    private Stream<DialogStateEvent> of(Role role) {
        return events.stream().filter(event -> event.dialog().progress().role() == role);
    }

    private List<State> states(Role role) {
        return of(role).map(DialogStateEvent::state).toList();
    }

    private String end(Role role) {
        DialogStateEvent last = of(role).toList().getLast();
        String document = DialogInfo.partial(DESK, 1, last);
        int at = document.indexOf("event=\"");
        return at < 0 ? "" : document.substring(at + 7, document.indexOf('"', at + 7));
    }

    private static SipMessage withoutTag(SipMessage ringing) {
        SipResponse response = (SipResponse) ringing;
        return response.toBuilder()
                .set(HeaderName.TO, NameAddr.of(response.to().uri()))
                .build();
    }

    @Test
    void both_legs_of_a_call_go_from_trying_to_terminated() {
        watches();
        rings();
        bob.answers();
        alice.isInCall().hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
        world.passes(Duration.ofSeconds(1));

        assertThat(states(Role.UAS)).containsExactly(State.TRYING, State.EARLY, State.CONFIRMED, State.TERMINATED);
        assertThat(states(Role.UAC)).containsExactly(State.TRYING, State.EARLY, State.CONFIRMED, State.TERMINATED);
        assertThat(end(Role.UAS)).isEqualTo("remote-bye");
        assertThat(end(Role.UAC)).isEqualTo("local-bye");
        assertThat(of(Role.UAC).map(event -> event.dialog().ids().dialogId()).distinct())
                .hasSize(1);
    }

    @Test
    void an_INVITE_is_proceeding_when_somebody_who_makes_no_dialog_works_on_it() {
        watches();
        world.bridgesTo(carol);
        carol.onCall(Call::rings);
        carol.misbehaves().rewrites(responses(180, "INVITE"), DialogStatesTest::withoutTag);
        alice.calls(world.uri("carol"));
        world.passes(Duration.ofSeconds(1));
        assertThat(states(Role.UAC)).containsExactly(State.TRYING, State.PROCEEDING);

        alice.cancels().sees(487);
        world.passes(Duration.ofSeconds(1));
        assertThat(states(Role.UAC)).containsExactly(State.TRYING, State.PROCEEDING, State.TERMINATED);
        assertThat(end(Role.UAC)).isEqualTo("cancelled");
        assertThat(end(Role.UAS)).isEqualTo("cancelled");
    }

    @Test
    void a_call_that_is_refused_is_rejected_on_both_legs() {
        watches();
        world.bridgesTo(bob);
        bob.rejectsWith(486);
        alice.calls(world.uri("bob")).sees(486).isIdle();
        world.passes(Duration.ofSeconds(1));

        assertThat(states(Role.UAS)).containsExactly(State.TRYING, State.TERMINATED);
        assertThat(states(Role.UAC)).startsWith(State.TRYING).endsWith(State.TERMINATED);
        assertThat(end(Role.UAS)).isEqualTo("rejected");
        assertThat(end(Role.UAC)).isEqualTo("rejected");
    }

    @Test
    void a_call_whose_ACK_never_comes_ends_with_a_timeout() {
        watches();
        world.srf().invite((req, res) -> world.srf().createUAS(req, res, o -> o.localSdp(SDP)));
        alice.misbehaves().neverAcks();
        alice.calls(world.uri("desk"));
        world.passes(Duration.ofMinutes(2));

        assertThat(states(Role.UAS)).containsExactly(State.TRYING, State.CONFIRMED, State.TERMINATED);
        assertThat(end(Role.UAS)).isEqualTo("timeout");
    }

    @Test
    void an_INVITE_that_was_never_sent_is_no_dialog() {
        watches();
        world.srf().createUAC("sip:bob@nowhere.invalid", o -> o.localSdp(SDP));
        world.passes(Duration.ofMinutes(2));

        assertThat(events).isEmpty();
    }

    @Test
    void a_consultation_that_an_attended_transfer_takes_the_place_of_is_replaced() {
        watches();
        world.srf()
                .invite((req, res) -> world.srf()
                        .createB2BUA(
                                req,
                                res,
                                (req.calledNumber().equals("bob") ? bob : carol)
                                        .uri()
                                        .toString(),
                                o -> o.bridge(
                                        "REFER",
                                        (leg, refer, answer) -> world.srf().transfer(refer, answer))));
        bob.onCall(Call::answers);
        carol.onCall(Call::answers);
        alice.calls(world.uri("bob")).isInCall();
        alice.holds().sees(200, "INVITE");
        alice.calls(world.uri("carol")).isInCall();
        alice.transfersToLastCall().hearsOfTransfer(200);
        world.passes(Duration.ofSeconds(2));

        assertThat(events)
                .filteredOn(event -> event.reason() != null && event.reason().kind() == TerminateReason.Kind.REPLACED)
                .hasSize(1);
        bob.hangsUp().isIdle();
        carol.isTold("BYE").isIdle();
    }

    @Test
    void a_document_of_a_call_that_is_being_tried_has_no_remote_tag() {
        watches();
        rings();
        String trying = DialogInfo.partial(DESK, 0, of(Role.UAC).toList().getFirst());
        String early = DialogInfo.partial(DESK, 1, of(Role.UAC).toList().getLast());

        assertThat(trying).contains("<state>trying</state>", "local-tag=").doesNotContain("remote-tag");
        assertThat(early).contains("<state>early</state>", "remote-tag=");
        alice.cancels().sees(487).isIdle();
    }
}
