// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import io.srf.sip.SipLimits;
import io.srf.sip.SipParser;
import io.srf.wire.ClientMessage;
import io.srf.wire.Origin;
import io.srf.wire.Payload;
import io.srf.wire.ServerMessage;
import io.srf.wire.WireCodec;
import java.time.LocalTime;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** An INVITE on its way over a link: from record to payload and back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(2)
public class CodecBenchmark {
    private final WireCodec<ServerMessage, ClientMessage> application = WireCodec.ofApplication(SipLimits.DEFAULT);
    private final WireCodec<ClientMessage, ServerMessage> engine = WireCodec.ofEngine(SipLimits.DEFAULT);
    private final ServerMessage incoming = new ServerMessage.Incoming(
            "m1",
            new Origin(Origin.Source.NETWORK, 1_180, "udp", "192.0.2.1", 5060, LocalTime.NOON),
            "t1",
            null,
            new ServerMessage.ReceivedOn("192.0.2.10", 5060),
            SipParser.parse(SampleInvite.bytes()));
    private final byte[] payload = engine.encode(incoming).toBytes();

    /** What the engine does with a new request. */
    @Benchmark
    public Payload encode() {
        return engine.encode(incoming);
    }

    /** What the application does with it. */
    @Benchmark
    public ServerMessage decode() {
        return application.decode(payload);
    }
}
