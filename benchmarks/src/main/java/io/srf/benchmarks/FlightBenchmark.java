// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import io.srf.flight.FlightEvent;
import io.srf.flight.FlightRecorder;
import io.srf.flight.Recorder;
import io.srf.flight.RecorderLimits;
import io.srf.time.SystemTimers;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the flight recorder costs for each event, in a recorder that is full and drops what is oldest. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FlightBenchmark {
    private enum Phase {
        PROCEEDING,
        COMPLETED
    }

    /** More than there is room for. */
    private static final int CALLS = 40_000;

    /** Whether anything is recorded. */
    @Param({"true", "false"})
    public boolean on = true;

    private final byte[] message = SampleInvite.bytes();
    private final InetSocketAddress peer = new InetSocketAddress("192.0.2.1", 5060);
    private final SystemTimers timers = SystemTimers.start("timers");
    private final String[] callIds = new String[CALLS];
    private Recorder recorder = Recorder.OFF;

    /** The events so far of the calling thread; 40 make a call. */
    @State(Scope.Thread)
    public static class Caller {
        private static final int EVENTS_PER_CALL = 40;

        private long events;

        String callId(String[] all) {
            return all[(int) (events++ / EVENTS_PER_CALL % all.length)];
        }
    }

    /** Fills the recorder. */
    @Setup
    public void fill() {
        recorder = on ? new FlightRecorder(RecorderLimits.DEFAULT, timers) : Recorder.OFF;
        for (int i = 0; i < callIds.length; i++) {
            callIds[i] = "a84b4c76e66710-" + i + "@pc33.example.com";
            recorder.record(callIds[i], new FlightEvent.Message(FlightEvent.Direction.IN, "udp", peer, message));
        }
    }

    /** Stops the clock. */
    @TearDown
    public void stop() {
        timers.close();
    }

    /** A state change. */
    @Benchmark
    public void stateChange(Caller caller) {
        recorder.record(
                caller.callId(callIds),
                new FlightEvent.StateChanged("INVITE server", Phase.PROCEEDING, Phase.COMPLETED));
    }

    /** A message; its bytes are there already. */
    @Benchmark
    public void message(Caller caller) {
        recorder.record(
                caller.callId(callIds), new FlightEvent.Message(FlightEvent.Direction.IN, "udp", peer, message));
    }
}
