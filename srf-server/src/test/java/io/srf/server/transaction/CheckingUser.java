// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.transport.Flow;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A user that answers, cancels or does nothing as chance will have it, and a wire tap, which together check what must hold at every moment of every
 * program. A broken rule is kept until the test asks, because the layer survives what its user throws.
 */
final class CheckingUser implements TransactionUser, ClientUser, ProgramFlow.Checker {
    private final Random random;
    final List<ServerTransaction> servers = new ArrayList<>();
    final List<ClientTransaction> clients = new ArrayList<>();
    private final List<AssertionError> broken = new ArrayList<>();
    private final Set<String> ended = new HashSet<>();
    private final Map<String, String> outcomes = new HashMap<>();
    private final Map<String, Set<Integer>> finals = new HashMap<>();
    private final Set<String> endedOnWire = new HashSet<>();
    int deliveries;
    int strays;

    CheckingUser(Random random) {
        this.random = random;
    }

    void assertNothingBroken() {
        assertThat(broken).isEmpty();
    }

    private void check(Runnable rule) {
        try {
            rule.run();
        } catch (AssertionError e) {
            broken.add(e);
        }
    }

    private void alive(String id, String what) {
        check(() -> assertThat(ended)
                .as("%s of a transaction that has terminated", what)
                .doesNotContain(id));
    }

    private void outcome(ClientTransaction transaction, String what) {
        String before = outcomes.putIfAbsent(transaction.id(), what);
        boolean repeats2xx = what.equals("2xx") && "2xx".equals(before);
        boolean ackFailed = what.equals("error") && "failure".equals(before);
        check(() -> assertThat(before == null || repeats2xx || ackFailed)
                .as("%s after %s", what, before)
                .isTrue());
    }

    /** What must hold when all time is over: every transaction had its outcome, each INVITE exactly one final response. */
    void assertComplete() {
        for (ClientTransaction transaction : clients) {
            assertThat(ended).contains(transaction.id());
            assertThat(outcomes).containsKey(transaction.id());
        }
        for (ServerTransaction transaction : servers) {
            assertThat(ended).contains(transaction.id());
            if (transaction.request().is(Methods.INVITE)) {
                assertThat(finals.getOrDefault(transaction.toTag(), Set.of()))
                        .as("final responses of one INVITE")
                        .hasSize(1);
            }
        }
    }

    private boolean chance(double rate) {
        return random.nextDouble() < rate;
    }

    @Override
    public void request(ServerTransaction transaction) {
        servers.add(transaction);
        check(() -> assertThat(transaction.request().method()).isNotIn(Methods.ACK, Methods.CANCEL));
        if (chance(0.3)) {
            respond(transaction);
        }
        if (chance(0.05)) {
            throw new UserFailure();
        }
    }

    /** Answers in one of the ways there are. */
    void respond(ServerTransaction transaction) {
        int[] statuses = {100, 180, 183, 200, 200, 302, 486, 503, 603};
        int status = statuses[random.nextInt(statuses.length)];
        SipResponse response = transaction.request().response(status, null).build();
        boolean open = !transaction.isAnswered();
        SipResponse sent = status > 100 && status < 300 && transaction.request().is(Methods.INVITE) && chance(0.5)
                ? transaction.respondUntilAcknowledged(response)
                : transaction.respond(response);
        check(() -> assertThat(sent != null || !open)
                .as("an open request takes a %d", status)
                .isTrue());
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {}

    @Override
    public void cancel(ServerTransaction invite, SipRequest cancel) {
        alive(invite.id(), "cancel");
        check(() -> assertThat(invite.isAnswered()).isFalse());
        if (chance(0.7)) {
            invite.respond(invite.request().response(487, null).build());
        }
    }

    @Override
    public void unacknowledged(ServerTransaction transaction, SipResponse response) {
        alive(transaction.id(), "unacknowledged");
    }

    @Override
    public void timeout(ServerTransaction transaction) {
        alive(transaction.id(), "timeout");
    }

    @Override
    public void transportFailed(ServerTransaction transaction, Throwable cause) {
        alive(transaction.id(), "transport error");
    }

    @Override
    public void terminated(ServerTransaction transaction) {
        check(() -> assertThat(ended.add(transaction.id())).isTrue());
        endedOnWire.add(wireKey(transaction.toTag(), transaction.request().method()));
    }

    @Override
    public void strayResponse(SipResponse response, Flow flow) {
        strays++;
    }

    @Override
    public void response(ClientTransaction transaction, SipResponse response) {
        alive(transaction.id(), "response");
        deliveries++;
        check(() -> assertThat(response.topVia().branch())
                .isEqualTo(transaction.request().topVia().branch()));
        if (response.isFinal()) {
            outcome(transaction, response.isSuccess() && response.method().equals(Methods.INVITE) ? "2xx" : "failure");
        } else if (transaction.request().is(Methods.INVITE) && chance(0.2)) {
            transaction.cancel(List.of());
        }
        if (chance(0.05)) {
            throw new UserFailure();
        }
    }

    @Override
    public void timeout(ClientTransaction transaction) {
        alive(transaction.id(), "timeout");
        outcome(transaction, "timeout");
    }

    @Override
    public void transportFailed(ClientTransaction transaction, Throwable cause) {
        alive(transaction.id(), "transport error");
        outcome(transaction, "error");
    }

    @Override
    public void terminated(ClientTransaction transaction) {
        check(() -> assertThat(ended.add(transaction.id())).isTrue());
        endedOnWire.add(wireKey(
                transaction.request().topVia().branch(), transaction.request().method()));
    }

    @Override
    public void sending(SipMessage message, Flow flow) {
        String method = message.method();
        if (message instanceof SipResponse response) {
            String tag = response.to().tag();
            if (response.isFinal() && method.equals(Methods.INVITE)) {
                finals.computeIfAbsent(tag, none -> new HashSet<>()).add(response.status());
            }
            // A connection that was lost is only noticed afterwards, and its response then takes another way.
            if (!flow.protocol().isReliable()) {
                silent(wireKey(tag, method), "response");
            }
        } else {
            silent(wireKey(message.topVia().branch(), method.equals(Methods.ACK) ? Methods.INVITE : method), method);
        }
    }

    private void silent(String key, String what) {
        check(() -> assertThat(endedOnWire).as("%s sent after the end", what).doesNotContain(key));
    }

    private static String wireKey(String tagOrBranch, String method) {
        return method + " " + tagOrBranch;
    }

    /** A bug of the user, which the layer must survive. */
    static final class UserFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UserFailure() {
            super("a bug of the user, as this test wants it", null, false, false);
        }
    }
}
