// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.internal.ua;

import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.Via;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The transactions of a phone, and which of them a message belongs to (RFC 3261 §17.1.3, §17.2.3). */
public final class Transactions {
    private final Stage stage;
    private final Map<String, ClientTransaction> clients = new LinkedHashMap<>();
    private final Map<String, ServerTransaction> servers = new LinkedHashMap<>();

    /** No transactions. */
    public Transactions(Outlet outlet, Alarms alarms) {
        this.stage = new Stage(this, outlet, alarms);
    }

    /** Sends an INVITE. */
    public InviteClient invite(SipRequest request, InetSocketAddress to, ClientTransaction.User user) {
        InviteClient client = new InviteClient(stage, request, to, user);
        start(client);
        return client;
    }

    /** Sends any other request but ACK, which has no transaction. */
    public NonInviteClient request(SipRequest request, InetSocketAddress to, ClientTransaction.User user) {
        NonInviteClient client = new NonInviteClient(stage, request, to, user);
        start(client);
        return client;
    }

    private void start(ClientTransaction client) {
        clients.put(clientKey(client.request()), client);
        client.start();
    }

    /** Hands a response to the request it answers; a stray one is dropped. */
    public void received(SipResponse response) {
        ClientTransaction client = clients.get(clientKey(response));
        if (client != null) {
            client.received(response);
        }
    }

    /** Hands a request to the transaction that knows it; false if none does. */
    public boolean received(SipRequest request) {
        ServerTransaction server = servers.get(serverKey(request, request.method()));
        if (server == null && request.is(Methods.ACK)) {
            InviteServer invite = inviteOf(request);
            server = invite != null && invite.takesAck() ? invite : null;
        }
        if (server == null) {
            return false;
        }
        server.received(request);
        return true;
    }

    /**
     * Begins a transaction for a request that none knows.
     *
     * @param replyTo where its responses go
     */
    public ServerTransaction open(SipRequest request, InetSocketAddress replyTo) {
        ServerTransaction server = request.is(Methods.INVITE)
                ? new InviteServer(stage, request, replyTo)
                : new NonInviteServer(stage, request, replyTo);
        servers.put(serverKey(request, request.method()), server);
        return server;
    }

    /** The INVITE with the branch of this CANCEL or ACK, or null if there is none (RFC 3261 §9.2). */
    public @Nullable InviteServer inviteOf(SipRequest request) {
        return (InviteServer) servers.get(serverKey(request, Methods.INVITE));
    }

    boolean contains(ClientTransaction client) {
        return clients.get(clientKey(client.request())) == client;
    }

    void remove(ClientTransaction client) {
        clients.remove(clientKey(client.request()), client);
    }

    void remove(ServerTransaction server) {
        servers.remove(serverKey(server.request(), server.request().method()), server);
    }

    /** Each transaction that has not ended: its method, branch, side and state. */
    public List<String> unfinished() {
        List<String> all = new ArrayList<>();
        clients.values().forEach(client -> all.add(client.toString()));
        servers.values().forEach(server -> all.add(server.toString()));
        return all;
    }

    private static String clientKey(SipMessage message) {
        return message.topVia().branch() + ' ' + message.cseq().method();
    }

    private static String serverKey(SipRequest request, String method) {
        Via via = request.topVia();
        return via.branch() + ' ' + via.host() + ':' + via.portOrDefault() + ' ' + method;
    }
}
