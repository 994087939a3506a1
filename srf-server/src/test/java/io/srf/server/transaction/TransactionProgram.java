// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Flow;
import io.srf.server.transport.Protocol;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A program of events over a few transactions whose keys collide: messages, answers, cancels, lost messages and time, in an order that a source of
 * numbers decides. After each step and in the end it checks what must hold.
 */
final class TransactionProgram implements Flows {
    private static final String[] BRANCHES = {"z9hG4bKone", "z9hG4bKtwo", "z9hG4bK", "old"};
    private static final String[] CALLS = {"call-1", "call-2"};
    private static final long[] WAITS = {0, 1, 499, 500, 1_000, 4_000, 5_000, 31_999, 32_000, 33_000, TimerValues.C};

    private final Random random;
    private final int steps;
    private final VirtualLoop loop = new VirtualLoop();
    private final CheckingUser user;
    private final ProgramFlow udp;
    private final ProgramFlow tcp;
    private final TransactionLayer layer;

    TransactionProgram(Random random, int steps) {
        this.random = random;
        this.steps = steps;
        user = new CheckingUser(random);
        udp = new ProgramFlow(Protocol.UDP, random, user);
        tcp = new ProgramFlow(Protocol.TCP, random, user);
        layer = new TransactionLayer(loop, new Ids(0, new Random(1)), this, TransactionSettings.DEFAULT, user);
    }

    void run() {
        for (int i = 0; i < steps; i++) {
            step();
            user.assertNothingBroken();
            assertThat(layer.isEmpty() && loop.timersWaiting() > 0)
                    .as("a timer that belongs to nothing")
                    .isFalse();
        }
        udp.failAtRate(0);
        tcp.failAtRate(0);
        loop.advance(LayerFixture.QUIESCENCE);
        user.assertNothingBroken();
        user.assertComplete();
        assertThat(layer.isEmpty()).isTrue();
        assertThat(loop.timersWaiting()).isZero();
        assertThat(layer.counters().active().total()).isZero();
    }

    private void step() {
        switch (random.nextInt(12)) {
            case 0, 1 -> receive(Methods.INVITE);
            case 2 -> receive(Methods.ACK);
            case 3 -> receive(Methods.CANCEL);
            case 4 -> receive(Methods.OPTIONS);
            case 5 -> some(user.servers, transaction -> user.respond(transaction));
            case 6 -> some(user.servers, ServerTransaction::acknowledged);
            case 7 -> send();
            case 8 -> some(user.clients, this::answer);
            case 9 -> some(user.clients, this::cancel);
            case 10 -> failSometimes();
            default -> loop.advance(WAITS[random.nextInt(WAITS.length)]);
        }
        loop.runTasks();
    }

    private <T> void some(List<T> of, Consumer<T> action) {
        if (!of.isEmpty()) {
            int recent = Math.min(of.size(), 4);
            action.accept(of.get(of.size() - 1 - random.nextInt(recent)));
        }
    }

    private Flow anyFlow() {
        return random.nextInt(3) == 0 ? tcp : udp;
    }

    private void receive(String method) {
        Flow flow = anyFlow();
        String via =
                "SIP/2.0/" + flow.protocol() + " 198.51.100.7:5071;branch=" + BRANCHES[random.nextInt(BRANCHES.length)];
        layer.received(Messages.request(method, via, CALLS[random.nextInt(CALLS.length)]), flow);
    }

    private void send() {
        SipRequest request = Messages.outgoing(random.nextInt(3) == 0 ? Methods.OPTIONS : Methods.INVITE);
        user.clients.add(layer.send(request, anyFlow(), user));
    }

    /** A response must come to the user, as its transaction's or as a stray, unless the machine is to keep it from him. */
    private void answer(ClientTransaction transaction) {
        int[] statuses = {100, 180, 200, 200, 486, 487};
        int status = statuses[random.nextInt(statuses.length)];
        boolean open = !transaction.isAnswered();
        boolean known = layer.hasSent(transaction.request());
        int delivered = user.deliveries;
        int strays = user.strays;
        String tag = random.nextBoolean() ? "carol" : "dave";
        layer.received(Messages.response(transaction.request(), status, tag), transaction.flow());
        if (open) {
            assertThat(user.deliveries).as("delivered to an open request").isEqualTo(delivered + 1);
        } else if (!known) {
            assertThat(user.strays).as("stray after the end").isEqualTo(strays + 1);
        } else if (status == 200 && transaction.request().is(Methods.INVITE)) {
            assertThat(user.deliveries + user.strays)
                    .as("every 2xx is heard of")
                    .isEqualTo(delivered + strays + 1);
        }
    }

    private void cancel(ClientTransaction transaction) {
        if (transaction.request().is(Methods.INVITE)) {
            boolean open = !transaction.isAnswered();
            SipRequest cancel = transaction.cancel(List.of());
            assertThat(cancel != null).isEqualTo(open || transaction.isCancelled());
            if (cancel != null && random.nextBoolean()) {
                layer.received(Messages.response(cancel, 200, "carol"), transaction.flow());
            }
        }
    }

    private void failSometimes() {
        double rate = random.nextBoolean() ? 0 : 0.5;
        udp.failAtRate(rate);
        tcp.failAtRate(rate);
    }

    @Override
    public Flow beside(Flow flow, InetSocketAddress peer) {
        return flow.protocol() == Protocol.UDP ? udp : tcp;
    }

    @Override
    public InetSocketAddress advertised(Flow flow) {
        return RecordingFlow.ENGINE;
    }
}
