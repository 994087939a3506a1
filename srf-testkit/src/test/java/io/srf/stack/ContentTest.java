// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.CSeq;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import org.junit.jupiter.api.Test;

/** What requests carry, and how it arrives. */
@OverEveryEngine
class ContentTest extends BridgedPhones {
    ContentTest(Linked linked) {
        super(linked);
    }

    private void hangsUp() {
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void what_stands_in_UTF_8_arrives_as_it_was() {
        talk();
        alice.sends(
                "MESSAGE",
                message ->
                        message.body("Grüße, 世界 ☎", "text/plain;charset=utf-8").add(HeaderName.SUBJECT, "Ünïcödé ☃"));
        alice.sees(200, "MESSAGE");
        SipRequest received = bob.received().request("MESSAGE");

        assertThat(received.bodyText()).isEqualTo("Grüße, 世界 ☎");
        assertThat(received.header(HeaderName.SUBJECT)).isEqualTo("Ünïcödé ☃");
        hangsUp();
    }

    @Test
    void a_very_long_body_arrives_whole() {
        talk();
        String text = "a long story. ".repeat(4_000);
        alice.sends("MESSAGE", text).sees(200, "MESSAGE");

        assertThat(bob.received().request("MESSAGE").bodyText()).isEqualTo(text);
        hangsUp();
    }

    @Test
    void a_multipart_body_with_an_empty_part_arrives_byte_by_byte() {
        talk();
        String body =
                "--b\r\nContent-Type: text/plain\r\n\r\n\r\n--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n\r\n--b--\r\n";
        alice.sends("INFO", info -> info.body(body, "multipart/mixed;boundary=b"));
        alice.sees(200, "INFO");

        assertThat(bob.received().request("INFO").bodyText()).isEqualTo(body);
        hangsUp();
    }

    @Test
    void a_NOTIFY_names_the_REFER_as_the_one_who_sent_it_knows_it() {
        talk();
        bob.repliesTo("REFER", 202);
        alice.sends(
                "REFER",
                refer -> refer.add(HeaderName.REFER_TO, "<sip:carol@example.com>")
                        .set(HeaderName.CSEQ, new CSeq(40, "REFER")));
        alice.sees(202, "REFER");
        SipRequest passed = bob.received().request("REFER");
        bob.sends(
                "NOTIFY",
                notify -> notify.add(
                                HeaderName.EVENT, "refer;id=" + passed.cseq().number())
                        .add(HeaderName.SUBSCRIPTION_STATE, "active;expires=60")
                        .body("SIP/2.0 100 Trying", "message/sipfrag"));
        bob.sees(200, "NOTIFY");
        SipRequest told = alice.received().request("NOTIFY");
        long sent = alice.sent().request("REFER").cseq().number();

        assertThat(sent).isNotEqualTo(passed.cseq().number());
        assertThat(told.header(HeaderName.EVENT)).isEqualTo("refer;id=" + sent);
        assertThat(told.header(HeaderName.SUBSCRIPTION_STATE)).isEqualTo("active;expires=60");

        bob.repliesTo("SUBSCRIBE", 200);
        alice.sends(
                "SUBSCRIBE",
                end -> end.add(HeaderName.EVENT, "refer;id=" + sent)
                        .add(HeaderName.EXPIRES, "0")
                        .set(HeaderName.CSEQ, new CSeq(41, "SUBSCRIBE")));
        alice.sees(200, "SUBSCRIBE");
        assertThat(bob.received().request("SUBSCRIBE").header(HeaderName.EVENT))
                .isEqualTo("refer;id=" + passed.cseq().number());
        bob.hangsUp().isIdle();
        alice.isTold("BYE").isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void a_REFER_and_the_NOTIFYs_that_follow_pass_across() {
        talk();
        bob.repliesTo("REFER", 202);
        alice.sends("REFER", refer -> refer.add(HeaderName.of("Refer-To"), "<sip:carol@example.com>"));
        alice.sees(202, "REFER");
        bob.sends(
                "NOTIFY",
                notify -> notify.add(HeaderName.of("Event"), "refer")
                        .add(HeaderName.of("Subscription-State"), "terminated;reason=noresource")
                        .body("SIP/2.0 200 OK", "message/sipfrag"));
        bob.sees(200, "NOTIFY");

        assertThat(bob.received().request("REFER").header("Refer-To")).contains("carol");
        assertThat(alice.received().request("NOTIFY").bodyText()).isEqualTo("SIP/2.0 200 OK");
        assertThat(alice.received().request("NOTIFY").header("Event")).isEqualTo("refer");
        hangsUp();
    }

    @Test
    void OPTIONS_outside_of_calls_are_the_programs_to_answer() {
        world.srf().handle("OPTIONS", (req, res) -> res.send(200));
        alice.sendsTo(world.uri("desk"), "OPTIONS").sees(200, "OPTIONS");

        assertThat(alice.received().responses(200))
                .extracting(SipResponse::method)
                .containsOnly("OPTIONS");
    }
}
