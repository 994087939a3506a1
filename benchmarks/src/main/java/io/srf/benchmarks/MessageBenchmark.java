// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import io.srf.sip.CSeq;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.NameAddr;
import io.srf.sip.Params;
import io.srf.sip.Refusal;
import io.srf.sip.RequestRules;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParser;
import io.srf.sip.SipRequest;
import io.srf.sip.SipUri;
import io.srf.sip.Via;
import java.util.Optional;
import java.util.Set;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * Reading and writing one message.
 *
 * <pre>
 * mvn -pl benchmarks -am package -DskipTests
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' org.openjdk.jmh.Main MessageBenchmark -prof gc
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(2)
public class MessageBenchmark {
    private final byte[] bytes = SampleInvite.bytes();
    private final SipRequest parsed = (SipRequest) SipParser.parse(bytes);
    private final RequestRules rules = new RequestRules(Set.of("100rel", "timer", "replaces"));
    private final byte[] sdp = parsed.body();
    private final SipUri target = SipUri.parse("sip:bob@203.0.113.80:5060;transport=udp");
    private final NameAddr from = NameAddr.parse("\"Alice Liddell\" <sip:alice@example.com>;tag=3b2f0c7d");
    private final NameAddr to = NameAddr.parse("<sip:bob@example.com>");
    private final NameAddr contact = NameAddr.parse("<sip:srf@192.0.2.10:5060>");
    private final Params branch = Params.parse(";branch=z9hG4bK-b2b-1742;rport");

    /** Bytes to a message, nothing read. */
    @Benchmark
    public SipMessage parse() {
        return SipParser.parse(bytes);
    }

    /** Bytes to a message, and the headers that every element reads. */
    @Benchmark
    public void parseAndRead(Blackhole hole) {
        SipMessage message = SipParser.parse(bytes);
        hole.consume(message.topVia());
        hole.consume(message.from());
        hole.consume(message.to());
        hole.consume(message.cseq());
        hole.consume(message.contact());
    }

    /** The rules for requests, on one whose headers have been read before. */
    @Benchmark
    public Optional<Refusal> checkRules() {
        return rules.check(parsed);
    }

    /** A request put together and written, as a B2BUA does for its second leg. */
    @Benchmark
    public byte[] encodeInvite() {
        return SipRequest.builder(Methods.INVITE, target)
                .add(HeaderName.VIA, new Via("UDP", "192.0.2.10", 5060, branch))
                .add(HeaderName.MAX_FORWARDS, "70")
                .add(HeaderName.FROM, from)
                .add(HeaderName.TO, to)
                .add(HeaderName.CALL_ID, "569a5933-600f-1240-3b89-912e56427727")
                .add(HeaderName.CSEQ, new CSeq(123_065_686, Methods.INVITE))
                .add(HeaderName.CONTACT, contact)
                .add(HeaderName.USER_AGENT, "srf")
                .body(sdp, "application/sdp")
                .build()
                .encoded();
    }

    /** A response put together from a parsed request and written. */
    @Benchmark
    public byte[] encodeResponse() {
        return parsed.response(200, null)
                .add(HeaderName.CONTACT, contact)
                .body(sdp, "application/sdp")
                .build()
                .encoded();
    }
}
