// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.Srf;
import io.srf.session.DialogRecord.Role;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.NameAddr;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.CallState;
import io.srf.testkit.MediaDirection;
import io.srf.testkit.Phone;
import io.srf.testkit.SimCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A re-INVITE waits for the callee's user, and something else happens to the call at some moment of that. */
class AskedUserMeetsTest {
    private static final String SLOT = "701";
    private static final Duration ASKED = Duration.ofSeconds(10);
    private static final Duration A_WHILE = Duration.ofMinutes(2);

    /** What happens meanwhile. */
    enum Meanwhile {
        ALICE_TRANSFERS_BOB {
            @Override
            void happens(AskedUserMeetsTest test) {
                test.alice.call().transfers("sip:carol@carol.example");
            }
        },
        BOB_TRANSFERS_ALICE {
            @Override
            void happens(AskedUserMeetsTest test) {
                test.bob.call().transfers("sip:carol@carol.example");
            }
        },
        CAROL_REPLACES_ALICE {
            @Override
            void happens(AskedUserMeetsTest test) {
                SipResponse ok = test.alice.received().response(200);
                test.carolReplaces(ok, ok.to(), ok.from());
            }
        },
        CAROL_REPLACES_BOB {
            @Override
            void happens(AskedUserMeetsTest test) {
                SipResponse ok = test.bob.sent().response(200);
                test.carolReplaces(ok, ok.from(), ok.to());
            }
        },
        ALICE_IS_PARKED {
            @Override
            void happens(AskedUserMeetsTest test) {
                test.srf().parking().park(test.leg(Role.UAS), SLOT);
            }
        },
        BOB_IS_PARKED {
            @Override
            void happens(AskedUserMeetsTest test) {
                test.srf().parking().park(test.leg(Role.UAC), SLOT);
            }
        },
        ALICE_IS_PARKED_AND_RETRIEVED {
            @Override
            void happens(AskedUserMeetsTest test) {
                test.srf().parking().park(test.leg(Role.UAS), SLOT);
                test.cluster.passes(Duration.ofSeconds(1));
                test.carol.calls(test.cluster.uri(SLOT));
            }
        },
        BOB_IS_PARKED_AND_RETRIEVED {
            @Override
            void happens(AskedUserMeetsTest test) {
                test.srf().parking().park(test.leg(Role.UAC), SLOT);
                test.cluster.passes(Duration.ofSeconds(1));
                test.carol.calls(test.cluster.uri(SLOT));
            }
        },
        APPLICATION_JOINS_ALICE {
            @Override
            void happens(AskedUserMeetsTest test) {
                test.srf().join(test.leg(Role.UAS), "sip:carol@carol.example");
            }
        },
        APPLICATION_HOLDS_BOB {
            @Override
            void happens(AskedUserMeetsTest test) {
                test.leg(Role.UAC).hold();
            }
        },
        APPLICATION_HOLDS_ALICE {
            @Override
            void happens(AskedUserMeetsTest test) {
                test.leg(Role.UAS).hold();
            }
        },
        APPLICATION_HANGS_UP {
            @Override
            void happens(AskedUserMeetsTest test) {
                test.leg(Role.UAS).destroy();
            }
        },
        BOB_OFFERS_BY_UPDATE {
            @Override
            void happens(AskedUserMeetsTest test) {
                test.bob.sends(
                        "UPDATE",
                        update -> update.body(test.bob.sent().response(200).bodyText(), "application/sdp"));
            }
        },
        BOB_OFFERS_BY_INVITE {
            @Override
            void happens(AskedUserMeetsTest test) {
                test.bob.call().reInvites(MediaDirection.SENDRECV, invite -> {});
            }
        },
        NODE_DRAINS(2) {
            @Override
            void happens(AskedUserMeetsTest test) {
                test.cluster.owner().srf().drain();
            }
        },
        NODE_SHUTS_DOWN {
            @Override
            void happens(AskedUserMeetsTest test) {
                test.cluster.owner().srf().shutdown();
            }
        },
        NODE_DIES(2) {
            @Override
            void happens(AskedUserMeetsTest test) {
                test.cluster.owner().kill();
            }
        },
        NODE_DIES_AND_ALICE_CANCELS(2) {
            @Override
            void happens(AskedUserMeetsTest test) {
                test.cluster.owner().kill();
                test.cluster.passes(Duration.ofSeconds(1));
                test.aliceCancels();
            }
        },
        ALICE_CANCELS_AND_BOB_IS_TRANSFERRED {
            @Override
            void happens(AskedUserMeetsTest test) {
                test.aliceCancels();
                test.alice.call().transfers("sip:carol@carol.example");
            }
        },
        ALICE_TRANSFERS_BOB_AND_HANGS_UP {
            @Override
            void happens(AskedUserMeetsTest test) {
                test.alice.call().transfers("sip:carol@carol.example");
                test.alice.hangsUp();
            }
        };

        private final int nodes;

        Meanwhile() {
            this(1);
        }

        Meanwhile(int nodes) {
            this.nodes = nodes;
        }

        abstract void happens(AskedUserMeetsTest test);
    }

    private SimCluster cluster;
    private Phone alice;
    private Phone bob;
    private Phone carol;

    private static void exchange(Srf srf) {
        Map<String, String> phones = Map.of("bob", "sip:bob@bob.example", "carol", "sip:carol@carol.example");
        srf.invite((req, res) -> {
            if (req.calledNumber().equals(SLOT)) {
                srf.parking().retrieve(req, res, SLOT);
                return;
            }
            srf.createB2BUA(
                    req,
                    res,
                    phones.get(req.calledNumber()),
                    options -> options.bridge("REFER", (leg, refer, answer) -> srf.transfer(refer, answer)));
        });
    }

    private Srf srf() {
        return cluster.owner().srf();
    }

    private Dialog leg(Role role) {
        return srf().dialogs().stream()
                .filter(dialog -> dialog.role() == role)
                .findFirst()
                .orElseThrow();
    }

    private void carolReplaces(SipMessage inDialog, NameAddr ours, NameAddr theirs) {
        String dialog = inDialog.callId() + ";to-tag=" + ours.tag() + ";from-tag=" + theirs.tag();
        carol.calls(cluster.uri("bob"), invite -> invite.add(HeaderName.REPLACES, dialog));
    }

    private void aliceCancels() {
        try {
            alice.call().cancels();
        } catch (IllegalStateException answered) {
            return;
        }
    }

    static Stream<Arguments> moments() {
        return Stream.of(Meanwhile.values())
                .flatMap(meanwhile -> LongStream.of(20, 60, 9_985, 10_005, 10_025)
                        .mapToObj(millis -> Arguments.of(meanwhile, Duration.ofMillis(millis))));
    }

    @ParameterizedTest
    @MethodSource("moments")
    void all_agree_in_the_end_and_each_INVITE_has_one_answer(Meanwhile meanwhile, Duration moment) {
        try (SimCluster made = SimCluster.of(meanwhile.nodes, AskedUserMeetsTest::exchange)) {
            cluster = made;
            alice = cluster.phone("alice");
            carol = cluster.phone("carol").answersAfter(Duration.ofSeconds(1));
            bob = cluster.phone("bob").answersAfter(Duration.ZERO).asksItsUser(ASKED);
            alice.calls(cluster.uri("bob")).isInCall();
            bob.isInCall();
            cluster.passes(Duration.ofSeconds(1));
            alice.holds();
            cluster.passes(moment);
            meanwhile.happens(this);
            cluster.passes(A_WHILE);
            agree();
            phones().forEach(phone -> phone.allCalls().forEach(Call::hangsUp));
            over();
            phones().forEach(AskedUserMeetsTest::hadOneAnswerEach);
        }
    }

    private List<Phone> phones() {
        return List.of(alice, bob, carol);
    }

    /** Two hear each other, or one is parked, or nobody is in a call. */
    private void agree() {
        List<Phone> up = phones().stream()
                .filter(phone -> phone.allCalls().stream().anyMatch(call -> call.state() != CallState.ENDED))
                .toList();
        assertThat(up).allMatch(phone -> phone.call().state() == CallState.CONFIRMED);
        if (up.size() == 2) {
            hear(up.getFirst(), up.getLast());
        } else {
            assertThat(up).hasSameSizeAs(parked());
        }
    }

    private List<String> parked() {
        return cluster.nodes().stream()
                .flatMap(node -> node.srf().parking().slots().stream())
                .toList();
    }

    private void hear(Phone one, Phone other) {
        assertThat(one.call().remoteSdp()).contains(other.address().getAddress().getHostAddress());
        assertThat(other.call().remoteSdp()).contains(one.address().getAddress().getHostAddress());
        bob.asksItsUser(Duration.ZERO);
        one.sends("INFO", "are you there").sees(200, "INFO");
        other.isTold("INFO");
    }

    private void over() {
        cluster.comesToRest();
        for (Phone phone : phones()) {
            assertThat(phone.leftovers()).isEmpty();
            assertThat(phone.allCalls()).allMatch(call -> call.state() == CallState.ENDED);
        }
    }

    private static void hadOneAnswerEach(Phone phone) {
        for (SipRequest invite : phone.sent().requests(Methods.INVITE)) {
            assertThat(phone.received().all().stream()
                            .filter(message -> message instanceof SipResponse response
                                    && response.isFinal()
                                    && response.callId().equals(invite.callId())
                                    && response.cseq().equals(invite.cseq()))
                            .map(SipMessage::startLine)
                            .distinct())
                    .as("%s: %s", phone, invite.cseq())
                    .hasSize(1);
        }
    }
}
