// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.flight.FlightEvent.Decided;
import io.srf.sip.SipRequest;
import io.srf.time.VirtualTimers;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlightRecorderTest {
    private static final int MESSAGE_BYTES = 1_000;
    private static final int MIB = 1 << 20;

    private final VirtualTimers timers = new VirtualTimers();

    private FlightRecorder recorder(long bytes) {
        return new FlightRecorder(new RecorderLimits(bytes), timers);
    }

    private static RecordedCall call(FlightRecorder recorder, String callId) {
        RecordedCall call = recorder.call(callId);
        assertThat(call).as(callId).isNotNull();
        return call;
    }

    private static Decided decided(Object what) {
        return new Decided(String.valueOf(what), "");
    }

    private static FlightEvent heavy() {
        return new FlightEvent.Message(FlightEvent.Direction.IN, "udp", Flights.ALICE, new byte[MESSAGE_BYTES]);
    }

    @Test
    void events_have_the_time_of_the_clock_in_use() {
        FlightRecorder recorder = recorder(MIB);
        timers.pass(1_000);
        recorder.record("a", decided("one"));
        timers.pass(32_000);
        recorder.record("a", decided("two"));

        RecordedCall call = call(recorder, "a");
        assertThat(call.begin()).isEqualTo(timers.now().minusSeconds(32));
        assertThat(call.events()).extracting(RecordedEvent::at).containsExactly(Duration.ZERO, Duration.ofSeconds(32));
    }

    @Test
    void legs_that_are_joined_are_one_call_whatever_happened_before() {
        FlightRecorder recorder = recorder(MIB);
        recorder.record("a", Flights.in(Flights.ALICE, Flights.request("INVITE", "a")));
        recorder.record("b", Flights.out(Flights.BOB, Flights.request("INVITE", "b")));
        recorder.record("a", decided("ringing"));
        recorder.join("a", "b");
        recorder.record("b", decided("answered"));

        assertThat(call(recorder, "b")).isEqualTo(call(recorder, "a"));
        assertThat(call(recorder, "a").legs()).containsExactly("a", "b");
        assertThat(call(recorder, "a").events())
                .extracting(RecordedEvent::callId)
                .containsExactly("a", "b", "a", "b");
        assertThat(recorder.callIds()).containsExactly("a");
    }

    @Test
    void a_call_that_began_without_a_Call_ID_is_found_by_the_one_it_got() {
        FlightRecorder recorder = recorder(MIB);
        recorder.record("some name", decided("createUAC"));
        recorder.record("b", Flights.out(Flights.BOB, Flights.request("INVITE", "b")));
        recorder.join("some name", "b");

        assertThat(call(recorder, "b").callId()).isEqualTo("b");
        assertThat(call(recorder, "b").legs()).containsExactly("b");
        assertThat(call(recorder, "b").events())
                .extracting(one -> one.event().text())
                .containsExactly("createUAC", "INVITE");
    }

    @Test
    void joining_twice_or_with_itself_changes_nothing() {
        FlightRecorder recorder = recorder(MIB);
        recorder.record("a", decided("one"));
        recorder.join("a", "a");
        recorder.join("a", "b");
        recorder.join("a", "b");
        recorder.join("b", "a");
        recorder.record("b", decided("two"));

        assertThat(call(recorder, "a").events()).hasSize(2);
    }

    @Test
    void a_part_of_one_call_is_not_taken_by_another() {
        FlightRecorder recorder = recorder(MIB);
        recorder.record("a", decided("one"));
        recorder.record("b", decided("two"));
        recorder.record("c", decided("three"));
        recorder.join("a", "b");
        recorder.join("c", "b");
        recorder.join("c", "a");

        assertThat(recorder.callIds()).containsExactly("c");
        assertThat(call(recorder, "b").events()).hasSize(3);
    }

    @Test
    void every_kind_of_event_comes_back_as_it_was() {
        List<FlightEvent> all = List.of(
                heavy(),
                Flights.out(new InetSocketAddress("2001:db8::1", 5062), Flights.request("INVITE", "a")),
                new FlightEvent.Message(
                        FlightEvent.Direction.OUT,
                        "tls",
                        InetSocketAddress.createUnresolved("carrier.example", 5061),
                        new byte[0]),
                new FlightEvent.StateChanged("INVITE client", TimeUnit.SECONDS, TimeUnit.MINUTES),
                new FlightEvent.TimerFired("INVITE client", TimeUnit.HOURS),
                new FlightEvent.Stored("update", "Written"),
                new FlightEvent.Decided("createB2BUA", "sip:b\"\u00f6\ud83d\ude00b@example.com"),
                new FlightEvent.Failed("handler", "why"));
        FlightRecorder recorder = recorder(MIB);
        all.forEach(event -> recorder.record("a", event));

        assertThat(call(recorder, "a").events())
                .extracting(RecordedEvent::event)
                .isEqualTo(all);
    }

    @Test
    void of_a_state_that_is_a_record_only_its_name_is_kept() {
        record Waiting(String secret) {}
        FlightRecorder recorder = recorder(MIB);
        recorder.record("a", new FlightEvent.StateChanged("writer", new Waiting("x"), new Waiting("y")));

        assertThat(call(recorder, "a").events().getFirst().event())
                .isEqualTo(new FlightEvent.StateChanged("writer", "Waiting", "Waiting"));
    }

    @Test
    void words_are_told_apart_however_many_there_are() {
        FlightRecorder recorder = recorder(10 * MIB);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            String whose = "machine " + i % 7;
            FlightEvent event = i % 3 == 0
                    ? new FlightEvent.TimerFired(whose, i % 1_100)
                    : new FlightEvent.StateChanged(whose, i % 5_000, i % 6_000);
            all.add(event.text());
            recorder.record("a", event);
        }

        assertThat(call(recorder, "a").events())
                .extracting(one -> one.event().text())
                .isEqualTo(all);
    }

    @Test
    void what_is_new_takes_the_room_of_what_is_oldest() {
        FlightRecorder recorder = recorder(MIB);
        for (int i = 0; i < 50_000; i++) {
            recorder.record("call " + i, decided(i));
            timers.pass(1);
        }

        List<String> left = recorder.callIds();
        assertThat(left).hasSizeBetween(10_000, 25_000).endsWith("call 49998", "call 49999");
        assertThat(left.getFirst()).isEqualTo("call " + (50_000 - left.size()));
        assertThat(recorder.call("call 0")).isNull();
        assertThat(recorder.stats().bytes()).isEqualTo(MIB);
        assertThat(recorder.stats().since()).isEqualTo(timers.now().minusMillis(left.size()));
    }

    @Test
    void a_huge_call_shows_its_latest_events() {
        FlightRecorder recorder = recorder(32 * MIB);
        for (int i = 0; i < CallFile.MAX_EVENTS + 10; i++) {
            recorder.record("a", decided(i));
        }

        RecordedCall call = call(recorder, "a");
        assertThat(call.events()).hasSize(CallFile.MAX_EVENTS);
        assertThat(call.events().getFirst().event()).isEqualTo(decided(10));
    }

    @Test
    void a_call_whose_first_message_is_gone_says_that_something_is_missing() {
        FlightRecorder recorder = recorder(MIB);
        SipRequest invite = Flights.request("INVITE", "a");
        recorder.record("a", Flights.in(Flights.ALICE, invite));
        recorder.record("a", Flights.out(Flights.ALICE, Flights.response(200, invite)));
        recorder.record("b", Flights.out(Flights.ALICE, Flights.response(200, Flights.request("INVITE", "b"))));

        assertThat(call(recorder, "a").hasBeginning()).isTrue();
        assertThat(call(recorder, "a").ladder()).doesNotContain("not known");
        assertThat(call(recorder, "b").hasBeginning()).isFalse();
        assertThat(call(recorder, "b").ladder()).contains("what came before is not known");
    }

    @Test
    void no_more_memory_is_taken_than_is_needed() {
        FlightRecorder recorder = recorder(32 * MIB);
        assertThat(recorder.stats()).isEqualTo(new RecorderStats(0, null));

        recorder.record("a", decided("one"));
        assertThat(recorder.stats()).isEqualTo(new RecorderStats(MIB, timers.now()));
    }

    @Test
    void a_message_that_is_too_long_for_the_memory_is_cut_and_the_others_stay() {
        FlightRecorder recorder = recorder(64 << 10);
        recorder.record("a", decided("before"));
        recorder.record(
                "a", new FlightEvent.Message(FlightEvent.Direction.IN, "tcp", Flights.ALICE, new byte[100_000]));
        recorder.record("a".repeat(100_000), decided("after"));

        assertThat(call(recorder, "a").events())
                .extracting(one -> one.event().text())
                .containsExactly("before", "8138 bytes, not SIP");
        assertThat(recorder.callIds()).hasSize(2).last().matches(name -> name.length() == 4_096);
    }

    @Test
    void a_message_that_looks_like_entries_stays_a_message() {
        FlightRecorder recorder = recorder(64 << 10);
        ByteBuffer forged = ByteBuffer.allocate(800).order(ByteOrder.nativeOrder());
        for (long position = 0; forged.hasRemaining(); position += Long.BYTES) {
            forged.putLong(position);
        }
        for (int i = 0; i < 1_000; i++) {
            recorder.record(
                    "a", new FlightEvent.Message(FlightEvent.Direction.IN, "udp", Flights.ALICE, forged.array()));
        }

        assertThat(call(recorder, "a").events())
                .hasSizeGreaterThan(50)
                .allSatisfy(one -> assertThat(one.event())
                        .isInstanceOfSatisfying(
                                FlightEvent.Message.class,
                                message -> assertThat(message.bytes()).isEqualTo(forged.array())));
    }

    @Test
    void a_recorder_that_is_off_keeps_nothing() {
        FlightRecorder recorder = new FlightRecorder(RecorderLimits.OFF, timers);
        recorder.record("a", decided("one"));
        recorder.join("a", "b");

        assertThat(recorder.isOn()).isFalse();
        assertThat(recorder.call("a")).isNull();
        assertThat(recorder.callIds()).isEmpty();
        assertThat(recorder.stats()).isEqualTo(new RecorderStats(0, null));
    }

    @Test
    void a_bound_that_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> new RecorderLimits(1_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bytes is 1000, expected: 0, or 65536 to 1099511627776");
    }

    @Test
    void many_threads_write_to_the_same_call_and_nothing_is_lost() throws Exception {
        FlightRecorder recorder = recorder(32 * MIB);
        together(8, writer -> {
            for (int i = 0; i < 5_000; i++) {
                recorder.record("a", new Decided("writer " + writer, String.valueOf(i)));
            }
        });

        RecordedCall call = call(recorder, "a");
        assertThat(call.events()).hasSize(40_000);
        for (int writer = 0; writer < 8; writer++) {
            String name = "writer " + writer;
            assertThat(call.events().stream()
                            .map(one -> (Decided) one.event())
                            .filter(one -> one.what().equals(name))
                            .map(one -> Integer.parseInt(one.about())))
                    .as(name)
                    .containsExactlyElementsOf(IntStream.range(0, 5_000).boxed().toList());
        }
    }

    @Test
    void whoever_reads_while_many_write_sees_whole_events_only() throws Exception {
        FlightRecorder recorder = recorder(MIB);
        together(4, writer -> {
            for (int i = 0; i < 20_000; i++) {
                String what = "call " + (i * 31 + writer) % 300;
                recorder.record(what, i % 7 == 0 ? heavy() : new Decided(what, what.repeat(i % 5)));
                if (i % 97 == 0) {
                    recorder.join(what, "leg of " + what);
                }
                if (i % 499 == 0) {
                    RecordedCall call = recorder.call(what);
                    if (call != null) {
                        call.events().forEach(one -> assertIsWhole(one));
                    }
                }
            }
        });
        assertThat(recorder.callIds()).hasSize(300);
    }

    private static void assertIsWhole(RecordedEvent one) {
        if (one.event() instanceof Decided decided) {
            assertThat(one.callId()).isEqualTo(decided.what());
            assertThat(decided.about())
                    .isIn(IntStream.range(0, 5).mapToObj(decided.what()::repeat).toList());
        } else {
            assertThat(one.event()).isEqualTo(heavy());
        }
    }

    private interface Writing {
        void run(int writer);
    }

    private static void together(int threads, Writing writing) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int writer = i;
                all.add(pool.submit(() -> writing.run(writer)));
            }
            for (Future<?> one : all) {
                one.get(1, TimeUnit.MINUTES);
            }
        }
    }
}
