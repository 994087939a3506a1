// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.SrfConfig;
import io.srf.app.Agent;
import io.srf.app.AgentListener;
import io.srf.sip.SipResponse;
import io.srf.testkit.SimNode;
import io.srf.wire.Reply;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The engine dies with all that it knew: alone, or with the application in its JVM; another one begins at its address. */
class EngineDiesTest extends TwoNodes {
    private static final Duration RECONNECTED = Duration.ofSeconds(10);

    private Runnable onLink = () -> {};

    @Override
    void configure(SrfConfig.Builder config) {
        config.links(new AgentListener() {
            @Override
            public void connected(Agent agent, Reply.Authenticated engine) {
                onLink.run();
            }
        });
    }

    @Test
    void a_call_that_is_hung_up_before_the_new_engine_knows_it_is_hung_up_by_that() {
        talk();
        SimNode owner = cluster.owner();
        cluster.survivor().kill();
        onLink = () -> owner.srf().dialogs().forEach(Dialog::destroy);
        cluster.engineRestarts();
        passes(RECONNECTED);

        alice.isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_request_that_comes_before_any_node_is_connected_again_waits_for_one() {
        talk();
        cluster.engineRestarts();
        alice.sends("INFO", "Signal=1").sees(200, "INFO");
        assertThat(bob.received().request("INFO").bodyText()).isEqualTo("Signal=1");
        bob.hangsUp().sees(200, "BYE");
        alice.isTold("BYE");
    }

    @Test
    void a_BYE_that_comes_before_any_node_is_connected_again_ends_both_sides() {
        talk();
        cluster.engineRestarts();
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void calls_go_on_when_an_engine_begins_anew() {
        talk();
        cluster.engineRestarts();
        passes(RECONNECTED);
        alice.sends("INFO", "Signal=1").sees(200, "INFO");
        assertThat(bob.received().request("INFO").bodyText()).isEqualTo("Signal=1");
        bob.hangsUp().sees(200, "BYE");
        alice.isTold("BYE");
    }

    @Test
    void a_call_whose_200_was_lost_with_the_engine_ends_on_the_other_side() {
        bobAnswersUnheard();
        passes(Duration.ofMillis(100));
        cluster.engineRestarts();
        passes(Duration.ofSeconds(40));

        bob.isTold("BYE").isIdle();
        alice.isTold("BYE").cancels();
    }

    @Test
    void a_caller_whose_ACK_was_waited_for_before_a_BYE_is_hung_up_though_the_engine_began_anew() {
        bobAnswersUnheard();
        bob.hangsUp().sees(200, "BYE");
        passes(Duration.ofMillis(100));
        cluster.engineRestarts();
        passes(Duration.ofSeconds(40));

        alice.isTold("BYE").cancels();
    }

    /** Bob's 200 never reaches Alice, however often it comes. */
    private void bobAnswersUnheard() {
        bob.ringsOnly();
        alice.calls(cluster.uri("bob")).sees(180);
        alice.misbehaves()
                .ignores(message -> message instanceof SipResponse ok
                        && ok.isSuccess()
                        && ok.method().equals("INVITE"));
        bob.answers().isInCall();
    }

    @Test
    void a_call_whose_phone_is_gone_meanwhile_ends_on_the_other_side() {
        talk();
        cluster.sim().network().partition(alice.address());
        alice.hangsUp();
        cluster.engineRestarts();
        passes(Duration.ofSeconds(40));
        cluster.sim().network().heal();

        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_phone_that_may_be_gone_is_asked_again_if_the_link_broke_before_it_answered() {
        engineBeginsAnewWhileAliceIsAway();
        cluster.owner().losesLink();
        passes(Duration.ofSeconds(40));

        bob.isTold("BYE").isIdle();
        cluster.sim().network().heal();
    }

    @Test
    void a_phone_that_may_be_gone_is_asked_by_the_next_node_if_the_first_died_before_it_answered() {
        engineBeginsAnewWhileAliceIsAway();
        cluster.owner().kill();
        passes(Duration.ofSeconds(80));

        bob.isTold("BYE").isIdle();
        cluster.sim().network().heal();
    }

    private void engineBeginsAnewWhileAliceIsAway() {
        talk();
        cluster.sim().network().partition(alice.address());
        alice.hangsUp();
        cluster.engineRestarts();
        passes(RECONNECTED);
    }

    /** Bob has not heard it: the network is cut until it heals. */
    private void ourByeDiesWithTheEngine() {
        talk();
        cluster.sim().network().partition(bob.address());
        cluster.owner().srf().dialogs().forEach(Dialog::destroy);
        alice.isTold("BYE").isIdle();
        passes(Duration.ofMillis(100));
        cluster.engineRestarts();
    }

    @Test
    void a_BYE_of_ours_that_died_with_the_engine_is_sent_by_the_next() {
        ourByeDiesWithTheEngine();
        cluster.sim().network().heal();
        passes(RECONNECTED);

        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_BYE_of_ours_that_died_with_two_engines_has_a_CSeq_of_its_own_each_time() {
        ourByeDiesWithTheEngine();
        passes(RECONNECTED);
        cluster.engineRestarts();
        cluster.sim().network().heal();
        passes(RECONNECTED);

        bob.isTold("BYE").isIdle();
    }

    @Test
    void another_engine_and_another_node_go_on_with_a_BYE_of_the_caller() {
        talk();
        everythingDies();
        alice.hangsUp().sees(200, "BYE").isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void another_engine_and_another_node_go_on_with_a_BYE_of_the_callee() {
        talk();
        everythingDies();
        bob.hangsUp().sees(200, "BYE").isIdle();
        alice.isTold("BYE").isIdle();
    }

    @Test
    void our_own_requests_go_on_with_a_CSeq_above_all_that_were_used() {
        talk();
        for (int i = 0; i < 3; i++) {
            bob.sends("INFO").sees(200, "INFO");
        }
        SimNode heir = everythingDies();
        bob.sends("INFO").sees(200, "INFO");
        int before = alice.received().requests("INFO").get(2).cseq().number();
        assertThat(alice.received().requests("INFO").get(3).cseq().number()).isGreaterThan(before);
        heir.srf().dialogs().getFirst().destroy();
        alice.isTold("BYE");
        bob.isTold("BYE");
    }

    @Test
    void no_CSeq_is_used_twice_though_the_store_lost_the_last_writes() {
        talk();
        cluster.store().losesWrites(true);
        for (int i = 0; i < 150; i++) {
            bob.sends("INFO").sees(200, "INFO");
        }
        passes(Duration.ofSeconds(1));
        int before = alice.received().requests("INFO").getLast().cseq().number();
        everythingDies();
        cluster.store().losesWrites(false);
        bob.sends("INFO").sees(200, "INFO");

        assertThat(alice.received().requests("INFO").getLast().cseq().number()).isGreaterThan(before);
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    private SimNode everythingDies() {
        cluster.nodes().forEach(SimNode::kill);
        cluster.engineRestarts();
        SimNode heir = cluster.joins();
        passes(Duration.ofSeconds(1));
        return heir;
    }
}
