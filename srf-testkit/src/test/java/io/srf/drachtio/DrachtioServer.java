// SPDX-License-Identifier: Apache-2.0
package io.srf.drachtio;

import io.srf.link.Connector;
import io.srf.link.Link;
import io.srf.link.LinkAcceptor;
import io.srf.link.LinkListener;
import io.srf.sip.Ids;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import io.srf.wire.ServerMessage.Incoming;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A drachtio-server in C++ as applications see it. One of our engines does the SIP; this stands between it and the applications, and has the
 * server's manners and none of our engine's: which application hears of what, what a dropped connection means, what is said and in what words.
 *
 * <p>An application is not let into the engine: this is the engine's only one. Any thread may call any method.
 */
public final class DrachtioServer implements LinkAcceptor<ClientMessage, ServerMessage> {
    /** What it calls itself. */
    public static final String VERSION = "v0.9.10-1-g9c2dd4cb6a";

    private static final Set<String> CDRS = Set.of("cdr:attempt", "cdr:start", "cdr:stop");

    private final String secret;
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private final Calls calls = new Calls();
    private final Set<String> routed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();
    private final Link<ClientMessage> engine;
    private volatile String hostports = "";

    /** Stands before this engine, and lets applications in that know the secret. */
    public DrachtioServer(Connector engine, String secret) {
        this.secret = secret;
        this.engine = engine.connect(new LinkListener<>() {
                    @Override
                    public void received(ServerMessage message) {
                        hear(message);
                    }

                    @Override
                    public void closed(Throwable cause) {}
                })
                .join();
        this.engine.send(new ClientMessage.Authenticate(Ids.next(), secret, null));
    }

    @Override
    public LinkListener<ClientMessage> accept(Link<ServerMessage> link) {
        Client client = new Client(this, calls, link);
        clients.add(client);
        return client;
    }

    boolean admits(ClientMessage.Authenticate hello) {
        return hello.secret().equals(secret);
    }

    Reply welcome(ClientMessage.Authenticate hello) {
        return new Reply.Authenticated(Ids.next(), hello.id(), hostports, VERSION, hostports);
    }

    /** The engine is asked once for each method that any application wants. */
    void route(String verb) {
        String lower = verb.toLowerCase(Locale.ROOT);
        if (routed.add(lower)) {
            engine.send(new ClientMessage.Route(Ids.next(), lower));
        }
    }

    void ask(ClientMessage message) {
        engine.send(message);
    }

    void gone(Client client) {
        clients.remove(client);
    }

    private void hear(ServerMessage message) {
        switch (message) {
            case Reply.Authenticated welcome -> hostports = welcome.hostports();
            case Reply reply -> replied(reply);
            case Incoming in -> came(in);
            case ServerMessage.Cdr cdr -> billed(cdr);
        }
    }

    private void came(Incoming in) {
        if (in.message() instanceof SipResponse response) {
            answered(in, response);
        } else if (in.message() instanceof SipRequest request) {
            requested(in, request);
        }
    }

    private void replied(Reply reply) {
        Client asker = calls.asker(reply);
        if (reply instanceof Reply.Sent sent && asker != null) {
            calls.sent(asker, sent);
        }
        tell(asker, reply);
    }

    /** A response whose application is gone goes nowhere, and its INVITE is never acknowledged. */
    private void answered(Incoming in, SipResponse response) {
        if (!calls.isSecondAnswer(in, response)) {
            Client owner = calls.ownerOf(in.transactionId());
            calls.answered(owner, in, response);
            tell(owner, in);
        }
    }

    private void requested(Incoming in, SipRequest request) {
        if (request.is(Methods.CANCEL)) {
            tell(calls.ownerOf(in.transactionId()), in);
        } else if (in.dialogId() == null) {
            handOut(in, request);
        } else {
            inside(in, request);
        }
    }

    /** In turn to those that want the method; someone who asked for it twice has two turns. */
    private void handOut(Incoming in, SipRequest request) {
        Client next = next(request.method().toLowerCase(Locale.ROOT));
        if (next == null) {
            refuse(in, request.is(Methods.BYE) ? 481 : 503);
        } else {
            calls.began(next, in, request);
            tell(next, in);
        }
    }

    private Client next(String verb) {
        List<Client> wanting =
                clients.stream().flatMap(client -> client.shares(verb)).toList();
        return wanting.isEmpty() ? null : wanting.get(Math.floorMod(turn.getAndIncrement(), wanting.size()));
    }

    /** For the one application that made the dialog. When that is gone the dialog has no owner, whoever else uses it. */
    private void inside(Incoming in, SipRequest request) {
        Client owner = calls.isSecondFork(in.dialogId()) ? null : calls.ownerOfDialog(in.dialogId());
        if (owner != null && !owner.isGone()) {
            calls.began(owner, in, request);
            tell(owner, in);
        } else if (!request.is(Methods.ACK) && !in.transactionId().equals(ServerMessage.UNSOLICITED)) {
            refuse(in, 481);
        }
    }

    private void billed(ServerMessage.Cdr cdr) {
        String verb = "cdr:" + cdr.kind().name().toLowerCase(Locale.ROOT);
        tell(CDRS.contains(verb) ? next(verb) : null, cdr);
    }

    private void refuse(Incoming in, int status) {
        SipResponse response = SipResponse.builder(status, null).build();
        engine.send(new ClientMessage.Send(Ids.next(), in.transactionId(), null, null, response));
    }

    private void tell(Client client, ServerMessage message) {
        if (client != null && !client.isGone()) {
            client.tell(Dialect.of(message, calls));
        }
    }
}
