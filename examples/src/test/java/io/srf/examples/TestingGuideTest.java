// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Srf;
import io.srf.app.Extras;
import io.srf.flight.CallFile;
import io.srf.flight.Masking;
import io.srf.flight.RecordedCall;
import io.srf.sip.DigestAlgorithm;
import io.srf.sip.DigestAnswer;
import io.srf.sip.DigestChallenge;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SipTest;
import io.srf.testkit.replay.Replay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What else docs/testing.md shows. */
class TestingGuideTest {
    /** An application as a class. */
    static final class Desk {
        private final Srf srf;

        Desk(Srf srf) {
            this.srf = srf;
            srf.use("REGISTER", (req, res, next) -> {
                String answer = req.header("Authorization");
                if (answer != null && DigestAnswer.parse(answer).matches("secret", "REGISTER")) {
                    next.run();
                } else {
                    String challenge = DigestChallenge.of("desk", "nonce", DigestAlgorithm.SHA_256)
                            .toString();
                    res.send(401, Extras.of("WWW-Authenticate", challenge));
                }
            });
            srf.register((req, res) -> res.send(200));
            srf.invite((req, res) -> connect(req, res));
        }

        private void connect(io.srf.app.Request req, io.srf.app.Response res) {
            srf.createB2BUA(req, res, "sip:bob@bob.example").join();
        }
    }

    @RegisterExtension
    final SipTest sip = SipTest.withApp(Desk::new).seed(7).config(cfg -> cfg.node("test"));

    @Test
    void a_phone_logs_in() {
        Phone alice = sip.phone("alice").knows("alice", "secret");
        alice.registers("desk.example").sees(401).sees(200, "REGISTER");
    }

    @Test
    void phones_have_session_timers() {
        Phone alice = sip.phone("alice");
        Phone bob = sip.phone("bob").onCall(Call::answers);
        bob.timesSessions(Duration.ofMinutes(30)).wantsSessionsOf(Duration.ofMinutes(5));
        alice.refreshesSessions(Duration.ofMinutes(30), "UPDATE").calls("desk");
        alice.isInCall();
        sip.passes(Duration.ofHours(1));

        assertThat(alice.sent().requests("UPDATE")).hasSizeBetween(3, 4);
        alice.hangsUp().isIdle();
        bob.isIdle();
    }

    @Test
    void an_old_phone_sends_an_odd_message() {
        sip.phone("old").sendsRaw(sip.world().address(), """
                OPTIONS sip:desk SIP/2.0
                v: SIP/2.0/UDP 198.18.0.2:5060;branch=z9hG4bK1;rport
                f: <sip:old@198.18.0.2>;tag=1
                t: <sip:desk>
                i: odd-1
                CSeq: 1 OPTIONS
                l: 0

                """).sees(503);
    }

    @Test
    void a_message_is_looked_at() {
        Phone bob = sip.phone("bob").onCall(Call::answers);
        Phone alice = sip.phone("alice").calls("desk").isInCall();
        bob.sends("INFO", "Signal=5").sees(200, "INFO");

        assertThat(alice.received().request("INFO").bodyText()).isEqualTo("Signal=5");
        assertThat(alice.call().remoteSdp()).contains("m=audio");
        alice.hangsUp().isIdle();
        bob.isIdle();
    }

    @Test
    void bob_is_cut_off_for_a_while() {
        Phone bob = sip.phone("bob").onCall(Call::answers);
        sip.network().partition(bob.address());
        Phone alice = sip.phone("alice").calls("desk");
        sip.passes(Duration.ofSeconds(3));
        sip.network().heal();

        alice.isInCall().hangsUp().isIdle();
        bob.isIdle();
    }

    @Test
    void a_recorded_call_is_played_again(@TempDir Path folder) {
        Path file = folder.resolve("call.jsonl");
        Phone bob = sip.phone("bob").onCall(Call::answers);
        Phone alice = sip.phone("alice").calls("desk").isInCall();
        alice.hangsUp().isIdle();
        bob.isIdle();

        RecordedCall call = sip.srf().flight(alice.sent().request("INVITE").callId());
        CallFile.write(Masking.secrets().mask(Objects.requireNonNull(call)), file);

        RecordedCall recording = CallFile.read(file);
        try (Replay replay = Replay.of(recording, Desk::new)) {
            replay.run().goesAsRecorded();
        }
    }
}
