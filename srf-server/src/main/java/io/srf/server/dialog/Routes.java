// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.lookup.NextHop;
import io.srf.server.lookup.Resolver;
import io.srf.server.lookup.Target;
import io.srf.server.transport.Flow;
import io.srf.server.transport.Hosts;
import io.srf.server.transport.Network;
import io.srf.server.transport.Protocol;
import io.srf.sip.HeaderName;
import io.srf.sip.NameAddr;
import io.srf.sip.SipRequest;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the ways to where a URI leads. For the shard's loop alone; what is found is told on it. */
public final class Routes {
    private final Shard shard;

    /** Finds ways out of this shard. */
    public Routes(Shard shard) {
        this.shard = shard;
    }

    /** Who hears where the ways lead, or why there is none. */
    public interface Found {
        /** The ways, one at least. */
        void ways(Ways ways);

        /** There is none; the text says why. */
        void none(String why);
    }

    /**
     * Where a request goes next: its topmost Route, or without one its Request-URI. To a sips URI a Route leads by TLS alone, as if it were one too (RFC 3261 §8.1.2, §16.6 step 7);
     * not inside a dialog, where the hops were recorded by those who were on the way.
     */
    public static Uri firstHop(SipRequest request) {
        return firstHop(request, request.uri());
    }

    /** The same, if this were its Request-URI. */
    public static Uri firstHop(SipRequest request, Uri target) {
        List<NameAddr> routes = request.routes();
        if (routes.isEmpty()) {
            return target;
        }
        Uri hop = routes.getFirst().uri();
        boolean secure = target instanceof SipUri sip && sip.secure() && !isInDialog(request);
        return secure && hop instanceof SipUri sip ? sip.secured() : hop;
    }

    private static boolean isInDialog(SipRequest request) {
        return request.has(HeaderName.TO) && request.to().tag() != null;
    }

    /**
     * The ways to a new destination.
     *
     * <p>A URI that cannot be a destination is told as none.
     */
    public void to(Uri uri, Found found) {
        to(uri, null, found);
    }

    /**
     * The ways to a peer for the last that it is to hear: if none leads to where it says that it is, the one that it was heard on, so that it does not stay in
     * a call that is over. What a sips URI asks for goes by TLS or not at all (RFC 3261 §26.2.2).
     */
    void orBack(Uri uri, Heard heard, Found found) {
        Flow back = heard.flow();
        boolean mayGoBack = back.protocol().isSecure() || !(uri instanceof SipUri sip && sip.secure());
        Consumer<String> none = mayGoBack ? why -> found.ways(Ways.only(back)) : found::none;
        to(uri, heard, of(found::ways, none));
    }

    /**
     * The ways to a peer that may have been heard before, which may be the {@linkplain ReturnWay way back}.
     */
    void to(Uri uri, @Nullable Heard heard, Found found) {
        NextHop hop;
        try {
            hop = NextHop.of(uri);
        } catch (IllegalArgumentException e) {
            found.none(String.valueOf(e.getMessage()));
            return;
        }
        if (heard != null && ReturnWay.isBetter(heard, hop)) {
            found.ways(Ways.only(heard.flow()));
            return;
        }
        Target named = hop.target();
        if (named != null) {
            choose(hop, List.of(named), heard, found);
            return;
        }
        Resolver.Asker asker = new Resolver.Asker(shard.loop(), protocols(), shard.ids()::below);
        shard.resolver().resolve(hop, asker, new Resolver.Outcome() {
            @Override
            public void found(List<Target> targets) {
                choose(hop, targets, heard, found);
            }

            @Override
            public void none(String why) {
                found.none(why);
            }
        });
    }

    /** What the engine can send by, in the order in which it listens. */
    private Set<Protocol> protocols() {
        Set<Protocol> protocols = new LinkedHashSet<>();
        shard.network().listenPoints().forEach(point -> protocols.add(point.protocol()));
        return protocols;
    }

    private void choose(NextHop hop, List<Target> targets, @Nullable Heard heard, Found found) {
        List<Flow> flows = new ArrayList<>(targets.size());
        String why = "requested protocol/transport not available";
        for (Target target : sameFirst(targets, heard)) {
            if (heard != null && heard.isConnectionTo(target)) {
                flows.add(heard.flow());
            } else if (isMyself(hop, target)) {
                why = "can not send request to myself";
            } else if (targets.size() == 1 || canReach(target)) {
                addFlow(hop, target, flows);
            }
        }
        if (flows.isEmpty()) {
            found.none(why);
        } else {
            found.ways(Ways.of(flows, shard.resolver(), shard.loop().timers()));
        }
    }

    /** The target that the peer was heard from comes first, so that an ACK goes where its INVITE went, and a dialog stays where it is. */
    private List<Target> sameFirst(List<Target> targets, @Nullable Heard heard) {
        Target same = heard == null
                ? null
                : new Target(heard.flow().protocol(), heard.flow().remote());
        if (same == null
                || targets.size() == 1
                || !targets.contains(same)
                || shard.resolver().isDead(same, shard.loop().timers().nanoTime())) {
            return targets;
        }
        List<Target> order = new ArrayList<>(targets);
        order.remove(same);
        order.addFirst(same);
        return order;
    }

    private void addFlow(NextHop hop, Target target, List<Flow> flows) {
        try {
            flows.add(shard.network().flowTo(target.protocol(), target.address(), hop.host()));
        } catch (IllegalArgumentException e) {
            // nothing listens with this protocol: the others remain
        }
    }

    /** Whether a socket of ours has an address of the same family. */
    private boolean canReach(Target target) {
        InetAddress peer = target.address().getAddress();
        for (Network.ListenPoint point : shard.network().listenPoints()) {
            InetAddress bound = point.address().getAddress();
            if (point.protocol() == target.protocol()
                    && (bound.isAnyLocalAddress() || bound.getClass().equals(peer.getClass()))) {
                return true;
            }
        }
        return false;
    }

    private boolean isMyself(NextHop hop, Target target) {
        InetSocketAddress address = target.address();
        for (Network.ListenPoint point : shard.network().listenPoints()) {
            if (point.protocol() == target.protocol()
                    && (address.equals(point.advertised())
                            || address.equals(point.address())
                            || point.isAt(hop.host(), address.getPort())
                            || point.isAt(Hosts.text(address.getAddress()), address.getPort()))) {
                return true;
            }
        }
        return false;
    }

    /** Hears of both with functions. */
    public static Found of(Consumer<Ways> ways, Consumer<String> none) {
        return new Found() {
            @Override
            public void ways(Ways found) {
                ways.accept(found);
            }

            @Override
            public void none(String why) {
                none.accept(why);
            }
        };
    }

    /** Hears of the first way alone, for what has no transaction. */
    public static Found first(Consumer<Flow> flow, Consumer<String> none) {
        return of(ways -> flow.accept(ways.flow()), none);
    }
}
