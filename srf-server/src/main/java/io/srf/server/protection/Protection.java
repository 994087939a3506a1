// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import io.srf.server.Loop;
import io.srf.server.transaction.Screening;
import io.srf.server.transport.Flow;
import io.srf.server.transport.Protocol;
import io.srf.sip.SipRequest;
import io.srf.time.Timers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an engine knows of strangers; one for all its shards. Any thread may use it, without a lock. */
public final class Protection {
    private final ProtectionOptions options;
    private final MemoryGauge memory;
    private final Timers clock;
    private final long origin;
    private final AddressRanges trusted;
    private final Blocklist blocklist;
    private final Refusals refusals;
    private final @Nullable Meter rate;
    private final @Nullable Meter offences;

    /** Protects by these options, with the time of this clock. */
    public Protection(ProtectionOptions options, Timers clock, MemoryGauge memory) {
        this.options = options;
        this.memory = memory;
        this.clock = clock;
        this.origin = clock.nanoTime() - 1;
        this.trusted = new AddressRanges(options.lists().trusted());
        this.blocklist = new Blocklist(clock);
        options.lists().blocked().forEach(network -> blocklist.block(network, null));
        this.refusals = new Refusals(clock);
        RateLimit limit = options.rate();
        this.rate = limit.perSecond() == 0
                ? null
                : new Meter(limit.perSecond(), Duration.ofSeconds(1), limit.burst(), limit.sources());
        BlockRule rule = options.blocks();
        this.offences = rule.offences() == 0 ? null : Meter.ofOffences(rule.offences(), rule.within());
    }

    /** Who is not heard. */
    public Blocklist blocklist() {
        return blocklist;
    }

    /** How often something was refused, for each reason; not all taken at the same instant. */
    public Map<Refused, Long> refusals() {
        return refusals.snapshot();
    }

    /** What guards the new requests of one shard. */
    public Gate gate(Loop loop) {
        return new Gate(
                this,
                new OverloadGuard(loop, options.overload(), memory),
                options.overload().maxDialogs());
    }

    /** Whether a message is of somebody who is not heard; if it came by a connection, that is closed. */
    public boolean drops(Flow flow) {
        if (!blocklist.contains(flow.remote().getAddress())) {
            return false;
        }
        refusals.note(Refused.BLOCKED_MESSAGE, flow.remote(), "is in the blocklist");
        flow.hangUp(Duration.ZERO);
        return true;
    }

    /** Whether somebody may connect. */
    public boolean admits(InetSocketAddress peer) {
        if (!blocklist.contains(peer.getAddress())) {
            return true;
        }
        refusals.note(Refused.BLOCKED_CONNECTION, peer, "is in the blocklist");
        return false;
    }

    /** Takes it that somebody sent what is no message; whoever found out has logged it. */
    public void unreadable(InetSocketAddress peer) {
        refusals.count(Refused.NO_MESSAGE);
        offence(peer);
    }

    /** Looks at who sent a new request, and how often; the trusted may do as they like. */
    Screening screen(SipRequest request, Flow flow) {
        if (options.scanners().sent(request) && !trusts(address(flow))) {
            return scanned(flow);
        }
        return rate != null && !trusts(address(flow)) && rate.exceeds(Sources.of(address(flow)), now())
                ? tooOften(flow)
                : Screening.PASS;
    }

    private static InetAddress address(Flow flow) {
        return flow.remote().getAddress();
    }

    private Screening scanned(Flow flow) {
        refused(Refused.SCANNER, flow, "looks for victims");
        Scanners scanners = options.scanners();
        boolean waits = scanners.action() == Scanners.Action.TARPIT;
        flow.hangUp(waits ? scanners.tarpit() : Duration.ZERO);
        return waits && flow.protocol() == Protocol.UDP ? new Screening.Late(scanners.tarpit()) : Screening.DROP;
    }

    private Screening tooOften(Flow flow) {
        refused(
                Refused.RATE_EXCEEDED,
                flow,
                "too many new requests, expected: ≤ " + options.rate().perSecond() + "/s");
        return options.rate().answered() ? Screening.BUSY : Screening.DROP;
    }

    private void refused(Refused why, Flow flow, String what) {
        refusals.note(why, flow.remote(), what);
        offence(flow.remote());
    }

    /** Somebody was refused for what is no fault of theirs. */
    Screening busy(Refused why, Flow flow, String what) {
        refusals.note(why, flow.remote(), what);
        return Screening.BUSY;
    }

    private void offence(InetSocketAddress peer) {
        InetAddress address = peer.getAddress();
        if (offences == null || trusts(address)) {
            return;
        }
        long source = Sources.of(address);
        if (offences.exceeds(source, now())) {
            offences.forgive(source);
            Duration time = options.blocks().time();
            blocklist.found(address, time);
            refusals.note(Refused.SOURCE_BLOCKED, peer, "blocked for " + time.toSeconds() + " s for its offences");
        }
    }

    /** Whether the operator trusts this address. */
    boolean trusts(InetAddress address) {
        return trusted.contains(address);
    }

    /** Counts and logs a refusal that others have decided on. */
    void note(Refused why, long source, String shown, String what) {
        refusals.note(why, source, shown, what);
    }

    /** The time in nanoseconds, above 0. */
    long now() {
        return clock.nanoTime() - origin;
    }
}
