// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import io.srf.server.lookup.LookupEffect.AskDomain;
import io.srf.server.lookup.LookupEffect.AskHost;
import io.srf.server.lookup.LookupEffect.AskService;
import io.srf.server.lookup.LookupEffect.Found;
import io.srf.server.lookup.LookupEffect.NotFound;
import io.srf.server.lookup.LookupState.AskingDomain;
import io.srf.server.lookup.LookupState.AskingHosts;
import io.srf.server.lookup.LookupState.AskingServices;
import io.srf.server.lookup.LookupState.Over;
import io.srf.server.transport.Protocol;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * Finds the targets of a hop (RFC 3263 §4.1, §4.2).
 *
 * <pre>
 * state            event                      next            effects
 * ---------------  -------------------------  --------------  ---------------------------------
 * (begin)          an IP address              Over            found it, with the default port
 *                  a transport not ours       Over            not found
 *                  *.invalid                  Over            not found
 *                  a port, or a local name    Asking hosts    ask for the host
 *                  a transport                Asking services ask for its service
 *                  else                       Asking domain   ask for NAPTR
 * Asking domain    NAPTR that we can use      Asking services ask for these
 *                  none, or failed            Asking services ask for those of our transports ¹
 * Asking services  SRV, others are awaited    Asking services -
 *                  SRV, the last              Asking hosts    ask for each server
 *                  no service has any         Asking hosts    ask for the domain itself
 *                  only "." was found         Over            not found
 * Asking hosts     addresses, others awaited  Asking hosts    -
 *                  addresses, the last        Over            found all there are, or not found
 *                  time up                    Over            found all there are, or not found
 * the first two    time up                    Over            not found
 * </pre>
 *
 * <p>Everything else is ignored. ¹ With none, as if no service had any.
 */
final class LookupMachine {
    private static final String NO_TRANSPORT = "requested protocol/transport not available";
    private static final String NO_TARGET = "DNS Error";

    /** How many servers of one hop have their addresses asked for. */
    static final int MAX_PLACES = 16;

    private final NextHop hop;
    private final String domain;
    private final Collection<Protocol> ours;
    private final IntUnaryOperator below;

    /** A state and what is to be done. */
    record Step(LookupState state, List<LookupEffect> effects) {
        static Step over(LookupEffect effect) {
            return new Step(new Over(), List.of(effect));
        }
    }

    /**
     * Of one hop.
     *
     * @param ours what we can send by, in the order in which we like to
     * @param below draws a number from 0 on, below its argument
     */
    LookupMachine(NextHop hop, Collection<Protocol> ours, IntUnaryOperator below) {
        this.hop = hop;
        this.domain = HostNames.plain(hop.host());
        this.ours = ours;
        this.below = below;
    }

    Step begin() {
        Target named = hop.target();
        Protocol transport = hop.transport();
        if (named != null) {
            return Step.over(new Found(List.of(named)));
        }
        if (transport != null && !ours.contains(transport)) {
            return Step.over(new NotFound(NO_TRANSPORT));
        }
        if (HostNames.isNowhere(domain)) {
            return Step.over(new NotFound(NO_TARGET));
        }
        if (hop.port() > 0 || HostNames.isLocal(domain)) {
            return askDomainItself();
        }
        if (transport != null) {
            return askServices(List.of(Services.named(domain, transport)));
        }
        return new Step(new AskingDomain(), List.of(new AskDomain(domain)));
    }

    Step step(LookupState state, LookupEvent event) {
        return switch (state) {
            case AskingDomain asking ->
                switch (event) {
                    case LookupEvent.Offers offers -> offered(offers.answer());
                    case LookupEvent.TimeUp up -> Step.over(new NotFound(NO_TARGET));
                    default -> same(state);
                };
            case AskingServices asking ->
                switch (event) {
                    case LookupEvent.Servers servers -> served(asking, servers);
                    case LookupEvent.TimeUp up -> Step.over(new NotFound(NO_TARGET));
                    default -> same(state);
                };
            case AskingHosts asking ->
                switch (event) {
                    case LookupEvent.Addresses addresses -> addressed(asking, addresses);
                    case LookupEvent.TimeUp up -> Step.over(result(asking));
                    default -> same(state);
                };
            case Over over -> same(state);
        };
    }

    private static Step same(LookupState state) {
        return new Step(state, List.of());
    }

    private Step offered(Answer<Naptr> answer) {
        List<Service> offered = Services.offered(answer.records(), ours, hop.secure());
        return askServices(offered.isEmpty() ? Services.guessed(domain, ours, hop.secure()) : offered);
    }

    private Step askServices(List<Service> services) {
        if (services.isEmpty()) {
            return askDomainItself();
        }
        return new Step(
                new AskingServices(services, Map.of()),
                services.stream().<LookupEffect>map(AskService::new).toList());
    }

    private Step served(AskingServices asking, LookupEvent.Servers event) {
        Map<Service, Answer<Srv>> answers = new HashMap<>(asking.answers());
        answers.put(event.service(), event.answer());
        if (!answers.keySet().containsAll(asking.services())) {
            return new Step(new AskingServices(asking.services(), answers), List.of());
        }
        boolean hasNone = answers.values().stream().allMatch(a -> a.records().isEmpty());
        List<Place> places = asking.services().stream()
                .flatMap(service -> places(service.protocol(), answers.getOrDefault(service, Answer.none())))
                .distinct()
                .limit(MAX_PLACES)
                .toList();
        if (hasNone) {
            return askDomainItself();
        }
        return places.isEmpty() ? Step.over(new NotFound(NO_TARGET)) : askHosts(places);
    }

    private Stream<Place> places(Protocol protocol, Answer<Srv> answer) {
        return SrvOrder.of(answer.records(), below).stream()
                .filter(srv -> !srv.isRefusal())
                .map(srv -> new Place(protocol, HostNames.plain(srv.target()), srv.port()));
    }

    private Step askDomainItself() {
        return askHosts(List.of(new Place(hop.protocol(), domain, hop.portOrDefault())));
    }

    private static Step askHosts(List<Place> places) {
        return new Step(
                new AskingHosts(places, Map.of()),
                places.stream().<LookupEffect>map(AskHost::new).toList());
    }

    private static Step addressed(AskingHosts asking, LookupEvent.Addresses event) {
        Map<Place, Answer<InetSocketAddress>> answers = new HashMap<>(asking.answers());
        answers.put(event.place(), event.answer());
        AskingHosts now = new AskingHosts(asking.places(), answers);
        return answers.keySet().containsAll(asking.places()) ? Step.over(result(now)) : new Step(now, List.of());
    }

    private static LookupEffect result(AskingHosts asking) {
        List<Target> targets = asking.places().stream()
                .flatMap(place -> asking.answers().getOrDefault(place, Answer.none()).records().stream()
                        .map(address -> new Target(place.protocol(), address)))
                .distinct()
                .toList();
        return targets.isEmpty() ? new NotFound(NO_TARGET) : new Found(targets);
    }
}
