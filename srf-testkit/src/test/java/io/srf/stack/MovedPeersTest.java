// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.app.Extras;
import io.srf.app.Response;
import io.srf.session.DialogRecord;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.Hold;
import io.srf.testkit.MediaDirection;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Peers that say in a request that they are elsewhere from now on: they are looked for there once the request is accepted (RFC 3261 §12.2.2, RFC 6141 §4). */
class MovedPeersTest extends BridgedPhones {
    private final Phone elsewhere = world.phone("elsewhere");
    private final List<Dialog> dialogs = new ArrayList<>();

    MovedPeersTest() {
        world.srf().onCreate(created -> dialogs.add(created.dialog()));
    }

    private Dialog ofAlice() {
        return dialogs.stream()
                .filter(dialog -> dialog.record().progress().role() == DialogRecord.Role.UAS)
                .findFirst()
                .orElseThrow();
    }

    /** What the record says, by which another node goes on with the call. */
    private void isKeptAt(Phone phone) {
        assertThat(ofAlice().remote().contact()).isEqualTo(phone.uri().toString());
    }

    /** Alice's requests with this method give the other phone's address. */
    private void movesWith(String method) {
        alice.misbehaves()
                .rewrites(
                        requests(method),
                        request -> ((SipRequest) request)
                                .toBuilder()
                                        .set(HeaderName.CONTACT, "<" + elsewhere.uri() + ">")
                                        .build());
    }

    private void isThere() {
        bob.sends("INFO", "are you there");
        elsewhere.isTold("INFO");
        assertThat(alice.received().requests("INFO")).isEmpty();
        isKeptAt(elsewhere);
        ends();
    }

    private void isStillHere() {
        bob.sends("INFO", "are you there").sees(200, "INFO");
        alice.isTold("INFO");
        assertThat(elsewhere.received().requests("INFO")).isEmpty();
        isKeptAt(alice);
        ends();
    }

    private void ends() {
        alice.misbehaves().stops();
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void are_there_when_their_UPDATE_is_accepted() {
        talk();
        movesWith("UPDATE");
        alice.updates(MediaDirection.SENDONLY).sees(200, "UPDATE");

        isThere();
    }

    @Test
    void are_where_they_were_when_their_UPDATE_is_refused() {
        talk();
        movesWith("UPDATE");
        bob.repliesTo("UPDATE", 488);
        alice.updates(MediaDirection.SENDONLY).sees(488, "UPDATE");

        isStillHere();
    }

    @Test
    void are_there_when_their_re_INVITE_is_accepted() {
        talk();
        movesWith("INVITE");
        alice.holds().sees(200, "INVITE");
        bob.isHeld();

        isThere();
    }

    /** Alice's re-INVITE, which says that she is elsewhere, gets a reliable response and waits. Returns its answer to come. */
    private Response isAnsweredReliably() {
        CompletableFuture<Response> open = new CompletableFuture<>();
        ofAlice().onModify((req, res) -> {
            res.send(183, Extras.of("Require", "100rel"));
            open.complete(res);
        });
        alice.supports("100rel").holds().sees(183, "INVITE");
        Call call = alice.call();
        String rack = "1 " + alice.received().response(183).cseq();
        alice.perform(() -> call.sends("PRACK", prack -> prack.set(HeaderName.RACK, rack)));
        alice.sees(200, "PRACK");
        return open.join();
    }

    @Test
    void are_there_as_soon_as_their_re_INVITE_has_a_reliable_response() {
        talk();
        movesWith("INVITE");
        Response answer = isAnsweredReliably();

        isKeptAt(elsewhere);
        answer.send(200, Extras.sdp(SDP));
        alice.sees(200, "INVITE");
        isThere();
    }

    @Test
    void stay_there_although_it_is_refused_after_that() {
        talk();
        movesWith("INVITE");
        isAnsweredReliably().send(488);
        alice.sees(488, "INVITE");

        isThere();
    }

    @Test
    void are_there_when_their_200_to_an_UPDATE_of_ours_says_so() {
        talk();
        alice.misbehaves()
                .rewrites(
                        responses(200, "UPDATE"),
                        response -> ((SipResponse) response)
                                .toBuilder()
                                        .set(HeaderName.CONTACT, "<" + elsewhere.uri() + ">")
                                        .build());
        ofAlice().update(Extras.NONE);
        alice.isTold("UPDATE");
        world.passes(Duration.ofMillis(100));

        isThere();
    }

    @Test
    void are_where_they_were_when_their_re_INVITE_is_refused() {
        talk();
        movesWith("INVITE");
        bob.repliesTo("INVITE", 488);
        alice.holds().sees(488, "INVITE");

        isStillHere();
    }

    @Test
    void are_where_they_were_while_their_re_INVITE_waits_for_its_answer() {
        talk();
        movesWith("INVITE");
        Hold answer = world.holds(bob, 200, "INVITE");
        alice.holds().sees(100, "INVITE");
        bob.isHeld().sends("INFO", "are you there").sees(200, "INFO");
        alice.isTold("INFO");
        answer.release();

        alice.sees(200, "INVITE");
        isThereAgain();
    }

    private void isThereAgain() {
        bob.sends("INFO", "and now");
        elsewhere.isTold("INFO");
        ends();
    }

    @Test
    void are_where_they_were_when_their_REFER_is_refused() {
        talk();
        movesWith("REFER");
        bob.repliesTo("REFER", 603);
        alice.sends("REFER", refer -> refer.set(HeaderName.REFER_TO, "<" + bob.uri() + ">"))
                .sees(603, "REFER");

        isStillHere();
    }

    @Test
    void are_where_the_later_of_two_requests_has_said_although_the_earlier_is_accepted_after_it() {
        talk();
        bob.asksItsUser(Duration.ofSeconds(10));
        movesWith("INVITE");
        Call call = alice.call();
        alice.holds().sees(180, "INVITE");
        alice.perform(() -> call.sends("UPDATE", update -> {}));
        alice.sees(200, "UPDATE").sees(200, "INVITE");

        isStillHere();
    }
}
