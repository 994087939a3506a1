// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.auth.Credentials;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.testkit.Phone;
import io.srf.testkit.SipTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TrunkTest {
    @RegisterExtension
    final SipTest sip = SipTest.withApp(srf -> {});

    private final Phone carrier = sip.phone("carrier");
    private Trunk trunk;

    @BeforeEach
    void a_trunk() {
        trunk = new Trunk(sip.srf(), "carrier.example", new Credentials("4711", "secret"));
    }

    @AfterEach
    void leave() {
        sip.waitsFor(trunk.leave());
    }

    private List<SipRequest> registers() {
        return carrier.received().requests("REGISTER");
    }

    private SipRequest last() {
        return registers().getLast();
    }

    private void asksForAPassword() {
        String challenge = "Digest realm=\"carrier.example\", nonce=\"84a4cc6f\", qop=\"auth\"";
        carrier.repliesTo("REGISTER", 401, answer -> answer.add(HeaderName.WWW_AUTHENTICATE, challenge));
    }

    @Test
    void it_registers_and_again_before_the_carrier_forgets_it() {
        carrier.repliesTo(
                "REGISTER", 200, answer -> answer.add(HeaderName.CONTACT, "<sip:4711@here.example>;expires=600"));
        sip.waitsFor(trunk.register());
        assertThat(last().contact().uri().toString()).startsWith("sip:4711@").doesNotContain("localhost");

        sip.passes(Duration.ofMinutes(10));
        assertThat(registers())
                .hasSize(2)
                .extracting(SipRequest::callId)
                .containsOnly(registers().getFirst().callId());
        assertThat(registers()).extracting(each -> each.cseq().number()).containsExactly(1, 2);
    }

    @Test
    void it_does_not_hurry_when_it_is_granted_years() {
        carrier.repliesTo("REGISTER", 200, answer -> answer.set(HeaderName.EXPIRES, 999_999_999));
        sip.waitsFor(trunk.register());
        sip.passes(Duration.ofHours(1));

        assertThat(registers()).hasSize(1);
    }

    @Test
    void it_answers_for_its_password() {
        asksForAPassword();
        sip.waitsFor(trunk.register());

        assertThat(last().header("Authorization")).contains("username=\"4711\"");
        assertThat(last().cseq().number()).isEqualTo(2);
    }

    @Test
    void it_asks_for_longer_if_the_carrier_wants_that() {
        carrier.repliesTo("REGISTER", 423, answer -> answer.add(HeaderName.MIN_EXPIRES, "7200"));
        sip.waitsFor(trunk.register());
        sip.passes(Duration.ofSeconds(1));

        assertThat(registers()).extracting(SipRequest::expires).containsExactly(3600, 7200);
    }

    @Test
    void it_tries_again_when_the_carrier_does_not_answer() {
        sip.network().partition(carrier.address());
        sip.waitsFor(trunk.register());
        sip.network().heal();
        sip.passes(Duration.ofSeconds(31));

        assertThat(registers()).hasSize(1);
    }

    @Test
    void it_takes_its_registration_back() {
        sip.waitsFor(trunk.register());
        sip.waitsFor(trunk.leave());
        assertThat(last().expires()).isZero();

        sip.passes(Duration.ofHours(2));
        assertThat(registers()).hasSize(2);
    }

    @Test
    void it_is_taken_back_when_the_answer_to_the_password_is_there() {
        asksForAPassword();
        trunk.register();
        sip.waitsFor(trunk.leave());

        assertThat(registers()).extracting(each -> each.cseq().number()).containsExactly(1, 2, 3, 4);
    }
}
