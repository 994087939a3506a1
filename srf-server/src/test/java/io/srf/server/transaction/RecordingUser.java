// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transport.Flow;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A user that writes down what it is told, and does what the test wants. */
final class RecordingUser implements TransactionUser, ClientUser {
    private final VirtualLoop loop;
    private final List<String> log = new ArrayList<>();
    private final List<ServerTransaction> requests = new ArrayList<>();
    private final List<SipResponse> responses = new ArrayList<>();
    private int terminated;
    Consumer<ServerTransaction> onRequest = transaction -> {};
    Consumer<SipRequest> onAck = ack -> {};
    Consumer<ServerTransaction> onCancel = transaction -> {};
    Consumer<ServerTransaction> onTimeout = transaction -> {};
    BiConsumer<ClientTransaction, SipResponse> onResponse = (transaction, response) -> {};

    RecordingUser(VirtualLoop loop) {
        this.loop = loop;
    }

    /** Everything heard, as {@code 500 response 180}: when and what. */
    List<String> log() {
        return log;
    }

    /** Everything heard since the last call, without times. */
    List<String> take() {
        List<String> all =
                log.stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
        log.clear();
        return all;
    }

    ServerTransaction lastRequest() {
        return requests.get(requests.size() - 1);
    }

    List<SipResponse> responses() {
        return responses;
    }

    int terminated() {
        return terminated;
    }

    private void heard(String what) {
        log.add(loop.millis() + " " + what);
    }

    @Override
    public void request(ServerTransaction transaction) {
        heard("request " + transaction.request().method());
        requests.add(transaction);
        onRequest.accept(transaction);
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {
        heard("ack");
        onAck.accept(ack);
    }

    @Override
    public void cancel(ServerTransaction invite, SipRequest cancel) {
        heard("cancel");
        onCancel.accept(invite);
    }

    @Override
    public void unacknowledged(ServerTransaction transaction, SipResponse response) {
        heard("unacknowledged " + response.status());
    }

    @Override
    public void timeout(ServerTransaction transaction) {
        heard("server timeout");
        onTimeout.accept(transaction);
    }

    @Override
    public void transportFailed(ServerTransaction transaction, Throwable cause) {
        heard("server transport failed: " + cause.getMessage());
    }

    @Override
    public void terminated(ServerTransaction transaction) {
        heard("server terminated");
        terminated++;
    }

    @Override
    public void strayResponse(SipResponse response, Flow flow) {
        heard("stray " + response.status());
    }

    @Override
    public void response(ClientTransaction transaction, SipResponse response) {
        heard("response " + response.status());
        responses.add(response);
        onResponse.accept(transaction, response);
    }

    @Override
    public void timeout(ClientTransaction transaction) {
        heard("client timeout");
    }

    @Override
    public void transportFailed(ClientTransaction transaction, Throwable cause) {
        heard("client transport failed: " + cause.getMessage());
    }

    @Override
    public void terminated(ClientTransaction transaction) {
        heard("client terminated");
        terminated++;
    }
}
