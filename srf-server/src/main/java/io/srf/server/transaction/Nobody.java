// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transport.Flow;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;

/** The user of CANCEL transactions, which the layer handles by itself on both sides, and of requests whose answers nobody waits for. */
final class Nobody implements TransactionUser, ClientUser {
    static final Nobody INSTANCE = new Nobody();

    private Nobody() {}

    @Override
    public void request(ServerTransaction transaction) {}

    @Override
    public void ack(SipRequest ack, Flow flow) {}

    @Override
    public void cancel(ServerTransaction invite, SipRequest cancel) {}

    @Override
    public void unacknowledged(ServerTransaction transaction, SipResponse response) {}

    @Override
    public void timeout(ServerTransaction transaction) {}

    @Override
    public void transportFailed(ServerTransaction transaction, Throwable cause) {}

    @Override
    public void terminated(ServerTransaction transaction) {}

    @Override
    public void strayResponse(SipResponse response, Flow flow) {}

    @Override
    public void response(ClientTransaction transaction, SipResponse response) {}

    @Override
    public void timeout(ClientTransaction transaction) {}

    @Override
    public void transportFailed(ClientTransaction transaction, Throwable cause) {}

    @Override
    public void terminated(ClientTransaction transaction) {}
}
