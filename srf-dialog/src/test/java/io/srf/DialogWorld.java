// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.app.SipException;
import io.srf.link.LinkOptions;
import io.srf.link.LinkTimeouts;
import io.srf.script.EngineEnd;
import io.srf.script.ManualTimers;
import io.srf.script.StepExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An application on a scripted engine, with time and threads in the hands of the test. After each test nothing may be left over. */
abstract class DialogWorld {
    static final String SDP_A = sdp("alice", 1, 20_000, "sendrecv");
    static final String SDP_B = sdp("bob", 1, 30_000, "sendrecv");
    static final LinkOptions OPTIONS =
            LinkOptions.of("cymru").withTimeouts(new LinkTimeouts(10_000, 300_000, 0, 5_000));

    final ManualTimers timers = new ManualTimers();
    final StepExecutor executor = new StepExecutor();
    final EngineEnd engine = new EngineEnd();
    final List<String> events = new ArrayList<>();
    final Srf srf = Srf.create(config ->
            config.timers(timers).executor(executor).random(new Random(7)).drainTime(Duration.ofSeconds(10)));

    /** A session description. */
    static String sdp(String user, int version, int port, String direction) {
        return "v=0\r\no=" + user + " 4711 " + version + " IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\n"
                + "m=audio " + port + " RTP/AVP 0\r\na=" + direction + "\r\n";
    }

    @BeforeEach
    void the_link_is_up() {
        srf.onCreateEarly(e -> events.add("early " + e.dialog().role()));
        srf.onCreate(e -> events.add("create " + e.dialog().role()));
        srf.onTerminate(e -> events.add("terminate " + e.dialog().role() + ": " + e.reason()));
        srf.connect(engine.connector(), OPTIONS).join();
    }

    @AfterEach
    void nothing_is_left_over() {
        assertThat(executor.held()).as("tasks").isZero();
        assertThat(srf.openCalls()).as("calls").isZero();
        assertThat(engine.openLegs()).as("legs").isEmpty();
        assertThat(engine.unanswered()).as("unanswered requests").isEmpty();
        assertThat(srf.links().isIdle()).as("links are idle").isTrue();
        assertThat(timers.pending()).as("timers").isZero();
        srf.close();
        assertThat(timers.pending()).as("timers after the end").isZero();
    }

    /** The status a future failed with. */
    static int statusOf(CompletableFuture<?> future) {
        assertThat(future).as("settled").isCompletedExceptionally();
        Throwable cause = future.exceptionNow();
        assertThat(cause).isInstanceOf(SipException.class);
        return ((SipException) cause).status();
    }
}
