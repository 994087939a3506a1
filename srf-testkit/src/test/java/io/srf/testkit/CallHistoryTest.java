// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Protocol;
import io.srf.session.internal.SessionKeys;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the history of a cluster's calls says of a second BYE. */
class CallHistoryTest {
    private static final String CALL_ID = "call-1";
    private static final InetSocketAddress ENGINE = new InetSocketAddress("198.18.0.1", 5060);
    private static final InetSocketAddress OTHER_ENGINE = new InetSocketAddress("198.18.0.2", 5060);
    private static final InetSocketAddress BOB = new InetSocketAddress("198.18.0.3", 5060);
    private static final Set<String> CALL_IS_UP = Set.of(SessionKeys.callId(CALL_ID));

    private final Trace trace = new Trace();

    CallHistoryTest() {
        trace.name(ENGINE, SimEngine.NAME);
        trace.name(OTHER_ENGINE, SimEngine.NAME);
        trace.name(BOB, "bob");
    }

    private TracedPacket bye(InetSocketAddress engine, int seq, int millis) {
        String bye = """
                BYE sip:bob@198.18.0.3 SIP/2.0
                Via: SIP/2.0/UDP 198.18.0.1;branch=z9hG4bK%1$d
                From: <sip:desk@198.18.0.1>;tag=a
                To: <sip:bob@198.18.0.3>;tag=b
                Call-ID: %2$s
                CSeq: %1$d BYE
                Max-Forwards: 70
                Content-Length: 0

                """.formatted(seq, CALL_ID).replace("\n", "\r\n");
        return trace.add(new Packet(Duration.ofMillis(millis), Protocol.UDP, engine, BOB, bye.getBytes(UTF_8)));
    }

    private List<String> faults(EngineSilence... silences) {
        return CallHistory.faultsOf(trace, SimEngine.NAME, List.of(silences));
    }

    private static EngineSilence silence(InetSocketAddress engine, int millis, Set<String> keys) {
        return new EngineSilence(engine, Duration.ofMillis(millis), keys);
    }

    @Test
    void none_follows_one_that_arrived() {
        bye(ENGINE, 1, 0);
        bye(ENGINE, 1, 500);
        assertThat(faults()).isEmpty();
        bye(OTHER_ENGINE, 2, 2_000);
        assertThat(faults()).singleElement().asString().contains("a second BYE");
    }

    @Test
    void one_follows_if_the_first_was_lost() {
        bye(ENGINE, 1, 0).getsLost();
        bye(ENGINE, 2, 2_000);
        assertThat(faults()).isEmpty();
    }

    @Test
    void one_follows_if_the_engine_died_or_stood_still_before_the_end_was_written() {
        bye(ENGINE, 1, 0);
        bye(OTHER_ENGINE, 2, 2_000);
        assertThat(faults(silence(ENGINE, 1_000, CALL_IS_UP))).isEmpty();
        assertThat(faults(silence(ENGINE, 1_000, Set.of()))).hasSize(1);
        assertThat(faults(silence(ENGINE, 3_000, CALL_IS_UP))).hasSize(1);
        assertThat(faults(silence(OTHER_ENGINE, 1_000, CALL_IS_UP))).hasSize(1);
    }

    @Test
    void a_third_one_needs_another_silence() {
        bye(ENGINE, 1, 0);
        bye(OTHER_ENGINE, 2, 2_000);
        bye(OTHER_ENGINE, 3, 4_000);
        assertThat(faults(silence(ENGINE, 1_000, CALL_IS_UP))).hasSize(1);
        assertThat(faults(silence(ENGINE, 1_000, CALL_IS_UP), silence(OTHER_ENGINE, 3_000, CALL_IS_UP)))
                .isEmpty();
    }

    @Test
    void the_first_is_no_other_one_if_it_is_repeated_after_the_second() {
        bye(ENGINE, 1, 0);
        bye(OTHER_ENGINE, 2, 2_000);
        bye(ENGINE, 1, 3_000);
        assertThat(faults(silence(ENGINE, 1_000, CALL_IS_UP))).isEmpty();
    }

    @Test
    void one_that_was_lost_is_repeated_after_another_if_its_engine_stood_still_before_that() {
        bye(ENGINE, 1, 0).getsLost();
        bye(OTHER_ENGINE, 2, 2_000);
        bye(ENGINE, 1, 3_000);
        assertThat(faults(silence(ENGINE, 1_000, CALL_IS_UP))).isEmpty();
        assertThat(faults()).hasSize(1);
        assertThat(faults(silence(ENGINE, 1_000, Set.of()))).hasSize(1);
        assertThat(faults(silence(ENGINE, 2_500, CALL_IS_UP))).hasSize(1);
        assertThat(faults(silence(OTHER_ENGINE, 1_000, CALL_IS_UP))).hasSize(1);
    }
}
