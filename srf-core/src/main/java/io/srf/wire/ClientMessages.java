// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

import io.srf.sip.SipRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes what applications say. */
final class ClientMessages {
    private static final String AUTHENTICATE = "authenticate";
    private static final String PING = "ping";
    private static final String ROUTE = "route";
    private static final String REMOVE_ROUTE = "remove_route";
    private static final String SIP = "sip";
    private static final String PROXY = "proxy";
    private static final String CLAIM = "claim";

    private static final String REMAIN_IN_DIALOG = "remainInDialog";
    private static final String FULL_RESPONSE = "fullResponse";
    private static final String FOLLOW_REDIRECTS = "followRedirects";
    private static final String SIMULTANEOUS = "simultaneous";
    private static final String SERIAL = "serial";
    /** Where the destinations of a proxy message begin. */
    private static final int DESTINATIONS = 9;

    /** A claim under it lets go of a dialog; engines that do not know that refuse it. */
    private static final int NO_FENCE = 0;

    private ClientMessages() {}

    static ClientMessage decode(Leader in) {
        String id = in.atLeast(2).id();
        String type = in.text(1);
        return switch (type) {
            case AUTHENTICATE ->
                new ClientMessage.Authenticate(id, in.atLeast(3).text(2), tags(in), node(in));
            case PING -> new ClientMessage.Ping(id);
            case ROUTE -> new ClientMessage.Route(id, in.atLeast(3).text(2));
            case REMOVE_ROUTE -> new ClientMessage.RemoveRoute(id, in.atLeast(3).text(2));
            case SIP -> send(id, in.atLeast(4));
            case PROXY -> proxy(id, in.atLeast(DESTINATIONS + 1));
            case CLAIM -> claim(id, in.atLeast(5));
            default -> new ClientMessage.Unknown(id, type);
        };
    }

    private static @Nullable List<String> tags(Leader in) {
        if (in.count() < 4) {
            return null;
        }
        String tags = in.text(3);
        return tags.isEmpty() ? List.of() : Arrays.asList(tags.split(",", -1));
    }

    private static @Nullable AppNode node(Leader in) {
        if (in.count() < 6) {
            return null;
        }
        try {
            return new AppNode(in.text(4), in.text(5));
        } catch (IllegalArgumentException e) {
            throw in.malformed(String.valueOf(e.getMessage()));
        }
    }

    private static ClientMessage claim(String id, Leader in) {
        ClientMessage.Standing standing = null;
        if (in.hasMessage()) {
            if (!(in.message() instanceof SipRequest next)) {
                throw in.malformed("expected a request that says how the dialog stands, found a response");
            }
            standing = new ClientMessage.Standing(next, in.number(4, Integer.MAX_VALUE) - 1);
        }
        int fence = in.number(3, Integer.MAX_VALUE);
        return fence == NO_FENCE
                ? new ClientMessage.Release(id, in.text(2))
                : new ClientMessage.Claim(id, in.text(2), fence, standing);
    }

    private static ClientMessage send(String id, Leader in) {
        return new ClientMessage.Send(id, in.textOrNull(2), in.textOrNull(3), in.textOrNull(4), in.message());
    }

    private static ClientMessage proxy(String id, Leader in) {
        ProxyOptions options = new ProxyOptions(
                flag(in, 3, REMAIN_IN_DIALOG, ""),
                flag(in, 4, FULL_RESPONSE, ""),
                flag(in, 5, FOLLOW_REDIRECTS, ""),
                flag(in, 6, SIMULTANEOUS, SERIAL),
                in.text(7),
                in.text(8));
        List<String> destinations = new ArrayList<>(in.count() - DESTINATIONS);
        for (int i = DESTINATIONS; i < in.count(); i++) {
            destinations.add(in.text(i));
        }
        if (!(in.message() instanceof SipRequest headers)) {
            throw in.malformed("expected a request to take headers from, found a response");
        }
        return new ClientMessage.Proxy(id, in.text(2), options, List.copyOf(destinations), headers);
    }

    private static boolean flag(Leader in, int index, String yes, String no) {
        if (in.is(index, yes)) {
            return true;
        }
        if (!in.is(index, no)) {
            throw in.malformed(
                    "token " + index + " is \"" + in.text(index) + "\", expected \"" + yes + "\" or \"" + no + '"');
        }
        return false;
    }

    static Payload encode(ClientMessage message) {
        String id = message.id();
        return switch (message) {
            case ClientMessage.Authenticate it -> authenticate(it);
            case ClientMessage.Ping it -> new LeaderWriter(id, PING).done();
            case ClientMessage.Route it ->
                new LeaderWriter(id, ROUTE).token(it.verb()).done();
            case ClientMessage.RemoveRoute it ->
                new LeaderWriter(id, REMOVE_ROUTE).token(it.verb()).done();
            case ClientMessage.Send it -> send(it);
            case ClientMessage.Proxy it -> proxy(it);
            case ClientMessage.Claim it -> claim(it);
            case ClientMessage.Release it ->
                new LeaderWriter(id, CLAIM)
                        .token(it.dialogId())
                        .number(NO_FENCE)
                        .number(0)
                        .done();
            case ClientMessage.Unknown it -> new LeaderWriter(id, it.type()).done();
        };
    }

    private static Payload authenticate(ClientMessage.Authenticate message) {
        LeaderWriter out = new LeaderWriter(message.id(), AUTHENTICATE).token(message.secret());
        List<String> tags = message.tags();
        AppNode node = message.node();
        if (tags != null || node != null) {
            out.token(tags == null ? "" : String.join(",", tags));
        }
        return (node == null ? out : out.token(node.app()).token(node.id())).done();
    }

    /** The remote CSeq is written one higher, because tokens hold no negative numbers. */
    private static Payload claim(ClientMessage.Claim message) {
        ClientMessage.Standing standing = message.standing();
        LeaderWriter out =
                new LeaderWriter(message.id(), CLAIM).token(message.dialogId()).number(message.fence());
        return standing == null
                ? out.number(0).done()
                : out.number(standing.remoteSeq() + 1).with(standing.next());
    }

    private static Payload send(ClientMessage.Send message) {
        LeaderWriter out = new LeaderWriter(message.id(), SIP)
                .token(message.transactionId())
                .token(message.dialogId());
        return (message.routeUri() == null ? out : out.token(message.routeUri())).with(message.message());
    }

    private static Payload proxy(ClientMessage.Proxy message) {
        ProxyOptions options = message.options();
        LeaderWriter out = new LeaderWriter(message.id(), PROXY)
                .token(message.transactionId())
                .token(options.remainInDialog() ? REMAIN_IN_DIALOG : "")
                .token(options.fullResponse() ? FULL_RESPONSE : "")
                .token(options.followRedirects() ? FOLLOW_REDIRECTS : "")
                .token(options.simultaneous() ? SIMULTANEOUS : SERIAL)
                .token(options.provisionalTimeout())
                .token(options.finalTimeout());
        message.destinations().forEach(out::token);
        return out.with(message.headers());
    }
}
