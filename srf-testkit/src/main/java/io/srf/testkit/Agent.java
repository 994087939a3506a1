// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.transport.Protocol;
import io.srf.sip.CSeq;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.NameAddr;
import io.srf.sip.Params;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipParser;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import io.srf.sip.Via;
import io.srf.testkit.internal.ua.Alarms;
import io.srf.testkit.internal.ua.Ids;
import io.srf.testkit.internal.ua.Outlet;
import io.srf.testkit.internal.ua.Transactions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What all calls of a phone share: its line, its identity, its transactions, and what it remembers. */
final class Agent implements Outlet {
    private static final String ALLOW = "INVITE, ACK, CANCEL, BYE, UPDATE, INFO, MESSAGE, OPTIONS, NOTIFY, REFER";

    private static final int SIP_PORT = 5060;
    private static final String MAX_FORWARDS = "70";
    private static final Set<String> WITH_CONTACT = Set.of(
            Methods.INVITE,
            Methods.UPDATE,
            Methods.OPTIONS,
            Methods.REGISTER,
            Methods.SUBSCRIBE,
            Methods.NOTIFY,
            Methods.REFER);

    final String name;
    final PhoneLine line;
    final Ids ids;
    final Alarms alarms;
    final Transactions transactions;
    final Random random;
    final Calls calls = new Calls();
    final Script script = new Script();
    final Replies replies = new Replies();
    final SessionTiming timing = new SessionTiming();
    final Set<String> extensions = new LinkedHashSet<>();
    final Logins logins;
    final Registering registering;
    final Watches watches = new Watches(this);
    final Misbehaviour misbehaviour = new Misbehaviour();
    final Notices notices = new Notices();
    final MessageLog sent = new MessageLog();
    final MessageLog received = new MessageLog();
    final List<String> unreadable = new ArrayList<>();
    private final Dispatcher dispatcher = new Dispatcher(this);
    private volatile @Nullable InetSocketAddress outboundProxy;

    Agent(String name, PhoneLine line, Ids ids, Random random) {
        this.name = name;
        this.line = line;
        this.ids = ids;
        this.random = random;
        this.logins = new Logins(ids);
        this.alarms = new Alarms(name, line.timers());
        this.transactions = new Transactions(this, alarms);
        this.registering = new Registering(this);
    }

    void outboundProxy(@Nullable InetSocketAddress proxy) {
        outboundProxy = proxy;
    }

    /** Takes what the line received. */
    void received(byte[] bytes, InetSocketAddress from) {
        SipMessage message;
        try {
            message = SipParser.parse(bytes);
        } catch (SipParseException e) {
            noteUnreadable(e);
            return;
        }
        if (misbehaviour.ignores(message)) {
            return;
        }
        received.add(message);
        notices.add(message);
        try {
            switch (message) {
                case SipResponse response -> transactions.received(response);
                case SipRequest request -> dispatcher.received(request, from);
            }
        } catch (SipParseException e) {
            noteUnreadable(e);
        }
    }

    private void noteUnreadable(SipParseException why) {
        if (unreadable.size() >= Phone.MAX_UNREADABLE) {
            unreadable.remove(0);
        }
        unreadable.add(String.valueOf(why.getMessage()));
    }

    @Override
    public boolean isReliable() {
        return line.protocol().isReliable();
    }

    @Override
    public void send(SipMessage message, InetSocketAddress to, Consumer<Throwable> onFailure) {
        SipMessage really = misbehaviour.outgoing(message);
        if (really == null) {
            return;
        }
        sent.add(really);
        line.send(really.encoded(), to, onFailure);
        Duration again = misbehaviour.repeatsAfter(really);
        if (again != null) {
            alarms.set("repetition of " + really.startLine(), again.toMillis(), () -> {
                if (misbehaviour.repeatsAfter(really) != null) {
                    send(message, to);
                }
            });
        }
    }

    /** Tells the test of a response that was made here. */
    void notice(SipResponse ownResponse) {
        notices.add(ownResponse);
    }

    /** Host and port of the outbound proxy; throws {@link IllegalStateException} if there is none. */
    String proxyHost() {
        InetSocketAddress proxy = outboundProxy;
        if (proxy == null) {
            throw new IllegalStateException(name + " has no outbound proxy, expected one or a domain");
        }
        return Text.address(proxy);
    }

    /** Whom a text means: a URI, or a user at the outbound proxy. */
    Uri target(String text) {
        InetSocketAddress proxy = outboundProxy;
        if (proxy == null || text.indexOf(':') >= 0) {
            return Uri.parse(text);
        }
        return text.indexOf('@') >= 0 ? Uri.parse("sip:" + text) : SipUri.of(text, Text.host(proxy), proxy.getPort());
    }

    /** The address that a request with this next hop is sent to. */
    InetSocketAddress addressOf(Uri nextHop) {
        if (!(nextHop instanceof SipUri uri)) {
            throw new IllegalArgumentException(
                    "cannot send to \"" + nextHop + "\", expected a sip URI, or a phone with an outbound proxy");
        }
        return line.resolve(uri.host(), uri.port() < 0 ? SIP_PORT : uri.port());
    }

    /** The address that a request outside of dialogs is sent to. */
    InetSocketAddress firstHop(Uri target) {
        InetSocketAddress proxy = outboundProxy;
        return proxy != null ? proxy : addressOf(target);
    }

    /** Who the phone is. */
    SipUri uri() {
        InetSocketAddress own = line.address();
        return SipUri.of(name, Text.host(own), own.getPort());
    }

    /** Where the phone is reached. */
    NameAddr contact() {
        return NameAddr.of(isReliable() ? uri().withParam("transport", transport()) : uri());
    }

    /** As URIs name it: there is one name for both kinds of WebSocket (RFC 7118 §5.4). */
    private String transport() {
        return line.protocol().isWebSocket()
                ? Protocol.WS.lower()
                : line.protocol().lower();
    }

    /** Begins a request outside of dialogs. */
    SipRequest.Builder request(String method, Uri target, String callId) {
        return SipRequest.builder(method, target)
                .add(HeaderName.MAX_FORWARDS, MAX_FORWARDS)
                .add(HeaderName.FROM, NameAddr.of(uri()).withTag(ids.tag()))
                .add(HeaderName.TO, NameAddr.of(target))
                .add(HeaderName.CALL_ID, callId)
                .add(HeaderName.CSEQ, new CSeq(1, method));
    }

    /** Completes a request: a Via with a new branch, Contact and Allow where they belong, and what the test wants. */
    SipRequest complete(String method, SipRequest.Builder request, Consumer<SipRequest.Builder> edit) {
        InetSocketAddress own = line.address();
        Via via = new Via(line.protocol().name(), Text.host(own), own.getPort(), Params.NONE)
                .withParam("branch", ids.branch())
                .withParam("rport", null);
        request.addFirst(HeaderName.VIA, via);
        if (WITH_CONTACT.contains(method)) {
            request.add(HeaderName.CONTACT, contact());
        }
        if (method.equals(Methods.INVITE)) {
            request.add(HeaderName.ALLOW, allow());
            extensions.forEach(extension -> request.add(HeaderName.SUPPORTED, extension));
        }
        edit.accept(request);
        return request.build();
    }

    private String allow() {
        return extensions.contains(Pracking.RELIABLE) ? ALLOW + ", " + Methods.PRACK : ALLOW;
    }

    /** Begins a response; all but a 100 have a To-tag, the request's own or else this one. */
    SipResponse.Builder response(SipRequest request, int status, String tag) {
        SipResponse.Builder response = request.response(status, null);
        if (status > 100 && request.to().tag() == null) {
            response.set(HeaderName.TO, request.to().withTag(tag));
        }
        boolean refreshes = request.is(Methods.INVITE) || request.is(Methods.UPDATE);
        if (refreshes && status > 100 && status < 300) {
            response.add(HeaderName.CONTACT, contact());
            request.all(HeaderName.RECORD_ROUTE).forEach(response::add);
        }
        boolean invites = request.is(Methods.INVITE) && status >= 200 && status < 300;
        if (invites || request.is(Methods.OPTIONS) || status == 405) {
            response.add(HeaderName.ALLOW, allow());
        }
        return response;
    }

    /** What has not ended: calls, dialogs, transactions and timers. */
    List<String> leftovers() {
        List<String> all = new ArrayList<>(calls.unfinished());
        all.addAll(watches.unfinished());
        transactions.unfinished().forEach(transaction -> all.add("transaction " + transaction));
        alarms.running().forEach(alarm -> all.add("timer " + alarm));
        return all;
    }
}
