// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.script.EngineLeg;
import io.srf.script.Received;
import io.srf.sip.Header;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies inside a dialog that stands alone, and that nobody in it understands (RFC 3261 §8.2.3, RFC 5621). */
class UnknownBodiesTest extends DialogWorld {
    private static final String DIGITS = "Signal=5\r\nDuration=160\r\n";

    private EngineLeg talks(Consumer<Dialog> prepare) {
        srf.invite((req, res) -> srf.createUAS(req, res, o -> o.localSdp(SDP_B).prepare(prepare)));
        EngineLeg a = engine.calls("A", SDP_A);
        a.acks();
        return a;
    }

    private EngineLeg talks() {
        return talks(dialog -> {});
    }

    private static Header type(String type) {
        return Header.of("Content-Type", type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "UPDATE", "MESSAGE"})
    void of_another_type_are_answered_415_with_the_type_that_we_take(String method) {
        EngineLeg a = talks();
        Received request = a.sends(method, DIGITS, type("application/dtmf-relay"));
        assertThat(request.statuses()).containsExactly(415);
        assertThat(request.last().header("Accept")).isEqualTo("application/sdp");
        a.sends("BYE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "UPDATE", "MESSAGE"})
    void in_another_encoding_are_answered_415_with_the_one_that_we_take(String method) {
        EngineLeg a = talks();
        Received request = a.sends(method, DIGITS, Header.of("Content-Encoding", "gzip"));
        assertThat(request.statuses()).containsExactly(415);
        assertThat(request.last().header("Accept-Encoding")).isEqualTo("identity");
        a.sends("BYE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE", "MESSAGE"})
    void whose_handling_is_optional_are_ignored(String method) {
        EngineLeg a = talks();
        Header optional = Header.of("Content-Disposition", "signal;Handling=Optional");
        assertThat(a.sends(method, DIGITS, type("application/dtmf-relay"), optional)
                        .statuses())
                .containsExactly(200);
        a.sends("BYE");
    }

    @Test
    void whose_handling_is_optional_leave_a_re_INVITE_without_an_offer() {
        EngineLeg a = talks();
        Header optional = Header.of("Content-Disposition", "icon;handling=optional");
        Received invite = a.sends("INVITE", DIGITS, type("image/x-own"), optional);
        assertThat(invite.statuses()).containsExactly(200);
        assertThat(invite.last().bodyText()).isEqualTo(SDP_B);
        a.acks(SDP_A);
        a.sends("BYE");
    }

    @Test
    void beside_a_session_description_are_ignored() {
        EngineLeg a = talks();
        String parts = "--b\r\nContent-Type: application/sdp\r\n\r\n" + SDP_A
                + "\r\n--b\r\nContent-Type: text/x-own\r\n\r\nx\r\n--b--\r\n";
        assertThat(a.sends("UPDATE", parts, type("multipart/mixed;boundary=b")).statuses())
                .containsExactly(200);
        a.sends("BYE");
    }

    @Test
    void of_several_parts_are_ignored_if_all_of_them_may_be() {
        EngineLeg a = talks();
        Header mixed = type("multipart/mixed;boundary=b");
        String parts = "--b\r\nContent-Type: text/x-own%s\r\n\r\nx\r\n--b--\r\n";
        assertThat(a.sends("MESSAGE", parts.formatted(""), mixed).statuses()).containsExactly(415);
        assertThat(a.sends("MESSAGE", parts.formatted("\r\nContent-Disposition: render;handling=optional"), mixed)
                        .statuses())
                .containsExactly(200);
        a.sends("BYE");
    }

    @Test
    void that_cannot_be_taken_apart_are_not_understood() {
        EngineLeg a = talks();
        assertThat(a.sends("MESSAGE", "no part", type("multipart/mixed")).statuses())
                .containsExactly(415);
        a.sends("BYE");
    }

    @Test
    void of_an_INFO_are_ignored_as_by_drachtio_srf() {
        EngineLeg a = talks();
        assertThat(a.sends("INFO", DIGITS, type("application/dtmf-relay")).statuses())
                .containsExactly(200);
        a.sends("BYE");
    }

    @Test
    void are_left_to_a_listener() {
        EngineLeg a =
                talks(dialog -> dialog.onMessage((req, res) -> res.send(202)).onModify((req, res) -> res.send(488)));
        assertThat(a.sends("MESSAGE", DIGITS, type("application/dtmf-relay")).statuses())
                .containsExactly(202);
        assertThat(a.sends("INVITE", DIGITS, type("application/dtmf-relay")).statuses())
                .containsExactly(488);
        a.sends("BYE");
    }

    @Test
    void leave_the_session_as_it_was() {
        EngineLeg a = talks();
        a.sends("INVITE", DIGITS, type("application/dtmf-relay"));
        assertThat(a.sends("INVITE", SDP_A).statuses()).containsExactly(200);
        a.acks();
        a.sends("BYE");
    }
}
