// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.protection.BlockRule;
import io.srf.server.protection.ProtectionOptions;
import io.srf.server.protection.ProtectionOptions.Lists;
import io.srf.server.protection.Refused;
import io.srf.server.protection.Scanners;
import io.srf.server.protection.Scanners.Action;
import io.srf.server.transport.Subnet;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers whose requests are malformed: a phone with a defect, or somebody who looks for one in the engine. */
class MalformedProbesTest extends ProtectedEngine {
    private int probes;

    private static ProtectionOptions malformed(Action action) {
        return USUAL.withScanners(Scanners.DEFAULT.withMalformed(action));
    }

    private void sends(EngineWorld world, Phone from, int times, String instead, String of) {
        for (int i = 0; i < times; i++) {
            probes++;
            from.sendsRaw(
                    world.address(), probe(probes).replaceFirst(of, instead).replace("\n", "\r\n"));
        }
        world.passes(A_MOMENT);
    }

    private static String probe(int number) {
        return """
               OPTIONS sip:100@198.18.0.1 SIP/2.0
               Via: SIP/2.0/UDP mallory.example;branch=z9hG4bK%d;rport
               Max-Forwards: 70
               From: <sip:mallory@mallory.example>;tag=1
               To: <sip:100@198.18.0.1>
               Call-ID: probe-%d
               CSeq: 1 OPTIONS
               Content-Length: 0

               """.formatted(number, number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CSeq: .*\n",
                "Max-Forwards: .*",
                "Call-ID: .*\n",
                "Via: .*\n",
                "From: .*",
                "To: .*",
                "CSeq: 1 .*"
            })
    void malformed_probes_are_offences_that_block_their_source(String line) {
        EngineWorld world = world(USUAL.withBlocks(BlockRule.after(5)));
        Phone mallory = world.phone("mallory");

        String instead = line.endsWith("\n") ? "" : line.substring(0, line.indexOf(':')) + ": @,";
        sends(world, mallory, 5, instead, line);
        sends(world, mallory, 3, instead, line);

        assertThat(answers(mallory, 400)).isEqualTo(5);
        assertThat(refused(world, Refused.MALFORMED)).isEqualTo(5);
        assertThat(refused(world, Refused.SOURCE_BLOCKED)).isEqualTo(1);
    }

    @Test
    void unless_told_otherwise_they_are_answered() {
        EngineWorld world = world(USUAL);
        Phone phone = world.phone("phone");

        sends(world, phone, 10, "Max-Forwards: many", "Max-Forwards: 70");

        assertThat(answers(phone, 400)).isEqualTo(10);
    }

    @Test
    void a_URI_of_another_scheme_is_not_malformed() {
        EngineWorld world = world(malformed(Action.DROP).withBlocks(BlockRule.after(2)));
        Phone phone = world.phone("phone");

        sends(world, phone, 1, "urn:service:sos", "sip:100@198.18.0.1");

        assertThat(answers(phone, 416)).isEqualTo(1);
    }

    @Test
    void probes_and_what_is_no_message_are_dropped_if_so_configured_but_not_those_of_the_trusted() {
        EngineWorld world = world(malformed(Action.DROP));
        Phone mallory = world.phone("mallory");

        sends(world, mallory, 2, "", "CSeq: .*\n");
        sends(world, mallory, 1, "", "Via: .*\n");
        sends(world, mallory, 1, "Content-Length: few", "Content-Length: 0");
        assertThat(mallory.received().all()).isEmpty();

        Lists trusting = new Lists(List.of(Subnet.parse("198.18.0.0/16")), List.of());
        world.engine().protection().become(malformed(Action.DROP).withLists(trusting));
        sends(world, mallory, 2, "", "CSeq: .*\n");
        sends(world, mallory, 1, "", "Via: .*\n");
        assertThat(answers(mallory, 400)).isEqualTo(3);
    }

    @Test
    void in_the_tarpit_they_are_answered_when_they_have_waited() {
        EngineWorld world = world(malformed(Action.TARPIT));
        Phone mallory = world.phone("mallory");

        sends(world, mallory, 1, "", "CSeq: .*\n");
        sends(world, mallory, 1, "Content-Length: few", "Content-Length: 0");
        world.passes(Scanners.TARPIT.minusSeconds(3));
        assertThat(mallory.received().all()).isEmpty();
        assertThat(world.stats().isAtRest()).isTrue();

        world.passes(Duration.ofSeconds(3));
        assertThat(answers(mallory, 400)).isEqualTo(2);
    }

    @Test
    void no_more_wait_in_the_tarpit_than_its_bound_says() {
        EngineWorld world = world(malformed(Action.TARPIT));
        Phone mallory = world.phone("mallory");

        sends(world, mallory, 1_500, "", "CSeq: .*\n");
        world.passes(Scanners.TARPIT.plus(A_MOMENT));

        assertThat(answers(mallory, 400)).isEqualTo(1_000);
    }

    @Test
    void a_malformed_request_in_a_call_is_answered_and_the_call_goes_on() {
        EngineWorld world = world(malformed(Action.DROP).withBlocks(BlockRule.after(1)));
        ScriptedApplication application = world.application("invite", "bye");
        application.on(
                Methods.INVITE,
                invite -> application.answers(
                        invite, SipResponse.builder(200, null).add(HeaderName.CONTACT, "<sip:app@198.18.0.1>")));
        application.on(Methods.BYE, bye -> application.answers(bye, 200));
        Phone alice = world.phone("alice");
        alice.calls(world.uri("x")).isInCall();
        SipResponse answer = alice.received().response(200);

        SipRequest info = SipRequest.builder(Methods.INFO, world.uri("x"))
                .add(HeaderName.VIA, "SIP/2.0/UDP alice.example;branch=z9hG4bKinfo;rport")
                .add(HeaderName.FROM, answer.header(HeaderName.FROM))
                .add(HeaderName.TO, answer.header(HeaderName.TO))
                .add(HeaderName.CALL_ID, answer.callId())
                .add(HeaderName.CSEQ, "7 INFO")
                .add(HeaderName.MAX_FORWARDS, "many")
                .build();
        alice.sendsRaw(world.address(), info.toString());
        world.passes(A_MOMENT);

        assertThat(answers(alice, 400)).isEqualTo(1);
        alice.hangsUp().sees(200, "BYE").isIdle();
    }
}
