// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Phone;
import io.srf.testkit.RandomPhones;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that die, return and claim at any time, while phones call and are called: nothing is left of it in the end. */
class NodeChaosTest {
    private static final int RUNS = 15;
    private static final int STEPS = 80;
    private static final int MAX_NODES = 4;
    private static final String SDP = NodesFixture.SDP;

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000, 2_000})
    void whatever_happens_to_nodes_nothing_is_left_and_who_lost_a_dialog_sends_nothing_in_it(long seed) {
        long takenOver = 0;
        long givenAgain = 0;
        for (int run = 0; run < RUNS; run++) {
            EngineStats stats = new Run(seed + run).go();
            takenOver += stats.takenOver();
            givenAgain += stats.givenAgain();
        }
        assertThat(takenOver).isGreaterThan(RUNS);
        assertThat(givenAgain).isGreaterThan(RUNS);
    }

    /**
     * That a node has claimed a dialog.
     *
     * @param message the id of what it said
     */
    private record Claim(ScriptedApplication node, String message) {
        boolean isAgreed() {
            return node.replies(message).stream().anyMatch(Reply.Ok.class::isInstance);
        }
    }

    /** One run. */
    private static final class Run {
        private final long seed;
        private final Random random;
        private final EngineWorld world;
        private final List<Phone> phones = new ArrayList<>();
        private final List<ScriptedApplication> nodes = new ArrayList<>();
        private final List<String> dialogs = new ArrayList<>();
        private final Map<String, List<Claim>> claims = new HashMap<>();
        private int born;

        Run(long seed) {
            this.seed = seed;
            random = new Random(seed);
            world = new EngineWorld(seed, 2);
            for (String name : List.of("alice", "bob", "carol")) {
                Phone phone = world.phone(name).repliesTo(Methods.INFO, 200);
                phones.add(phone.onCall(call -> {
                    call.rings();
                    call.after(Duration.ofMillis(random.nextInt(2_000)), () -> {
                        if (random.nextInt(3) > 0) {
                            call.answers();
                        }
                    });
                }));
            }
        }

        EngineStats go() {
            nodeIsBorn();
            for (int step = 0; step < STEPS; step++) {
                happens(random.nextInt(10));
                world.passes(Duration.ofMillis(random.nextInt(400)));
            }
            nodes.forEach(ScriptedApplication::dies);
            world.passes(Duration.ofSeconds(10));
            phones.forEach(phone -> phone.allCalls().forEach(call -> RandomPhones.quietly(call::hangsUp)));
            try {
                world.comesToRest();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
            EngineStats stats = world.stats();
            world.close();
            return stats;
        }

        private void happens(int what) {
            switch (what) {
                case 0, 1 -> any(phones).calls(world.uri("desk"));
                case 2 -> any(phones).allCalls().forEach(call -> RandomPhones.quietly(call::hangsUp));
                case 3 ->
                    any(phones)
                            .allCalls()
                            .forEach(call -> RandomPhones.quietly(() -> call.sends(Methods.INFO, i -> {})));
                case 4 -> any(phones).allCalls().forEach(call -> RandomPhones.quietly(call::holds));
                case 5 -> nodeIsBorn();
                case 6 -> nodeDies();
                case 7 -> nodeCalls();
                case 8 -> nodeClaims();
                default -> nodeSends();
            }
        }

        private <T> T any(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }

        private void nodeIsBorn() {
            if (nodes.size() >= MAX_NODES) {
                return;
            }
            ScriptedApplication node = world.node("desk", "desk-" + ++born, "invite");
            node.on(Methods.INVITE, invite -> answers(node, invite))
                    .on(Methods.BYE, bye -> {
                        if (!bye.transactionId().equals(ServerMessage.UNSOLICITED)) {
                            claims(node, String.valueOf(bye.dialogId()));
                            node.answers(bye, 200);
                        }
                    })
                    .on(Methods.INFO, info -> {
                        if (random.nextBoolean()) {
                            node.answers(info, random.nextBoolean() ? 200 : 481);
                        }
                    });
            nodes.add(node);
        }

        private void answers(ScriptedApplication node, ServerMessage.Incoming invite) {
            if (invite.dialogId() != null) {
                claims(node, invite.dialogId());
            } else {
                dialogs.add(invite.message().callId() + ";from-tag="
                        + invite.message().from().tag());
            }
            switch (random.nextInt(4)) {
                case 0 -> node.answers(invite, 180);
                case 1 -> node.answers(invite, 486);
                case 2 -> node.answers(invite, SipResponse.builder(200, null).body(SDP, "application/sdp"));
                default -> {}
            }
        }

        private void nodeDies() {
            if (nodes.size() > 1 || random.nextInt(4) == 0) {
                if (!nodes.isEmpty()) {
                    nodes.remove(random.nextInt(nodes.size())).dies();
                }
            }
        }

        private void nodeCalls() {
            if (nodes.isEmpty()) {
                return;
            }
            ScriptedApplication node = any(nodes);
            String id = node.sends(
                    SipRequest.builder(Methods.INVITE, any(phones).uri()).body(SDP, "application/sdp"));
            world.passes(Duration.ofMillis(30));
            if (!node.isClosed()) {
                SipRequest sent = (SipRequest) node.sent(id).message();
                dialogs.add(sent.callId() + ";from-tag=" + sent.from().tag());
            }
        }

        private void nodeClaims() {
            if (!nodes.isEmpty() && !dialogs.isEmpty()) {
                claims(any(nodes), any(dialogs));
                world.passes(Duration.ofMillis(1));
            }
        }

        private void claims(ScriptedApplication node, String dialogId) {
            List<Claim> before = claims.computeIfAbsent(dialogId, id -> new ArrayList<>());
            before.add(new Claim(node, node.claims(dialogId, before.size() + 2)));
        }

        /** Who has lost a dialog to another by a claim. */
        private boolean hasLost(ScriptedApplication node, String dialogId) {
            List<Claim> agreed = claims.getOrDefault(dialogId, List.of()).stream()
                    .filter(Claim::isAgreed)
                    .toList();
            return !agreed.isEmpty() && !agreed.getLast().node().equals(node);
        }

        private void nodeSends() {
            if (nodes.isEmpty() || dialogs.isEmpty()) {
                return;
            }
            ScriptedApplication node = any(nodes);
            String dialogId = any(dialogs);
            boolean lost = hasLost(node, dialogId);
            String method = List.of(Methods.ACK, Methods.BYE, Methods.INFO, Methods.INVITE)
                    .get(random.nextInt(4));
            String id = node.sends(dialogId, method);
            world.passes(Duration.ofMillis(1));
            if (lost) {
                assertThat(node.replies(id)).as("seed %s", seed).noneMatch(Reply.Sent.class::isInstance);
            }
        }
    }
}
