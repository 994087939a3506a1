// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.flight.FlightEvent;
import io.srf.flight.FlightEvent.Direction;
import io.srf.flight.Recorder;
import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipUri;
import io.srf.wire.ClientMessage;
import io.srf.wire.Origin;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Records the SIP messages that an engine in another process says it has received and sent.
 *
 * <p>What that engine does by itself is not among them: repetitions, 100, the ACK of a failure, the 200 to a CANCEL.
 */
public final class RecordingConnector implements Connector {
    private static final int SIP_PORT = 5060;

    private final Connector connector;
    private final Recorder recorder;

    /** Leads where another connector leads. */
    public RecordingConnector(Connector connector, Recorder recorder) {
        this.connector = connector;
        this.recorder = recorder;
    }

    @Override
    public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> listener) {
        return connector.connect(new LinkListener<>() {
            @Override
            public void received(ServerMessage message) {
                record(message);
                listener.received(message);
            }

            @Override
            public void closed(@Nullable Throwable cause) {
                listener.closed(cause);
            }
        });
    }

    @Override
    public String target() {
        return connector.target();
    }

    private void record(ServerMessage message) {
        switch (message) {
            case ServerMessage.Incoming in -> record(Direction.IN, in.message(), in.origin());
            case Reply.Sent sent -> record(Direction.OUT, sent.message(), sent.origin());
            default -> {}
        }
    }

    private void record(Direction direction, SipMessage message, Origin origin) {
        String callId = message.header(HeaderName.CALL_ID);
        if (callId != null && origin.bytes() > 0) {
            recorder.record(
                    callId,
                    new FlightEvent.Message(
                            direction, origin.protocol(), peer(direction, message, origin), message.encoded()));
        }
    }

    /** Of a request that it sent, the engine tells its own address; the peer's is likely to be that of the Request-URI. */
    private static InetSocketAddress peer(Direction direction, SipMessage message, Origin origin) {
        if (direction == Direction.OUT && message instanceof SipRequest request) {
            try {
                if (request.uri() instanceof SipUri uri) {
                    return InetSocketAddress.createUnresolved(uri.host(), uri.port() > 0 ? uri.port() : SIP_PORT);
                }
            } catch (SipParseException e) {
                return InetSocketAddress.createUnresolved("?", 0);
            }
        }
        return InetSocketAddress.createUnresolved(origin.address(), origin.port());
    }
}
