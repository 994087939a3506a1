// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfirmationsTest extends AppWorld {
    private static final String DIALOG = "dialog of t";

    private final List<String> heard = new ArrayList<>();

    private Response invited() {
        List<Response> responses = new ArrayList<>();
        app.invite((req, res) -> responses.add(res));
        app.ack((req, res) -> heard.add("chain: ACK")).prack((req, res) -> {
            heard.add("chain: PRACK");
            res.send(200);
        });
        engine.receives("t", Messages.invite());
        return responses.get(0);
    }

    private static SipRequest prack(String rack) {
        return Messages.request("PRACK").set(HeaderName.RACK, rack).build();
    }

    @Test
    void the_ACK_for_a_200_calls_back_once_and_goes_nowhere_else() {
        Response response = invited();
        response.onAck(ack -> heard.add("callback: " + ack.method()));
        response.send(200).join();
        assertThat(agent.isIdle()).isFalse();
        engine.receives("a", DIALOG, Messages.following("ACK"));
        engine.receives("a", DIALOG, Messages.following("ACK"));
        assertThat(heard).containsExactly("callback: ACK", "chain: ACK");
    }

    @Test
    void the_ACK_of_another_INVITE_in_the_same_dialog_is_not_mistaken_for_it() {
        Response response = invited();
        response.onAck(ack -> heard.add("callback: " + ack.cseq().number()));
        response.send(200).join();
        engine.receives(
                "a",
                DIALOG,
                Messages.request("ACK").set(HeaderName.CSEQ, "6 ACK").build());
        engine.receives("a", DIALOG, Messages.following("ACK"));
        assertThat(heard).containsExactly("chain: ACK", "callback: 7");
    }

    @Test
    void an_ACK_that_never_comes_is_not_waited_for_for_ever() {
        Response response = invited();
        response.onAck(ack -> heard.add("callback"));
        response.send(200).join();
        pass(LIMITS.transaction());
        engine.receives("a", DIALOG, Messages.following("ACK"));
        assertThat(heard).containsExactly("chain: ACK");
    }

    @Test
    void a_failure_is_not_confirmed_by_the_application() {
        Response response = invited();
        response.onAck(ack -> heard.add("callback"));
        response.send(486).join();
        assertThat(agent.isIdle()).isTrue();
    }

    @Test
    void each_PRACK_calls_back_and_is_answered_there() {
        Response response = invited();
        response.onPrack(prack -> {
            heard.add("callback: " + prack.header("RAck"));
            prack.response().send(200, Extras.sdp(Messages.SDP));
        });
        response.send(183, Extras.of("Require", "100rel")).join();
        engine.receives("p", DIALOG, prack("4711 7 INVITE"));
        assertThat(heard).containsExactly("callback: 4711 7 INVITE");
        assertThat(engine.lastSend().transactionId()).isEqualTo("p");
        assertThat(engine.lastSend().message().bodyText()).isEqualTo(Messages.SDP);
        response.send(200).join();
    }

    @Test
    void a_PRACK_that_nobody_waits_for_goes_through_the_chain() {
        Response response = invited();
        response.onPrack(prack -> heard.add("callback"));
        response.send(183, Extras.of("Require", "100rel")).join();
        engine.receives("p", DIALOG, prack("4712 7 INVITE"));
        engine.receives("p", DIALOG, Messages.of("PRACK"));
        assertThat(heard).containsExactly("chain: PRACK", "chain: PRACK");
        response.send(486).join();
        pass(LIMITS.transaction());
    }

    @Test
    void an_unreliable_response_is_not_waited_for() {
        Response response = invited();
        response.onPrack(prack -> heard.add("callback"));
        response.send(180).join();
        response.send(486).join();
        assertThat(agent.isIdle()).isTrue();
    }

    @Test
    void a_dropped_link_ends_all_waiting() {
        Response response = invited();
        response.onAck(ack -> heard.add("callback"));
        response.onPrack(prack -> heard.add("callback"));
        response.send(183, Extras.of("Require", "100rel")).join();
        response.send(200).join();
        assertThat(agent.counts().confirmations()).isEqualTo(2);
        engine.drops();
        assertThat(agent.isIdle()).isTrue();
        links.close();
    }

    @Test
    void an_ACK_whose_number_cannot_be_read_is_nobodys() {
        Response response = invited();
        response.onAck(ack -> heard.add("callback"));
        response.send(200).join();
        engine.receives(
                "a",
                DIALOG,
                Messages.request("ACK").set(HeaderName.CSEQ, "x ACK").build());
        assertThat(heard).containsExactly("chain: ACK");
        pass(LIMITS.transaction());
    }
}
