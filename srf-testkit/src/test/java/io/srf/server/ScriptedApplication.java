// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.link.Link;
import io.srf.server.admin.Application;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.AppNode;
import io.srf.wire.ClientMessage;
import io.srf.wire.ProxyOptions;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An application that says on its link exactly what a test tells it to, and remembers what it heard. */
final class ScriptedApplication implements Link<ServerMessage> {
    private final List<ServerMessage> heard = new ArrayList<>();
    private final Map<String, Consumer<ServerMessage.Incoming>> scripts = new HashMap<>();
    private @Nullable Application engineSide;
    private boolean closed;
    private int ids;

    void linked(Application end, @Nullable AppNode node) {
        engineSide = end;
        say(new ClientMessage.Authenticate(id(), "", null, node));
    }

    private String id() {
        return "m" + ++ids;
    }

    private Application engine() {
        if (engineSide == null) {
            throw new IllegalStateException("not linked");
        }
        return engineSide;
    }

    String say(ClientMessage message) {
        engine().received(message);
        return message.id();
    }

    void routes(String... methods) {
        for (String method : methods) {
            say(new ClientMessage.Route(id(), method.toLowerCase(Locale.ROOT)));
        }
    }

    void wantsNoMore(String method) {
        say(new ClientMessage.RemoveRoute(id(), method.toLowerCase(Locale.ROOT)));
    }

    /** What it does when a request with this method comes in. */
    ScriptedApplication on(String method, Consumer<ServerMessage.Incoming> script) {
        scripts.put(method, script);
        return this;
    }

    /** Answers a request; returns the id of the message. */
    String answers(ServerMessage.Incoming request, int status) {
        return answers(request, SipResponse.builder(status, null));
    }

    String answers(ServerMessage.Incoming request, SipResponse.Builder response) {
        return say(new ClientMessage.Send(id(), request.transactionId(), null, null, response.build()));
    }

    /** Sends a request outside of dialogs. */
    String sends(SipRequest.Builder request) {
        return say(new ClientMessage.Send(id(), null, null, null, request.build()));
    }

    /** Sends a request inside a dialog. */
    String sends(String dialogId, String method) {
        return sends(dialogId, SipRequest.builder(method, "sip:placeholder"));
    }

    /** Sends a request inside a dialog. */
    String sends(String dialogId, SipRequest.Builder request) {
        return say(new ClientMessage.Send(id(), null, dialogId, null, request.build()));
    }

    /** Claims a dialog that the engine knows. */
    String claims(String dialogId, int fence) {
        return say(new ClientMessage.Claim(id(), dialogId, fence, null));
    }

    /** Claims a dialog and says how it stands, for an engine that may not know it. */
    String claims(String dialogId, int fence, ClientMessage.Standing standing) {
        return say(new ClientMessage.Claim(id(), dialogId, fence, standing));
    }

    /** Lets go of a dialog. */
    String releases(String dialogId) {
        return say(new ClientMessage.Release(id(), dialogId));
    }

    String cancels(String transactionId) {
        SipRequest cancel =
                SipRequest.builder(Methods.CANCEL, "sip:placeholder").build();
        return say(new ClientMessage.Send(id(), transactionId, null, null, cancel));
    }

    String proxies(ServerMessage.Incoming request, ProxyOptions options, String... destinations) {
        SipRequest headers =
                SipRequest.builder(request.message().method(), destinations[0]).build();
        return proxies(request, options, headers, destinations);
    }

    /** Has a request passed on with the headers of another one. */
    String proxies(ServerMessage.Incoming request, ProxyOptions options, SipRequest headers, String... destinations) {
        return say(new ClientMessage.Proxy(id(), request.transactionId(), options, List.of(destinations), headers));
    }

    /** Its link drops. */
    void dies() {
        closed = true;
        engine().closed(null);
    }

    @Override
    public void send(ServerMessage message) {
        if (closed) {
            return;
        }
        heard.add(message);
        if (message instanceof ServerMessage.Incoming incoming && incoming.message() instanceof SipRequest request) {
            scripts.getOrDefault(request.method(), i -> {}).accept(incoming);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public String peer() {
        return "a scripted application";
    }

    /** The requests with this method that came in. */
    List<ServerMessage.Incoming> requests(String method) {
        return incoming().stream()
                .filter(i -> i.message() instanceof SipRequest r && r.is(method))
                .toList();
    }

    /** The responses with this status that came in. */
    List<ServerMessage.Incoming> responses(int status) {
        return incoming().stream()
                .filter(i -> i.message() instanceof SipResponse r && r.status() == status)
                .toList();
    }

    private List<ServerMessage.Incoming> incoming() {
        return heard.stream()
                .filter(ServerMessage.Incoming.class::isInstance)
                .map(ServerMessage.Incoming.class::cast)
                .toList();
    }

    /** The records of calls that came in, such as {@code start uac}. */
    List<String> records() {
        return heard.stream()
                .filter(ServerMessage.Cdr.class::isInstance)
                .map(ServerMessage.Cdr.class::cast)
                .map(cdr -> cdr.kind().name().toLowerCase(Locale.ROOT) + ' ' + cdr.detail())
                .toList();
    }

    /** The replies to a message, in order. */
    List<Reply> replies(String id) {
        return heard.stream()
                .filter(Reply.class::isInstance)
                .map(Reply.class::cast)
                .filter(r -> r.inReplyTo().equals(id))
                .toList();
    }

    /** What was sent for a message; fails if it was refused. */
    Reply.Sent sent(String id) {
        return (Reply.Sent) replies(id).getFirst();
    }

    /** Whether a message was agreed to. */
    boolean isAgreed(String id) {
        return replies(id).getFirst() instanceof Reply.Ok;
    }

    /** Why a message was refused. */
    String refusal(String id) {
        return ((Reply.Refused) replies(id).getFirst()).text();
    }

    /** Everything that was refused. */
    List<Reply.Refused> allRefusals() {
        return heard.stream()
                .filter(Reply.Refused.class::isInstance)
                .map(Reply.Refused.class::cast)
                .toList();
    }
}
