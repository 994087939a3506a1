// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.wire.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DialogRequestsTest extends AppWorld {
    private final List<String> heard = new ArrayList<>();

    private void taking(boolean answer) {
        dialogs = (req, res) -> {
            heard.add("dialogs: " + req.method());
            return answer;
        };
        app.use((req, res, next) -> {
            heard.add("chain: " + req.method());
            next.run();
        });
    }

    @Test
    void a_request_that_names_a_dialog_is_taken_before_the_chain_sees_it() {
        taking(true);
        dialogs = (req, res) -> {
            heard.add("dialogs: " + req.dialogId());
            res.send(200);
            return true;
        };
        engine.receives("t", "d", Messages.of("BYE"));
        assertThat(heard).containsExactly("dialogs: d");
        assertThat(engine.sent()).containsExactly("SIP/2.0 200 OK");
    }

    @Test
    void what_nobody_takes_goes_through_the_chain() {
        taking(false);
        engine.receives("t", "d", Messages.of("INFO"));
        assertThat(heard).containsExactly("dialogs: INFO", "chain: INFO");
        assertThat(engine.sent()).containsExactly("SIP/2.0 404 Not Found");
    }

    @Test
    void a_request_without_a_dialog_is_not_offered() {
        taking(true);
        engine.receives("t", Messages.of("INFO"));
        assertThat(heard).containsExactly("chain: INFO");
    }

    @Test
    void requests_of_dialogs_are_taken_on_the_links_thread_in_the_order_they_came() {
        taking(true);
        executor.hold();
        engine.receives("1", "d", Messages.of("ACK"));
        engine.receives("2", "d", Messages.of("ACK"));
        assertThat(heard).containsExactly("dialogs: ACK", "dialogs: ACK");
        executor.release();
    }

    @Test
    void the_engines_own_BYE_is_offered_and_cannot_be_answered() {
        List<Request> requests = new ArrayList<>();
        dialogs = (req, res) -> requests.add(req);
        engine.receives(ServerMessage.UNSOLICITED, "d", Messages.of("BYE"));
        Request bye = requests.get(0);
        assertThat(bye.isUnsolicited()).isTrue();
        assertThat(bye.response().isFinal()).isTrue();
        assertFailedWith(bye.response().send(200), IllegalStateException.class, "must not be answered");
        assertThat(engine.sent()).isEmpty();
    }

    @Test
    void the_engines_own_BYE_goes_to_no_chain() {
        taking(false);
        engine.receives(ServerMessage.UNSOLICITED, "d", Messages.of("BYE"));
        engine.receives(ServerMessage.UNSOLICITED, Messages.of("BYE"));
        assertThat(heard).containsExactly("dialogs: BYE", "dialogs: BYE");
        assertThat(engine.sent()).isEmpty();
    }

    @Test
    void an_error_of_the_taker_is_answered_with_500() {
        dialogs = (req, res) -> {
            throw new IllegalStateException("a bug");
        };
        engine.receives("t", "d", Messages.of("INFO"));
        assertThat(engine.sent()).containsExactly("SIP/2.0 500 Server Internal Error");
    }

    @Test
    void a_response_that_makes_a_dialog_is_heard_before_a_request_inside_it() {
        taking(true);
        agent.send(
                OutgoingRequest.of(
                        io.srf.sip.SipRequest.builder("INVITE", "sip:b.example").build()),
                new RequestListener() {
                    @Override
                    public void answered(ReceivedResponse response) {
                        heard.add("answered " + response.dialogId());
                    }

                    @Override
                    public void failed(Throwable cause) {
                        heard.add("failed");
                    }
                });
        engine.receives("engine-1", "d", ScriptedEngine.response(200));
        engine.receives("r", "d", Messages.of("ACK"));
        assertThat(heard).containsExactly("answered d", "dialogs: ACK");
    }
}
