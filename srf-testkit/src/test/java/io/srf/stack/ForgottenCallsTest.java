// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.app.Extras;
import io.srf.sip.Methods;
import org.junit.jupiter.api.Test;

/** A phone that has forgotten its call, as after a restart: whoever notices ends the call, and nothing is left, in the engine neither. */
@OverEveryEngine
class ForgottenCallsTest extends BridgedPhones {
    ForgottenCallsTest(Linked linked) {
        super(linked);
    }

    private Dialog bobsLeg() {
        return world.srf().dialogs().stream()
                .filter(dialog -> dialog.callId().equals(bob.call().callId()))
                .findFirst()
                .orElseThrow();
    }

    private void forgets() {
        talk();
        bob.repliesTo(Methods.INFO, 481).repliesTo(Methods.INVITE, 481);
    }

    @Test
    void a_request_that_is_answered_with_481_ends_the_call() {
        forgets();
        bobsLeg().info(Extras.NONE);
        bothAreTold();
    }

    @Test
    void an_offer_that_is_answered_with_481_ends_the_call() {
        forgets();
        bobsLeg().modify(SDP);
        bothAreTold();
    }

    private void bothAreTold() {
        bob.isTold(Methods.BYE).isIdle();
        alice.isTold(Methods.BYE).isIdle();
        bothLegsEndedOnce();
        assertThat(world.events()).anyMatch(event -> event.startsWith("terminate UAC peer gone"));
    }
}
