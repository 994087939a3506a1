// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.link.Link;
import io.srf.server.admin.Admission;
import io.srf.server.admin.Application;
import io.srf.server.admin.Desk;
import io.srf.server.routing.Applications;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong with what an application asks for, it hears of it. */
class RepliesTest {
    private static final SipRequest REQUEST =
            SipRequest.builder(Methods.INVITE, "sip:bob@example.com").build();
    private static final SipResponse RESPONSE = SipResponse.builder(200, null).build();

    private final List<ServerMessage> heard = new ArrayList<>();
    private final Application application =
            new Application(new Kept(), Admission.TRUSTED, new Idle(), new Applications<>());

    private String refusal(SipMessage message, RuntimeException mistake) {
        ClientMessage asked = new ClientMessage.Send("m1", "t1", null, null, message);
        Replies.orRefuse(application, asked, () -> {
            throw mistake;
        });
        return ((Reply.Refused) heard.getLast()).text();
    }

    @Test
    void what_stands_against_it_is_told() {
        assertThat(refusal(REQUEST, new RefusedException("not now"))).isEqualTo("not now");
        assertThat(refusal(REQUEST, new IllegalArgumentException("a bad header")))
                .isEqualTo("invalid message: a bad header");
    }

    @Test
    void a_mistake_of_the_engine_is_told_too() {
        assertThat(refusal(RESPONSE, new IllegalStateException("of no interest")))
                .isEqualTo("Unknown server error sending response");
        assertThat(refusal(REQUEST, new IllegalStateException("of no interest")))
                .isEqualTo("Unknown server error sending request");
    }

    private final class Kept implements Link<ServerMessage> {
        @Override
        public void send(ServerMessage message) {
            heard.add(message);
        }

        @Override
        public void close() {}

        @Override
        public String peer() {
            return "a test";
        }
    }

    private static final class Idle implements Desk {
        @Override
        public void send(Application from, ClientMessage.Send message) {}

        @Override
        public void proxy(Application from, ClientMessage.Proxy message) {}

        @Override
        public void claim(Application from, ClientMessage.Claim message) {}

        @Override
        public void release(Application from, ClientMessage.Release message) {}

        @Override
        public void gone(Application application) {}

        @Override
        public Welcome welcome() {
            return new Welcome("", "", "");
        }
    }
}
