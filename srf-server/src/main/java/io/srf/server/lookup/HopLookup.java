// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import io.srf.server.Loop;
import io.srf.server.lookup.LookupEffect.AskDomain;
import io.srf.server.lookup.LookupEffect.AskHost;
import io.srf.server.lookup.LookupEffect.AskService;
import io.srf.server.lookup.LookupEffect.Found;
import io.srf.server.lookup.LookupEffect.NotFound;
import io.srf.server.lookup.LookupMachine.Step;
import io.srf.server.lookup.LookupState.Over;
import io.srf.time.Timer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the machine of one look-up, on the loop that asked. */
final class HopLookup {
    private final Names names;
    private final Loop loop;
    private final Resolver.Outcome outcome;
    private final LookupMachine machine;
    private LookupState state = new Over();
    private @Nullable Timer limit;

    HopLookup(NextHop hop, Names names, Resolver.Asker asker, Resolver.Outcome outcome) {
        this.names = names;
        this.loop = asker.loop();
        this.outcome = outcome;
        this.machine = new LookupMachine(hop, asker.protocols(), asker.below());
    }

    /** Begins; what takes longer than this ends with what is known by then. */
    void begin(long limitMillis) {
        perform(machine.begin());
        if (!(state instanceof Over)) {
            limit = loop.timers().schedule(limitMillis, () -> perform(machine.step(state, new LookupEvent.TimeUp())));
        }
    }

    private void happened(LookupEvent event) {
        if (loop.inLoop()) {
            perform(machine.step(state, event));
        } else {
            loop.later(() -> perform(machine.step(state, event)));
        }
    }

    private void perform(Step step) {
        state = step.state();
        step.effects().forEach(this::perform);
    }

    private void perform(LookupEffect effect) {
        switch (effect) {
            case AskDomain ask -> names.naptr(ask.domain(), a -> happened(new LookupEvent.Offers(a)));
            case AskService ask -> {
                Service service = ask.service();
                names.srv(service.name(), a -> happened(new LookupEvent.Servers(service, a)));
            }
            case AskHost ask -> askAddresses(ask.place());
            case Found found -> {
                stopTimer();
                outcome.found(found.targets());
            }
            case NotFound none -> {
                stopTimer();
                outcome.none(none.why());
            }
        }
    }

    private void askAddresses(Place place) {
        InetAddress literal = HostNames.literal(place.host());
        if (literal != null) {
            InetSocketAddress address = new InetSocketAddress(literal, place.port());
            happened(new LookupEvent.Addresses(place, Answer.of(List.of(address))));
        } else {
            names.addresses(place.host(), place.port(), a -> happened(new LookupEvent.Addresses(place, a)));
        }
    }

    private void stopTimer() {
        if (limit != null) {
            limit.cancel();
        }
    }
}
