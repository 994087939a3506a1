// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.protection.Block;
import io.srf.server.protection.BlockRule;
import io.srf.server.protection.ProtectionOptions.Lists;
import io.srf.server.protection.RateLimit;
import io.srf.server.protection.Refused;
import io.srf.server.transport.Subnet;
import io.srf.sip.Methods;
import io.srf.testkit.Phone;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is not heard at all, for a time or until the operator says so, at a whole engine in virtual time. */
class BlockedSourcesTest extends StrangersAtTheEngine {
    @Test
    void other_options_hold_at_once_and_offences_before_still_count() {
        EngineWorld world = world(USUAL.withBlocks(BlockRule.after(2)));
        answersOptions(world);
        Phone mallory = world.phone("mallory");
        mallory.sendsRaw(world.address(), "what?");
        world.passes(A_MOMENT);

        world.engine()
                .protection()
                .become(USUAL.withBlocks(BlockRule.after(2))
                        .withRate(RateLimit.perSecond(2).withBurst(2)));
        sends(world, mallory, 3);
        world.passes(A_MOMENT);
        assertThat(answers(mallory, 200)).isEqualTo(2);
        assertThat(answers(mallory, 503)).isEqualTo(1);
        assertThat(refused(world, Refused.SOURCE_BLOCKED)).isEqualTo(1);

        Phone alice = world.phone("alice");
        Lists trusting = new Lists(List.of(Subnet.parse("198.18.0.0/16")), List.of());
        world.engine()
                .protection()
                .become(USUAL.withRate(RateLimit.perSecond(1).withBurst(1)).withLists(trusting));
        sends(world, alice, 5);
        world.passes(A_MOMENT);
        assertThat(answers(alice, 200)).isEqualTo(5);
    }

    @Test
    void a_source_that_offends_often_is_blocked_for_a_time() {
        EngineWorld world = world(USUAL.withBlocks(BlockRule.after(3)));
        answersOptions(world);
        Phone mallory = world.phone("mallory");

        mallory.sendsRaw(world.address(), "what?");
        mallory.sendsRaw(world.address(), "who?");
        sends(world, mallory, request(world, mallory, Methods.OPTIONS, "", "sipvicious"));
        world.passes(A_MOMENT);
        sends(world, mallory, 4);
        world.passes(A_MOMENT);

        assertThat(answers(mallory, 200)).isZero();
        assertThat(refused(world, Refused.SOURCE_BLOCKED)).isEqualTo(1);
        assertThat(refused(world, Refused.BLOCKED_MESSAGE)).isEqualTo(4);
        assertThat(world.engine().protection().blocklist().list())
                .singleElement()
                .returns(Subnet.parse(mallory.address().getAddress().getHostAddress()), Block::network)
                .returns(true, Block::found);

        world.passes(BlockRule.TIME);
        sends(world, mallory, 1);
        world.passes(A_MOMENT);
        assertThat(answers(mallory, 200)).isEqualTo(1);
    }

    private static Lists trusting(Phone phone) {
        return new Lists(List.of(Subnet.parse(phone.address().getAddress().getHostAddress())), List.of());
    }

    /** Somebody whom this engine blocks after one offence. */
    private Phone blocked(EngineWorld world) {
        answersOptions(world);
        Phone carrier = world.phone("carrier");
        carrier.sendsRaw(world.address(), "what?");
        world.passes(A_MOMENT);
        sends(world, carrier, 1);
        world.passes(A_MOMENT);
        assertThat(answers(carrier, 200)).isZero();
        return carrier;
    }

    @Test
    void a_blocked_source_that_is_trusted_from_now_on_is_heard_again() {
        EngineWorld world = world(USUAL.withBlocks(BlockRule.after(1)));
        Phone carrier = blocked(world);

        world.engine().protection().become(USUAL.withBlocks(BlockRule.after(1)).withLists(trusting(carrier)));
        sends(world, carrier, 1);
        world.passes(A_MOMENT);

        assertThat(answers(carrier, 200)).isEqualTo(1);
        assertThat(world.engine().protection().blocklist().list()).isEmpty();
    }

    @Test
    void when_offences_have_no_consequence_any_more_those_who_were_blocked_are_heard_again() {
        EngineWorld world = world(USUAL.withBlocks(BlockRule.after(1)));
        Phone carrier = blocked(world);

        world.engine().protection().become(USUAL);
        sends(world, carrier, 1);
        world.passes(A_MOMENT);

        assertThat(answers(carrier, 200)).isEqualTo(1);
    }

    @Test
    void nobody_is_blocked_by_itself_unless_told_so() {
        EngineWorld world = world(USUAL);
        answersOptions(world);
        Phone mallory = world.phone("mallory");

        for (int i = 0; i < 100; i++) {
            mallory.sendsRaw(world.address(), "what?");
        }
        sends(world, mallory, 1);
        world.passes(A_MOMENT);

        assertThat(answers(mallory, 200)).isEqualTo(1);
        assertThat(refused(world, Refused.NO_MESSAGE)).isEqualTo(100);
    }

    @Test
    void a_network_that_the_operator_blocks_is_not_heard_until_it_is_unblocked() {
        Subnet all = Subnet.parse("198.18.0.0/16");
        EngineWorld world = world(USUAL.withLists(new Lists(List.of(), List.of(all))));
        answersOptions(world);
        Phone alice = world.phone("alice");

        sends(world, alice, 1);
        world.passes(A_MOMENT);
        assertThat(alice.received().all()).isEmpty();

        world.engine().protection().blocklist().unblock(all);
        sends(world, alice, 1);
        world.passes(A_MOMENT);
        assertThat(answers(alice, 200)).isEqualTo(1);
    }
}
