// SPDX-License-Identifier: Apache-2.0
package io.srf.script;

import io.srf.link.Connector;
import io.srf.link.Link;
import io.srf.link.LinkAcceptor;
import io.srf.link.LinkListener;
import io.srf.link.LocalConnector;
import io.srf.sip.Header;
import io.srf.sip.Ids;
import io.srf.sip.Methods;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.ClientMessage;
import io.srf.wire.Origin;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.io.IOException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * An engine as the application sees it, with all phones behind it. It completes messages, knows dialogs and transactions, and refuses what an engine
 * refuses; whatever the phones do is up to the test.
 */
public final class EngineEnd implements LinkAcceptor<ClientMessage, ServerMessage> {
    static final Origin NETWORK =
            new Origin(Origin.Source.NETWORK, 500, "udp", "10.0.0.1", 5060, LocalTime.of(18, 2, 49));
    static final Origin APPLICATION =
            new Origin(Origin.Source.APPLICATION, 500, "udp", "10.0.0.2", 5060, LocalTime.of(18, 2, 50));

    private final Map<String, EngineLeg> legs = new LinkedHashMap<>();
    private final Map<String, Received> received = new LinkedHashMap<>();
    private final Map<String, Sent> sent = new LinkedHashMap<>();
    private final List<EngineLeg> called = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private final List<String> ladder = new ArrayList<>();
    private Link<ServerMessage> link;
    private boolean holding;
    private boolean down;
    private boolean calledAnswer;
    private String refusal;
    private int refusalAfter;
    private String lastRoute;
    private List<String> tags;
    private int taken;
    private int calls;

    /** A way to this engine. */
    public Connector connector() {
        LocalConnector way = new LocalConnector(this);
        return new Connector() {
            @Override
            public CompletableFuture<Link<ClientMessage>> connect(LinkListener<ServerMessage> listener) {
                return down ? CompletableFuture.failedFuture(new IOException("down")) : way.connect(listener);
            }

            @Override
            public String target() {
                return "script";
            }
        };
    }

    /** Nobody can connect. */
    public void down() {
        down = true;
    }

    /** One can connect again. */
    public void up() {
        down = false;
    }

    @Override
    public LinkListener<ClientMessage> accept(Link<ServerMessage> opened) {
        link = opened;
        return new LinkListener<>() {
            @Override
            public void received(ClientMessage message) {
                hear(message);
            }

            @Override
            public void closed(Throwable cause) {
                if (opened.equals(link)) {
                    link = null;
                }
            }
        };
    }

    private synchronized void hear(ClientMessage message) {
        switch (message) {
            case ClientMessage.Authenticate ask -> {
                tags = ask.tags();
                say(new Reply.Authenticated(Ids.next(), ask.id(), "udp/10.0.0.2:5060", "srf-script", null));
            }
            case ClientMessage.Send send -> {
                if (holding) {
                    held.add(() -> handle(send));
                } else {
                    handle(send);
                }
            }
            default -> say(new Reply.Ok(Ids.next(), message.id(), null));
        }
    }

    private void handle(ClientMessage.Send send) {
        if (refusal != null && refusalAfter-- == 0) {
            String text = refusal;
            refusal = null;
            refuse(send, text);
        } else if (send.message() instanceof SipResponse response) {
            respond(send, response);
        } else if (send.message() instanceof SipRequest request) {
            if (request.is(Methods.CANCEL)) {
                cancel(send, request);
            } else if (send.dialogId() == null) {
                begin(send, request);
            } else {
                inside(send, request);
            }
        }
    }

    private void respond(ClientMessage.Send send, SipResponse response) {
        Received transaction = received.get(send.transactionId());
        if (transaction == null || transaction.isFinal()) {
            refuse(send, "Response not sent due to unknown transaction");
            return;
        }
        note(transaction.leg().name() + " < " + response.status());
        SipResponse whole = transaction.complete(response);
        say(new Reply.Sent(
                Ids.next(),
                send.id(),
                APPLICATION,
                transaction.id(),
                transaction.leg().dialogId(),
                whole));
    }

    private void begin(ClientMessage.Send send, SipRequest request) {
        lastRoute = send.routeUri();
        EngineLeg leg = EngineLeg.outgoing(this, called.isEmpty() ? "B" : "B" + (called.size() + 1), ++calls, request);
        legs.put(leg.dialogId(), leg);
        called.add(leg);
        transmit(send, leg, request);
    }

    private void inside(ClientMessage.Send send, SipRequest request) {
        EngineLeg leg = legs.get(send.dialogId());
        if (leg == null || leg.isOver()) {
            refuse(send, "Server error: unable to find dialog for dialog id provided");
            return;
        }
        transmit(send, leg, request);
    }

    private void transmit(ClientMessage.Send send, EngineLeg leg, SipRequest request) {
        Sent transaction = new Sent(this, leg, Ids.next(), leg.complete(request));
        note(leg.name() + " < " + request.method());
        leg.add(transaction);
        if (!request.is(Methods.ACK)) {
            sent.put(transaction.id(), transaction);
        }
        say(new Reply.Sent(Ids.next(), send.id(), APPLICATION, transaction.id(), null, transaction.request()));
        leg.react(transaction);
    }

    private void cancel(ClientMessage.Send send, SipRequest cancel) {
        Sent invite = sent.get(send.transactionId());
        if (invite == null || invite.isAnswered()) {
            refuse(send, "unable to cancel unknown transaction id: " + send.transactionId());
            return;
        }
        note(invite.leg().name() + " < CANCEL");
        invite.cancelledWith(cancel);
        say(new Reply.Sent(Ids.next(), send.id(), APPLICATION, Ids.next(), null, cancel));
        invite.leg().react(invite);
    }

    private void refuse(ClientMessage.Send send, String text) {
        say(new Reply.Refused(Ids.next(), send.id(), false, text));
    }

    void say(ServerMessage message) {
        if (link != null) {
            link.send(message);
        }
    }

    void note(String line) {
        ladder.add(line);
    }

    void addReceived(Received transaction) {
        received.put(transaction.id(), transaction);
    }

    /** A phone calls, with this offer or with none. */
    public EngineLeg calls(String name, String sdp, Header... headers) {
        EngineLeg leg = EngineLeg.incoming(this, name, ++calls);
        legs.put(leg.dialogId(), leg);
        leg.begins("INVITE", sdp, headers);
        return leg;
    }

    /** A phone sends a request outside of dialogs. */
    public EngineLeg asks(String name, String method, Header... headers) {
        EngineLeg leg = EngineLeg.incoming(this, name, ++calls);
        legs.put(leg.dialogId(), leg);
        leg.begins(method, null, headers);
        return leg;
    }

    /** The next phone that the application has called. */
    public EngineLeg called() {
        if (called.size() <= taken) {
            throw new AssertionError("nobody was called; so far: " + ladder);
        }
        return called.get(taken++);
    }

    /** The tags the last application has presented itself with. */
    public List<String> tags() {
        return tags;
    }

    /** A phone with a dialog that the application does not know. */
    public EngineLeg stranger(String name) {
        EngineLeg leg = EngineLeg.incoming(this, name, ++calls);
        legs.put(leg.dialogId(), leg);
        return leg;
    }

    /** The next hop of the last request outside of dialogs. */
    public String lastRoute() {
        return lastRoute;
    }

    /** From now on phones that are called ring and answer by themselves. */
    public EngineEnd calledPhonesAnswer() {
        calledAnswer = true;
        return this;
    }

    boolean calledAnswer() {
        return calledAnswer;
    }

    /** The phone with this name. */
    public EngineLeg leg(String name) {
        return legs.values().stream()
                .filter(leg -> leg.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** How many phones the application has called. */
    public int calledCount() {
        return called.size();
    }

    /** Keeps what the application sends, as if it was on its way. */
    public void hold() {
        holding = true;
    }

    /** What was kept arrives. */
    public void release() {
        holding = false;
        List<Runnable> now = List.copyOf(held);
        held.clear();
        now.forEach(Runnable::run);
    }

    /** Refuses what the application sends next. */
    public void refusesNext(String text) {
        refusesNext(text, 0);
    }

    /** Refuses one message that the application sends, after some that it lets pass. */
    public void refusesNext(String text, int after) {
        refusal = text;
        refusalAfter = after;
    }

    /** All dialogs and transactions are gone. */
    public void forgetsAll() {
        legs.clear();
        received.clear();
        sent.clear();
    }

    void addFork(EngineLeg fork, Sent invite) {
        legs.put(fork.dialogId(), fork);
        sent.put(invite.id() + fork.dialogId(), invite);
    }

    /** Whether an application is connected. */
    public boolean isLinked() {
        return link != null;
    }

    /** The link breaks. */
    public void drops() {
        if (link != null) {
            link.close();
        }
    }

    /** Who said what, in order: {@code A > INVITE} came from a phone, {@code A < 180} went to it. */
    public List<String> ladder() {
        return List.copyOf(ladder);
    }

    /** Legs that a BYE, or a final response, has not ended. */
    public List<String> openLegs() {
        return legs.values().stream()
                .filter(leg -> !leg.isOver())
                .map(EngineLeg::name)
                .toList();
    }

    /** Requests of the application that no phone has answered. */
    public List<Sent> openSent() {
        return sent.values().stream().filter(request -> !request.isAnswered()).toList();
    }

    /** How often the application has hung up on a phone. */
    public long byesTo(String name) {
        return ladder.stream().filter((name + " < BYE")::equals).count();
    }

    /** Requests that nobody has answered. */
    public List<String> unanswered() {
        List<String> open = new ArrayList<>();
        received.values().stream().filter(r -> !r.isFinal()).forEach(r -> open.add("from " + r));
        sent.values().stream().filter(s -> !s.isAnswered()).forEach(s -> open.add("to " + s));
        return open;
    }

    void incoming(String transactionId, String dialogId, SipMessage message) {
        ServerMessage.ReceivedOn on = dialogId == null ? new ServerMessage.ReceivedOn("10.0.0.2", 5060) : null;
        say(new ServerMessage.Incoming(Ids.next(), NETWORK, transactionId, dialogId, on, message));
    }

    void unsolicited(String dialogId, SipMessage message) {
        say(new ServerMessage.Incoming(Ids.next(), APPLICATION, ServerMessage.UNSOLICITED, dialogId, null, message));
    }
}
