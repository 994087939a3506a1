// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.CSeq;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.Hold;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;

/** Alice, Bob and an application between them; after each test nothing may be left of them. */
abstract class BridgedPhones {
    static final String SDP = """
            v=0
            o=srf 1 1 IN IP4 198.18.0.99
            s=-
            c=IN IP4 198.18.0.99
            t=0 0
            m=audio 4000 RTP/AVP 0
            a=sendrecv
            """.replace("\n", "\r\n");

    final StackWorld world;
    final Phone alice;
    final Phone bob;

    BridgedPhones() {
        this(Linked.EMBEDDED);
    }

    BridgedPhones(Linked linked) {
        world = new StackWorld(linked);
        alice = world.phone("alice");
        bob = world.phone("bob");
    }

    @AfterEach
    void nothing_is_left() {
        world.comesToRest();
        world.close();
    }

    /** Alice's call to Bob has just been answered. */
    void talk() {
        world.bridgesTo(bob);
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob")).isInCall();
        bob.isInCall();
        world.passes(Duration.ofMillis(100));
    }

    /** Alice's call to Bob rings. */
    void rings() {
        world.bridgesTo(bob);
        bob.ringsOnly();
        alice.calls(world.uri("bob")).sees(180);
    }

    /** They are in a call with each other, and the first hangs up. */
    void talkingEnds(Phone one, Phone other) {
        one.sends("INFO", "are you there").sees(200, "INFO");
        assertThat(other.received().request("INFO").bodyText()).isEqualTo("are you there");
        one.hangsUp().isIdle();
        other.isTold("BYE").isIdle();
    }

    /** Each leg has ended, and was told so once. */
    void bothLegsEndedOnce() {
        world.passes(Duration.ofSeconds(1));
        assertThat(world.events())
                .filteredOn(event -> event.startsWith("terminate"))
                .hasSize(2)
                .anyMatch(event -> event.startsWith("terminate UAS"))
                .anyMatch(event -> event.startsWith("terminate UAC"));
    }

    /** Stops the requests with this method that are on their way to a phone. */
    Hold holdsTo(Phone receiver, String method) {
        return world.sim().network().hold(packet -> packet.to().equals(receiver.address()) && packet.isRequest(method));
    }

    /** Stops the requests with this method that a phone sends. */
    Hold holdsFrom(Phone sender, String method) {
        return world.sim().network().hold(packet -> packet.from().equals(sender.address()) && packet.isRequest(method));
    }

    /** Stops the 200s to an INVITE that are on their way to a phone. */
    Hold holdsOkTo(Phone receiver) {
        return world.sim()
                .network()
                .hold(packet -> packet.to().equals(receiver.address()) && packet.isResponse(200, "INVITE"));
    }

    /** What is a request with this method. */
    static Predicate<SipMessage> requests(String method) {
        return message -> message instanceof SipRequest request && request.is(method);
    }

    /** What is a response with this status to a request with this method. */
    static Predicate<SipMessage> responses(int status, String method) {
        return message -> message instanceof SipResponse response
                && response.status() == status
                && response.method().equals(method);
    }

    /** Writes this tag into the To of a response, as another branch of a fork would. */
    static Consumer<SipResponse.Builder> tagged(String tag) {
        return response -> response.set(HeaderName.TO, response.build().to().withTag(tag));
    }

    /** The CANCEL of an INVITE as it was sent (RFC 3261 §9.1). */
    static byte[] cancelOf(SipRequest invite) {
        return SipRequest.builder(Methods.CANCEL, invite.uriText())
                .add(HeaderName.VIA, invite.topVia())
                .add(HeaderName.MAX_FORWARDS, "70")
                .add(HeaderName.FROM, invite.from())
                .add(HeaderName.TO, invite.to())
                .add(HeaderName.CALL_ID, invite.callId())
                .add(HeaderName.CSEQ, new CSeq(invite.cseq().number(), Methods.CANCEL))
                .build()
                .encoded();
    }
}
