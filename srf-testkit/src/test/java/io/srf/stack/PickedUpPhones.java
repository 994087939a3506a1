// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2BUA;
import io.srf.B2buaOptions;
import io.srf.Targets;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Alice calls the desk, where Bob rings, and Carol or Dave may pick the call up. */
abstract class PickedUpPhones extends BridgedPhones {
    private static final String ELSEWHERE = "SIP;cause=200;text=\"Call completed elsewhere\"";

    final Phone carol = world.phone("carol");
    final Phone dave = world.phone("dave");
    final List<CompletableFuture<B2BUA>> calls = new CopyOnWriteArrayList<>();

    PickedUpPhones(Linked linked) {
        super(linked);
    }

    void desk(Targets targets, Consumer<B2buaOptions.Builder> options) {
        world.srf().invite((req, res) -> calls.add(world.srf().createB2BUA(req, res, targets, options)));
    }

    void bobRings() {
        desk(Targets.of(bob.uri().toString()), options -> {});
        bob.ringsOnly();
        alice.calls(world.uri("desk")).sees(180);
    }

    /** The Replaces header that names the leg towards a phone that rings. */
    static String legTo(Phone ringing) {
        SipRequest invite = ringing.received().request("INVITE");
        String tag = ringing.sent().response(180).to().tag();
        return invite.callId() + ";to-tag=" + invite.from().tag() + ";from-tag=" + tag;
    }

    void picksUpWithoutOffer(Phone phone, String value) {
        phone.calls(world.uri("desk"), invite -> invite.noBody().add(HeaderName.REPLACES, value));
    }

    void picksUp(Phone phone, String value) {
        phone.calls(
                world.uri("desk"),
                invite -> invite.add(HeaderName.REPLACES, value).add(HeaderName.REQUIRE, "replaces"));
    }

    @Override
    void talkingEnds(Phone one, Phone other) {
        world.passes(Duration.ofMillis(100));
        assertThat(one.call().remoteSdp()).contains(other.address().getAddress().getHostAddress());
        assertThat(other.call().remoteSdp()).contains(one.address().getAddress().getHostAddress());
        assertThat(one.call().isHeld()).isFalse();
        assertThat(other.call().isHeld()).isFalse();
        super.talkingEnds(one, other);
    }

    void wasTakenElsewhere(Phone phone) {
        phone.isTold("CANCEL").isIdle();
        assertThat(phone.received().request("CANCEL").header(HeaderName.REASON)).isEqualTo(ELSEWHERE);
    }
}
