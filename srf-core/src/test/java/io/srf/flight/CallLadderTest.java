// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.SipRequest;
import io.srf.time.VirtualTimers;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class CallLadderTest {
    private final VirtualTimers timers = new VirtualTimers();
    private final FlightRecorder recorder = new FlightRecorder(RecorderLimits.DEFAULT, timers);

    private enum State {
        PROCEEDING,
        COMPLETED
    }

    private String ladder(String callId) {
        RecordedCall call = recorder.call(callId);
        assertThat(call).isNotNull();
        return call.ladder();
    }

    @Test
    void both_legs_stand_in_one_ladder_with_notes_beside_ourselves() {
        SipRequest ofA = Flights.request("INVITE", "a");
        SipRequest ofB = Flights.request("INVITE", "b");
        recorder.record("a", Flights.in(Flights.ALICE, ofA));
        recorder.record("a", new FlightEvent.Decided("createB2BUA", "sip:bob@example.com"));
        recorder.record("a", Flights.out(Flights.ALICE, Flights.response(100, ofA)));
        timers.pass(1);
        recorder.record("b", Flights.out(Flights.BOB, ofB));
        recorder.join("a", "b");
        timers.pass(500);
        recorder.record("b", new FlightEvent.TimerFired("INVITE client", "A"));
        recorder.record("b", Flights.out(Flights.BOB, ofB));
        recorder.record("b", Flights.in(Flights.BOB, Flights.response(486, ofB)));
        recorder.record("b", new FlightEvent.StateChanged("INVITE client", State.PROCEEDING, State.COMPLETED));
        recorder.record("a", new FlightEvent.Stored("update", "Written"));
        recorder.record("a", new FlightEvent.Failed("handler of INVITE", "java.lang.IllegalStateException: no"));

        assertThat(ladder("a")).isEqualTo("""
      ms  alice@192.0.2.1:5060                   srf                              bob@192.0.2.2:5060
       0  |--------------- INVITE -------------->|                                      |
       0  |                                      | createB2BUA sip:bob@example.com      |
       0  |<------------ 100 INVITE -------------|                                      |
       1  |                                      |--------------- INVITE -------------->|
     501  |                                      | INVITE client: timer A fired         |
     501  |                                      |------------ INVITE again ----------->|
     501  |                                      |<------------ 486 INVITE -------------|
     501  |                                      | INVITE client: Proceeding -> Completed
     501  |                                      | store update: Written                |
     501  |                                      | handler of INVITE failed: java.lang.IllegalState~
""");
    }

    @Test
    void messages_alone_have_a_ladder_of_their_own() {
        recorder.record("a", Flights.in(Flights.ALICE, Flights.request("OPTIONS", "a")));
        recorder.record("a", new FlightEvent.Decided("answer", "200 OPTIONS"));

        RecordedCall call = recorder.call("a");
        assertThat(call).isNotNull();
        assertThat(call.messageLadder()).contains("OPTIONS").doesNotContain("answer");
    }

    @Test
    void a_carrier_who_has_both_legs_stands_on_both_sides() {
        recorder.record("a", Flights.in(Flights.ALICE, Flights.request("INVITE", "a")));
        recorder.record("b", Flights.out(Flights.ALICE, Flights.request("INVITE", "b")));
        recorder.join("a", "b");

        assertThat(ladder("a")).isEqualTo("""
      ms  alice@192.0.2.1:5060                   srf                              bob@192.0.2.1:5060
       0  |--------------- INVITE -------------->|                                      |
       0  |                                      |--------------- INVITE -------------->|
""");
    }

    @Test
    void a_call_of_ours_has_us_on_the_left() {
        recorder.record("b", Flights.out(Flights.BOB, Flights.request("INVITE", "b")));

        assertThat(ladder("b")).isEqualTo("""
      ms  srf                                       bob@192.0.2.2:5060
       0  |---------------- INVITE ---------------->|
""");
    }

    @Test
    void an_address_that_is_only_a_name_is_the_same_peer_as_the_address_behind_it() {
        SipRequest invite = Flights.request("INVITE", "b");
        recorder.record("b", Flights.out(InetSocketAddress.createUnresolved("bob.example", 5060), invite));
        recorder.record("b", Flights.in(Flights.BOB, Flights.response(180, invite)));

        assertThat(ladder("b")).isEqualTo("""
      ms  srf                                       bob@bob.example:5060
       0  |---------------- INVITE ---------------->|
       0  |<------------- 180 INVITE ---------------|
""");
    }

    @Test
    void what_is_no_message_is_shown_by_its_length() {
        recorder.record("a", new FlightEvent.Message(FlightEvent.Direction.IN, "udp", Flights.ALICE, new byte[7]));

        assertThat(ladder("a")).contains("7 bytes, not SIP");
    }
}
