// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.Srf;
import io.srf.session.SessionOptions;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import io.srf.testkit.Will;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application hangs up, the BYE gets lost, and its process stands still until another node has the call: who is still in the call talks to that one. */
class LostByeTest {
    private static final String SDP =
            "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n";
    private static final Duration JUST_BEFORE_A_RENEWAL =
            SessionOptions.DEFAULT.lease().dividedBy(3).minusMillis(400);
    private static final Duration A_MOMENT = Duration.ofMillis(100);
    private static final Duration A_RENEWAL = SessionOptions.DEFAULT.lease().dividedBy(2);

    private final SimCluster cluster = SimCluster.embedded(2, LostByeTest::answers, config -> {});
    private final SimNode first = cluster.nodes().getFirst();
    private final SimNode second = cluster.nodes().getLast();
    private final Phone alice = cluster.phone("alice");

    private static void answers(Srf srf) {
        srf.invite((req, res) -> srf.createUAS(req, res, options -> options.localSdp(SDP)));
        srf.onCreate(e -> e.dialog().on("INFO", (req, res) -> res.send(200)));
        srf.onRecover(dialog -> dialog.on("INFO", (req, res) -> res.send(200)));
    }

    @AfterEach
    void nothing_is_left() {
        cluster.comesToRest();
        cluster.eachEndWasHeardOnce();
        cluster.close();
    }

    private void hangsUpInVainAndStandsStillFor(Duration pause) {
        alice.calls(cluster.uri("desk")).isInCall();
        cluster.passes(JUST_BEFORE_A_RENEWAL);
        cluster.sim().network().will(first.address(), alice.address(), Will.GOOD.withLoss(1));
        first.srf().dialogs().forEach(Dialog::destroy);
        cluster.passes(Duration.ofMillis(5));
        first.pause();
        cluster.sim().network().will(first.address(), alice.address(), Will.GOOD);
        cluster.passes(pause);
        assertThat(second.events()).contains("recover UAS");
        first.resume();
    }

    @ParameterizedTest
    @ValueSource(ints = {28, 40})
    void goes_on_there(int seconds) {
        hangsUpInVainAndStandsStillFor(Duration.ofSeconds(seconds));
        cluster.passes(A_RENEWAL);
        alice.isInCall();
        alice.sends("INFO", "Signal=1").sees(200, "INFO");
        assertThat(first.events()).contains("hand over UAS");
        assertThat(second.events()).containsExactly("recover UAS");
        alice.hangsUp().sees(200, "BYE");
        cluster.passes(A_MOMENT);
        assertThat(second.events()).contains("terminate UAS remote BYE");
    }

    @Test
    void can_hold_at_once() {
        hangsUpInVainAndStandsStillFor(Duration.ofSeconds(40));
        cluster.passes(Duration.ofSeconds(1));
        alice.holds().sees(200, "INVITE");
        cluster.passes(A_RENEWAL);
        alice.hangsUp().sees(200, "BYE");
    }
}
