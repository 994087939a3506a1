// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.routing.Applications;
import io.srf.server.routing.Choice;
import io.srf.server.transport.Network;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Answers OPTIONS that ask the engine itself whether it takes calls (RFC 3261 §11.2). Any thread may call. */
public final class Pings {
    /** What everybody may do inside a call. */
    private static final Set<String> IN_CALLS = Set.of(
            Methods.INVITE,
            Methods.ACK,
            Methods.CANCEL,
            Methods.BYE,
            Methods.OPTIONS,
            Methods.PRACK,
            Methods.UPDATE,
            Methods.INFO,
            Methods.NOTIFY,
            Methods.REFER);

    /** What the engine does by itself; of other extensions only an application can tell. */
    private static final List<String> SUPPORTED = List.of("100rel", "timer");

    private static final String ACCEPTED = "application/sdp";

    private final Network network;
    private final Applications<?> applications;
    private final BooleanSupplier decided;
    private volatile boolean answering;

    /**
     * Answers for an engine, once it {@link #answer(boolean) is to}.
     *
     * @param decided whether somebody decides about requests who may take some without an application
     */
    public Pings(Network network, Applications<?> applications, BooleanSupplier decided) {
        this.network = network;
        this.applications = applications;
        this.decided = decided;
    }

    /** From now on pings are answered or not. */
    public void answer(boolean wanted) {
        answering = wanted;
    }

    /** The answer to a request that nobody wants; null if it is no ping, or pings are not answered. */
    SipResponse.@Nullable Builder answer(SipRequest request) {
        if (!answering || !request.is(Methods.OPTIONS) || !isForEngine(request.uri())) {
            return null;
        }
        Set<String> wanted = wanted();
        if (wanted.isEmpty() && !decided.getAsBoolean()) {
            return Choice.Later.ELSEWHERE.answer(request);
        }
        Set<String> allowed = new TreeSet<>(IN_CALLS);
        allowed.addAll(wanted);
        return request.response(200, null)
                .add(HeaderName.ALLOW, String.join(", ", allowed))
                .add(HeaderName.ACCEPT, ACCEPTED)
                .add(HeaderName.SUPPORTED, String.join(", ", SUPPORTED));
    }

    /** A server is addressed without a user (RFC 3261 §11), under whatever name its peers have for it; many carriers put a user before its address. */
    private boolean isForEngine(Uri uri) {
        return uri instanceof SipUri sip && (sip.rawUser() == null || network.isAt(sip));
    }

    /** The methods that applications have asked for. */
    private Set<String> wanted() {
        Set<String> methods = new TreeSet<>();
        applications.counts().keySet().forEach(verb -> methods.add(verb.toUpperCase(Locale.ROOT)));
        methods.retainAll(Methods.ALL);
        return methods;
    }
}
