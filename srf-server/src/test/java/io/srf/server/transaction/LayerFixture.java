// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Flow;
import io.srf.server.transport.Protocol;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.Via;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A layer in virtual time, with one peer that is reached by datagrams and by a connection; after each test nothing may be left. */
abstract class LayerFixture {
    /** Longer than anything waits. */
    static final long QUIESCENCE = 2 * TimerValues.C;

    final VirtualLoop loop = new VirtualLoop();
    final RecordingUser user = new RecordingUser(loop);
    final RecordingFlow udp = RecordingFlow.udp(loop);
    final RecordingFlow tcp = RecordingFlow.tcp(loop);
    final Map<InetSocketAddress, RecordingFlow> besides = new HashMap<>();
    /** The way by TCP to whoever is reached by UDP; null for none. */
    @Nullable Flow stream;

    /** Where the sent-by of requests leads. */
    List<Flow> sentBy = List.of();

    TransactionLayer layer = layer(TransactionSettings.DEFAULT);

    final TransactionLayer layer(TransactionSettings settings) {
        Flows flows = new Flows() {
            @Override
            public Flow beside(Flow flow, InetSocketAddress peer) {
                return LayerFixture.this.beside(flow.protocol(), peer);
            }

            @Override
            public void toSentBy(Via via, Flow flow, Consumer<List<Flow>> found) {
                found.accept(sentBy);
            }

            @Override
            public @Nullable Flow stream(Flow flow) {
                return stream;
            }

            @Override
            public InetSocketAddress advertised(Flow flow) {
                return RecordingFlow.ENGINE;
            }
        };
        return new TransactionLayer(loop, new Ids(7, new Random(1)), flows, settings, user);
    }

    /** The flow to another address of the peer, always the same one. */
    final RecordingFlow beside(Protocol protocol, InetSocketAddress peer) {
        return besides.computeIfAbsent(peer, address -> new RecordingFlow(loop, protocol, address));
    }

    /** Lets an INVITE come in over UDP. */
    final SipRequest receiveInvite() {
        SipRequest invite = Messages.request("INVITE", "z9hG4bKalice");
        layer.received(invite, udp);
        return invite;
    }

    final SipResponse answer(ServerTransaction transaction, int status) {
        return transaction.respond(transaction.request().response(status, null).build());
    }

    /** Lets a response to what was sent last over this flow come in. */
    final void receiveResponse(ClientTransaction transaction, int status, String tag) {
        layer.received(Messages.response(transaction.request(), status, tag), transaction.flow());
    }

    @AfterEach
    void nothing_is_left_over() {
        loop.advance(QUIESCENCE);
        assertThat(layer.isEmpty()).as("no transaction is left").isTrue();
        assertThat(layer.counters().active().total())
                .as("no transaction is counted")
                .isZero();
        assertThat(loop.timersWaiting()).as("no timer is left").isZero();
    }
}
