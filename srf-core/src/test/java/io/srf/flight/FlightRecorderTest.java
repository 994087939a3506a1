// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.flight.FlightEvent.Decided;
import io.srf.time.VirtualTimers;
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

    private final VirtualTimers timers = new VirtualTimers();

    private FlightRecorder recorder(int callIds, int events, long bytes) {
        return new FlightRecorder(new RecorderLimits(callIds, events, bytes), timers);
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
        FlightRecorder recorder = recorder(10, 10, 1 << 20);
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
        FlightRecorder recorder = recorder(10, 10, 1 << 20);
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
        FlightRecorder recorder = recorder(10, 10, 1 << 20);
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
        FlightRecorder recorder = recorder(10, 10, 1 << 20);
        recorder.record("a", decided("one"));
        recorder.join("a", "a");
        recorder.join("a", "b");
        recorder.join("a", "b");
        recorder.join("b", "a");
        recorder.record("b", decided("two"));

        assertThat(call(recorder, "a").events()).hasSize(2);
    }

    @Test
    void a_huge_call_keeps_its_latest_events() {
        FlightRecorder recorder = recorder(10, 100, 10 << 20);
        for (int i = 0; i < 100_000; i++) {
            recorder.record("a", decided(i));
        }

        RecordedCall call = call(recorder, "a");
        assertThat(call.events()).hasSizeBetween(100, 125);
        assertThat(call.events().getLast().event()).isEqualTo(decided(99_999));
        assertThat(call.dropped() + call.events().size()).isEqualTo(100_000);
        assertThat(recorder.stats().droppedEvents()).isEqualTo(call.dropped());
        assertThat(recorder.stats().bytes()).isLessThan(125 * 100 + Track.BYTES);
        assertThat(call.ladder()).contains(call.dropped() + " earlier events");
    }

    @Test
    void states_and_timers_that_are_nearly_alike_are_told_apart() {
        FlightRecorder recorder = recorder(10, 10_000, 10 << 20);
        List<FlightEvent> all = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            String whose = "machine " + i % 7;
            all.add(
                    i % 3 == 0
                            ? new FlightEvent.TimerFired(whose, i % 11)
                            : new FlightEvent.StateChanged(whose, i % 50, i % 60));
        }
        all.forEach(event -> recorder.record("a", event));

        assertThat(call(recorder, "a").events())
                .extracting(RecordedEvent::event)
                .isEqualTo(all);
    }

    @Test
    void of_many_calls_the_latest_are_kept() {
        FlightRecorder recorder = recorder(100, 10, 1 << 20);
        for (int i = 0; i < 10_000; i++) {
            recorder.record("call " + i, decided(i));
        }

        assertThat(recorder.stats().callIds()).isEqualTo(100);
        assertThat(recorder.stats().droppedCallIds()).isEqualTo(9_900);
        assertThat(recorder.call("call 0")).isNull();
        assertThat(recorder.call("call 9999")).isNotNull();
    }

    @Test
    void a_call_that_goes_on_outlives_younger_ones_that_are_over() {
        FlightRecorder recorder = recorder(100, 10, 1 << 20);
        recorder.record("long", decided("begin"));
        recorder.join("long", "its other leg");
        for (int i = 0; i < 10_000; i++) {
            recorder.record("call " + i, decided(i));
            recorder.record("its other leg", decided(i));
        }

        assertThat(call(recorder, "long").events()).isNotEmpty();
        assertThat(recorder.stats().callIds()).isLessThanOrEqualTo(100);
    }

    @Test
    void the_bytes_of_all_calls_stay_below_their_bound() {
        FlightRecorder recorder = recorder(10_000, 1_000, 100_000);
        for (int i = 0; i < 5_000; i++) {
            recorder.record("call " + i % 700, heavy());
            assertThat(recorder.stats().bytes()).isLessThanOrEqualTo(100_000);
        }
        assertThat(recorder.stats().bytes()).isGreaterThan(50_000);
    }

    @Test
    void what_is_dropped_is_given_back_to_the_last_byte() {
        FlightRecorder recorder = recorder(1, 3, 1 << 20);
        for (int i = 0; i < 50; i++) {
            recorder.record("call " + i / 10, heavy());
        }
        recorder.record("last", decided("only"));

        assertThat(recorder.stats().bytes()).isEqualTo(Track.BYTES + Entry.bytes(decided("only")));
    }

    @Test
    void a_recorder_that_is_off_keeps_nothing() {
        FlightRecorder recorder = new FlightRecorder(RecorderLimits.OFF, timers);
        recorder.record("a", decided("one"));
        recorder.join("a", "b");

        assertThat(recorder.isOn()).isFalse();
        assertThat(recorder.call("a")).isNull();
        assertThat(recorder.stats()).isEqualTo(new RecorderStats(0, 0, 0, 0));
    }

    @Test
    void many_threads_write_to_the_same_call_and_nothing_is_lost() throws Exception {
        FlightRecorder recorder = recorder(10, 100_000, 100 << 20);
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
    void many_threads_that_write_join_drop_and_read_keep_the_bounds_and_lose_no_byte() throws Exception {
        FlightRecorder recorder = recorder(50, 20, 40_000);
        together(8, writer -> {
            for (int i = 0; i < 20_000; i++) {
                String callId = "call " + (i * 31 + writer) % 300;
                recorder.record(callId, i % 7 == 0 ? heavy() : decided(i));
                if (i % 11 == 0) {
                    recorder.join(callId, "leg of " + callId);
                }
                if (i % 97 == 0) {
                    recorder.call(callId);
                }
            }
        });
        for (int i = 0; i < 200; i++) {
            recorder.record("end " + i, decided(i));
        }

        assertThat(recorder.stats().callIds()).isEqualTo(50);
        assertThat(recorder.stats().bytes())
                .isEqualTo(IntStream.range(150, 200)
                        .mapToLong(i -> Track.BYTES + Entry.bytes(decided(i)))
                        .sum());
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
