// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2buaOptions;
import io.srf.Srf;
import io.srf.session.DialogRecord.Refresher;
import io.srf.sip.SipRequest;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine dies with the session timers of its dialogs, and the next one goes on with them (RFC 4028). */
class RestoredSessionTimerTest {
    private static final Duration INTERVAL = Duration.ofSeconds(90);

    private final SimCluster cluster = SimCluster.of(1, this::connectsToBob);
    private final Phone alice = cluster.phone("alice");
    private final Phone bob = cluster.phone("bob");
    private Refresher refresher = Refresher.LOCAL;

    private void connectsToBob(Srf srf) {
        srf.invite((req, res) -> srf.createB2BUA(
                req,
                res,
                "sip:bob@bob.example",
                B2buaOptions.builder().sessionExpires(INTERVAL, refresher).build()));
    }

    @AfterEach
    void nothing_is_left() {
        cluster.comesToRest();
        cluster.close();
    }

    /** Both talk, on another engine and another node than before. */
    private void talkOnAnotherEngine() {
        alice.calls(cluster.uri("bob")).isInCall();
        cluster.passes(Duration.ofMillis(100));
        cluster.nodes().forEach(SimNode::kill);
        cluster.engineRestarts();
        cluster.joins();
        alice.sends("INFO").sees(200, "INFO");
        cluster.passes(Duration.ofSeconds(1));
    }

    @Test
    void the_next_engine_refreshes_the_session_with_what_was_agreed_on() {
        bob.timesSessions(INTERVAL).onCall(Call::answers);
        talkOnAnotherEngine();
        cluster.passes(INTERVAL.multipliedBy(3));

        SipRequest first = bob.received().requests("INVITE").getFirst();
        SipRequest refresh = bob.received().requests("INVITE").getLast();
        assertThat(refresh.cseq().number()).isGreaterThan(first.cseq().number());
        assertThat(refresh.bodyText()).isEqualTo(first.bodyText());
        assertThat(refresh.contact()).isNotNull();
        assertThat(bob.received().requests("UPDATE")).hasSizeGreaterThan(3);
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void the_next_engine_ends_a_session_that_the_other_side_does_not_refresh() {
        refresher = Refresher.REMOTE;
        bob.refreshesSessions(INTERVAL, "UPDATE").onCall(Call::answers);
        talkOnAnotherEngine();
        cluster.sim().network().partition(bob.address());
        alice.isTold("BYE").isIdle();
        cluster.sim().network().heal();
    }
}
