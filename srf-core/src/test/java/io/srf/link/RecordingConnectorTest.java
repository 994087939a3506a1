// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.flight.FlightRecorder;
import io.srf.flight.RecordedCall;
import io.srf.flight.RecorderLimits;
import io.srf.sip.CSeq;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.time.VirtualTimers;
import io.srf.wire.ClientMessage;
import io.srf.wire.Origin;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordingConnectorTest {
    private final FlightRecorder recorder = new FlightRecorder(RecorderLimits.DEFAULT, new VirtualTimers());
    private final List<LinkListener<ServerMessage>> listeners = new ArrayList<>();
    private final List<ServerMessage> heard = new ArrayList<>();

    private final Connector elsewhere = new Connector() {
        @Override
        public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> listener) {
            listeners.add(listener);
            return new CompletableFuture<>();
        }

        @Override
        public String target() {
            return "elsewhere";
        }
    };

    private static SipRequest request(String method) {
        return SipRequest.builder(method, "sip:bob@carrier.example")
                .add(HeaderName.FROM, "<sip:alice@example.com>;tag=1")
                .add(HeaderName.TO, "<sip:bob@example.com>")
                .add(HeaderName.CALL_ID, "a")
                .add(HeaderName.CSEQ, new CSeq(1, method))
                .build();
    }

    private static Origin origin(int bytes, String address) {
        return new Origin(Origin.Source.NETWORK, bytes, "udp", address, 5060, LocalTime.MIDNIGHT);
    }

    @Test
    void messages_that_an_engine_elsewhere_tells_of_are_recorded_and_passed_on() {
        new RecordingConnector(elsewhere, recorder).connect(new LinkListener<>() {
            @Override
            public void received(ServerMessage message) {
                heard.add(message);
            }

            @Override
            public void closed(@Nullable Throwable cause) {}
        });
        SipRequest invite = request("INVITE");
        SipRequest bye = request("BYE");
        LinkListener<ServerMessage> engine = listeners.getFirst();
        engine.received(new ServerMessage.Incoming("1", origin(100, "192.0.2.1"), "t", null, null, invite));
        engine.received(new Reply.Sent(
                "2",
                "x",
                origin(50, "192.0.2.9"),
                "t",
                null,
                invite.response(180, null).build()));
        engine.received(new Reply.Sent("3", "y", origin(50, "192.0.2.9"), "t", null, bye));
        engine.received(new ServerMessage.Incoming(
                "4", origin(0, ""), "t", null, null, invite.response(408, null).build()));
        engine.received(new Reply.Ok("5", "z", null));

        assertThat(heard).hasSize(5);
        RecordedCall call = recorder.call("a");
        assertThat(call).isNotNull();
        assertThat(call.events()).extracting(one -> one.event().text()).containsExactly("INVITE", "180 INVITE", "BYE");
        assertThat(call.ladder()).isEqualTo("""
      ms  alice@192.0.2.1:5060                      srf
       0  |---------------- INVITE ---------------->|
       0  |<------------- 180 INVITE ---------------|
       0  |<----------------- BYE ------------------|
""");
    }
}
