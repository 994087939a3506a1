// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.flight.FlightEvent;
import io.srf.flight.RecordedCall;
import io.srf.testkit.Phone;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the recorder says of calls through engine, application and store. */
class RecordedCallTest {
    private static final String SDP = """
            v=0
            o=- 1 1 IN IP4 198.18.0.1
            s=-
            c=IN IP4 198.18.0.1
            t=0 0
            m=audio 4000 RTP/AVP 0
            """.replace("\n", "\r\n");

    private static final Duration UNTIL_STORED = Duration.ofMillis(1_100);

    private final StackWorld world = new StackWorld();
    private final Phone alice = world.phone("alice");
    private final Phone bob = world.phone("bob");

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }

    private RecordedCall recorded(String callId) {
        RecordedCall call = world.srf().flight(callId);
        assertThat(call).isNotNull();
        return call;
    }

    private RecordedCall callOfAlice() {
        return recorded(alice.sent().request("INVITE").callId());
    }

    @Test
    void a_call_has_both_legs_and_what_engine_application_and_store_made_of_them() {
        world.bridgesTo(bob);
        bob.ringsOnly();
        alice.calls(world.uri("bob")).sees(180);
        world.passes(UNTIL_STORED);
        bob.answers();
        alice.isInCall();
        world.passes(UNTIL_STORED);
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
        world.comesToRest();

        assertThat(callOfAlice().ladder()).isEqualTo("""
      ms  alice@198.18.0.2:5060                  srf                             bob@198.18.0.3:5060
       0  |------------- INVITE sdp ------------>|                                      |
       0  |<------------ 100 INVITE -------------|                                      |
       0  |                                      | createB2BUA sip:bob@198.18.0.3:5060  |
       0  |                                      | B2BUA: Offering -> Calling           |
       0  |                                      | handler returned                     |
       0  |                                      |------------- INVITE sdp ------------>|
      20  |                                      |<------------ 180 INVITE -------------|
      20  |                                      | INVITE client: Calling -> Proceeding |
      20  |                                      | engine dialog: None -> Early         |
      20  |                                      | our INVITE: Calling -> Ringing       |
      20  |                                      | answer 180 INVITE                    |
      20  |<------------ 180 INVITE -------------|                                      |
      20  |                                      | engine dialog: None -> Early         |
    1020  |                                      | store create: Written                |
    1140  |                                      |<---------- 200 INVITE sdp -----------|
    1140  |                                      | INVITE client: Proceeding -> Accepted|
    1140  |                                      | engine dialog: Early -> Confirmed    |
    1140  |                                      | our INVITE: Ringing -> Confirmed     |
    1140  |                                      | dialog UAC: Early -> Confirmed       |
    1140  |                                      | B2BUA: Calling -> Adapting           |
    1140  |                                      | B2BUA: Adapting -> Answering         |
    1140  |                                      | answer 200 INVITE                    |
    1140  |                                      |---------------- ACK ---------------->|
    1140  |                                      | INVITE server: Proceeding -> Accepted|
    1140  |<---------- 200 INVITE sdp -----------|                                      |
    1140  |                                      | engine dialog: Early -> Confirmed    |
    1140  |                                      | dialog UAS: Early -> Confirmed       |
    1140  |                                      | B2BUA: Answering -> Bridged          |
    1160  |---------------- ACK ---------------->|                                      |
    2140  |                                      | store update: Written                |
    2260  |---------------- BYE ---------------->|                                      |
    2260  |                                      | answer 200 BYE                       |
    2260  |                                      | dialog UAS: Confirmed -> Terminated  |
    2260  |                                      | dialog UAC: Confirmed -> Terminating |
    2260  |                                      | BYE server: Trying -> Completed      |
    2260  |<------------- 200 BYE ---------------|                                      |
    2260  |                                      | engine dialog: Confirmed -> Ended    |
    2260  |                                      |---------------- BYE ---------------->|
    2260  |                                      | engine dialog: Confirmed -> Leaving  |
    2280  |                                      |<------------- 200 BYE ---------------|
    2280  |                                      | BYE client: Trying -> Completed      |
    2280  |                                      | engine dialog: Leaving -> Ended      |
    2280  |                                      | dialog UAC: Terminating -> Terminated|
    3260  |                                      | store delete: Deleted                |
    7280  |                                      | BYE client: timer K fired            |
    7280  |                                      | BYE client: Completed -> Terminated  |
   33140  |                                      | INVITE client: timer M fired         |
   33140  |                                      | INVITE client: Accepted -> Terminated|
   33140  |                                      | INVITE server: timer L fired         |
   33140  |                                      | INVITE server: Accepted -> Terminated|
   34260  |                                      | BYE server: timer J fired            |
   34260  |                                      | BYE server: Completed -> Terminated  |
""");
    }

    @Test
    void a_call_of_our_own_is_found_by_its_Call_ID_with_the_wish_that_began_it() {
        bob.answersAfter(Duration.ZERO);
        world.srf()
                .createUAC(bob.uri().toString(), options -> options.localSdp(SDP))
                .thenCompose(dialog -> dialog.destroy());
        bob.isTold("INVITE").isTold("BYE").isIdle();

        RecordedCall call = recorded(bob.received().request("INVITE").callId());
        assertThat(call.legs()).hasSize(1);
        assertThat(call.events().getFirst().event().text()).isEqualTo("createUAC " + bob.uri());
        assertThat(call.events())
                .extracting(one -> one.event().text())
                .contains("INVITE sdp", "our INVITE: Ringing -> Confirmed", "dialog UAC: Early -> Confirmed", "BYE")
                .anyMatch(text -> text.startsWith("destroy"));
    }

    @Test
    void a_handler_that_throws_is_in_the_record() {
        world.srf().invite((req, res) -> {
            throw new IllegalStateException("out of order");
        });
        alice.calls(world.uri("bob")).sees(500).isIdle();

        assertThat(callOfAlice().events())
                .extracting(one -> one.event())
                .contains(new FlightEvent.Failed("handler of INVITE", "java.lang.IllegalStateException: out of order"));
    }

    @Test
    void timers_that_fire_are_in_the_record_at_their_virtual_times() {
        world.bridgesTo(bob);
        bob.neverAnswers();
        alice.calls(world.uri("bob")).sees(408).isIdle();

        assertThat(callOfAlice().events().stream()
                        .filter(one -> one.event().text().startsWith("INVITE client: timer"))
                        .map(one -> one.at().toMillis() + " " + one.event().text()))
                .startsWith("500 INVITE client: timer A fired", "1500 INVITE client: timer A fired")
                .endsWith("32000 INVITE client: timer B fired");
    }
}
