// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.session.SessionOptions;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node with many calls dies (F11). */
class ManyCallsTest {
    private static final int CALLS = 2_500;
    private static final int FEWER = 500;
    private static final Duration LEASE = SessionOptions.DEFAULT.lease();

    /** How long after their leases the calls may be without an owner. */
    private static final Duration SECONDS = Duration.ofSeconds(6);

    private static Set<String> dialogs(SimNode node) {
        return node.srf().dialogs().stream().map(dialog -> dialog.id()).collect(Collectors.toSet());
    }

    private final SimCluster cluster =
            SimCluster.of(1, srf -> srf.invite((req, res) -> srf.createB2BUA(req, res, "sip:bob@bob.example")));
    private final List<Phone> callers = new ArrayList<>();

    private void talk(int calls) {
        cluster.phone("bob").onCall(Call::answers);
        for (int i = 0; i < calls; i++) {
            callers.add(cluster.phone("caller" + i).calls(cluster.uri("bob")));
        }
        callers.forEach(Phone::isInCall);
        cluster.passes(Duration.ofSeconds(1));
    }

    @AfterEach
    void each_call_went_on_and_ended_once() {
        callers.forEach(Phone::hangsUp);
        callers.forEach(caller -> caller.sees(200, "BYE").isIdle());
        cluster.comesToRest();
        cluster.eachEndWasHeardOnce();
        cluster.close();
    }

    @Test
    void two_survivors_have_all_calls_within_seconds_and_none_twice() {
        talk(CALLS);
        SimNode dead = cluster.owner();
        SimNode first = cluster.joins();
        SimNode second = cluster.joins();
        dead.kill();
        cluster.passes(LEASE.plus(SECONDS));

        assertThat(dialogs(first)).noneMatch(dialogs(second)::contains);
        assertThat(first.calls() + second.calls()).isEqualTo(CALLS);
    }

    @Test
    void survivors_share_what_takes_a_while() {
        talk(FEWER);
        SimNode dead = cluster.owner();
        SimNode first = cluster.joins();
        SimNode second = cluster.joins();
        dead.kill();
        cluster.store().takes(Duration.ofSeconds(1));
        cluster.passes(LEASE.plus(LEASE));
        cluster.store().takes(Duration.ZERO);

        assertThat(dialogs(first)).noneMatch(dialogs(second)::contains);
        assertThat(first.calls() + second.calls()).isEqualTo(FEWER);
        assertThat(List.of(first.calls(), second.calls())).allMatch(calls -> calls > 0);
    }
}
