// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.sip.SipRequest;
import io.srf.time.VirtualTimers;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallFileTest {
    private static final String HEAD = "{\"srf-call\":1,\"callId\":\"a\",\"begin\":\"2030-01-01T12:00:00Z\"}\n";

    private enum State {
        IN_PROGRESS,
        OVER
    }

    private static RecordedCall everything() {
        VirtualTimers timers = new VirtualTimers();
        FlightRecorder recorder = new FlightRecorder(RecorderLimits.DEFAULT, timers);
        SipRequest invite = Flights.request("INVITE", "a");
        recorder.record("a", Flights.in(Flights.ALICE, invite));
        recorder.record("a", new FlightEvent.Decided("createB2BUA", "sip:b\"ö\\\u0001\ud83d\ude00b@example.com"));
        timers.pass(7);
        recorder.record("b", Flights.out(new InetSocketAddress("2001:db8::1", 5062), Flights.request("INVITE", "b")));
        recorder.record("b", Flights.out(InetSocketAddress.createUnresolved("carrier.example", 5060), invite));
        recorder.join("a", "b");
        recorder.record("b", new FlightEvent.TimerFired("INVITE client", State.OVER));
        recorder.record("b", new FlightEvent.StateChanged("INVITE client", State.IN_PROGRESS, State.OVER));
        recorder.record("a", new FlightEvent.Stored("update", "Written"));
        recorder.record("a", new FlightEvent.Failed("handler", "why"));
        byte[] latin = "INVITE \u00e4".getBytes(StandardCharsets.ISO_8859_1);
        recorder.record("a", new FlightEvent.Message(FlightEvent.Direction.IN, "tcp", Flights.ALICE, latin));
        RecordedCall call = recorder.call("a");
        assertThat(call).isNotNull();
        return call;
    }

    @Test
    void a_call_comes_back_as_it_was_written() {
        RecordedCall call = everything();
        RecordedCall read = CallFile.read(CallFile.write(call));

        assertThat(read.callId()).isEqualTo(call.callId());
        assertThat(read.begin()).isEqualTo(call.begin());
        assertThat(read.legs()).isEqualTo(call.legs());
        assertThat(read.ladder()).isEqualTo(call.ladder());
        assertThat(CallFile.write(read)).isEqualTo(CallFile.write(call));
        assertThat(read.events().getLast().event())
                .isInstanceOfSatisfying(
                        FlightEvent.Message.class,
                        message -> assertThat(message.bytes())
                                .isEqualTo("INVITE \u00e4".getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void a_file_holds_a_call(@TempDir Path folder) {
        Path file = folder.resolve("call.jsonl");
        CallFile.write(everything(), file);

        assertThat(CallFile.read(file).ladder()).isEqualTo(everything().ladder());
    }

    @Test
    void every_line_is_an_object_of_its_own() {
        assertThat(CallFile.write(everything()).lines())
                .hasSize(1 + everything().events().size())
                .allMatch(line -> line.startsWith("{") && line.endsWith("}"))
                .first()
                .isEqualTo("{\"srf-call\":1,\"callId\":\"a\",\"begin\":\""
                        + everything().begin() + "\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "{}; no \"at\"",
                "{\"at\":0}; no \"leg\"",
                "{\"at\":x,\"leg\":\"a\"}; whole number",
                "{\"at\":0,\"leg\":\"a\",\"event\":\"dance\"}; unknown event",
                "{\"at\":0,\"leg\":\"a\",\"event\":\"message\",\"direction\":\"up\",\"sip\":\"\"}; expected in or out",
                "{\"at\":0,\"leg\":\"a\",\"event\":\"message\",\"direction\":\"in\",\"sip\":\"\",\"transport\":\"udp\",\"remote\":\"x\"}; 192.0.2.1:5060",
                "{\"at\":[1]}; column 7",
                "{\"at\":1; column 8",
                "{\"at\":\"\\q\"}; escape",
                "{\"at\":\"\\u12\"}; hexadecimal",
                "[]; column 1"
            })
    void what_is_no_event_is_refused_with_its_line_and_the_reason(String line, String reason) {
        assertThatThrownBy(() -> CallFile.read(HEAD + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 2: ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"srf-call\":2}", "INVITE sip:a@b SIP/2.0"})
    void what_is_no_call_is_refused(String text) {
        assertThatThrownBy(() -> CallFile.read(text)).hasMessageStartingWith("line 1: ");
    }

    @Test
    void blanks_escapes_and_words_of_other_writers_are_read() {
        assertThat(JsonLine.read(" { \"a\" : \"\\u0041\\/\\b\\f\\t\" , \"b\" : true, \"c\":null,\"d\":-1.5e3 } "))
                .isEqualTo(Map.of("a", "A/\b\f\t", "b", "true", "c", "null", "d", "-1.5e3"));
    }
}
