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
    private static final String IN_BLOCKLIST = "is in the blocklist";

    private final MemoryGauge memory;
    private final Timers clock;
    private final long origin;
    private final Blocklist blocklist;
    private final Refusals refusals;
    private final Tarpit tarpit;
    private volatile Rules rules;

    /** Protects by these options, with the time of this clock. */
    public Protection(ProtectionOptions options, Timers clock, MemoryGauge memory) {
        this.memory = memory;
        this.clock = clock;
        this.origin = clock.nanoTime() - 1;
        this.rules = Rules.of(options);
        this.blocklist = new Blocklist(clock);
        options.lists().blocked().forEach(network -> blocklist.block(network, null));
        this.refusals = new Refusals(clock);
        this.tarpit = new Tarpit(clock);
    }

    /**
     * Protects by other options from now on; what they block from the beginning is not looked at, see {@link Blocklist#blockForEver}. Sources that were found are heard again if they are trusted
     * now, or if offences have no consequence any more.
     */
    public synchronized void become(ProtectionOptions options) {
        Rules now = rules.with(options);
        rules = now;
        blocklist.forgive(source -> now.offences() == null || now.trusts(source.base()));
    }

    /** By what it protects now. */
    ProtectionOptions options() {
        return rules.options();
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
        return new Gate(this, new OverloadGuard(loop, options().overload(), memory));
    }

    /** Whether a message is of somebody who is not heard; if it came by a connection, that is closed. */
    public boolean drops(Flow flow) {
        if (!isBlocked(flow.remote().getAddress())) {
            return false;
        }
        refusals.note(Refused.BLOCKED_MESSAGE, flow.remote(), IN_BLOCKLIST);
        flow.hangUp(Duration.ZERO);
        return true;
    }

    /** Somebody trusted is heard though the source, which may be a whole network of IPv6, was found to be bad. */
    private boolean isBlocked(InetAddress address) {
        return blocklist.isGiven(address) || (blocklist.isFound(address) && !trusts(address));
    }

    /** Whether somebody may connect. */
    public boolean admits(InetSocketAddress peer) {
        if (!isBlocked(peer.getAddress())) {
            return true;
        }
        refusals.note(Refused.BLOCKED_CONNECTION, peer, IN_BLOCKLIST);
        return false;
    }

    /** Takes it that what came by a connection of somebody is no message; whoever found out has logged it. */
    public void unreadable(InetSocketAddress peer) {
        refusals.count(Refused.NO_MESSAGE);
        offence(rules, peer);
    }

    /**
     * Takes it that somebody sent what is no message; whoever found out has logged it.
     *
     * @param answer the response; null if there can be none
     * @return whether that was all; if not, the answer is to be sent
     */
    public boolean withholds(byte @Nullable [] answer, Flow flow) {
        return withholds(Refused.NO_MESSAGE, answer, flow);
    }

    /** Whether it matters that a request is malformed, so that it has to be found out before it has a transaction. */
    boolean mindsMalformed() {
        Rules now = rules;
        return now.offences() != null || now.options().scanners().malformed() != Scanners.Action.SERVE;
    }

    /** The same of a malformed request outside of calls. */
    boolean withholds(Refused why, byte @Nullable [] answer, Flow flow) {
        Rules now = rules;
        refusals.count(why);
        offence(now, flow.remote());
        if (now.trusts(address(flow))) {
            return false;
        }
        Scanners scanners = now.options().scanners();
        Screening screening = treated(scanners.malformed(), scanners.tarpit(), flow);
        if (screening instanceof Screening.Late late && answer != null) {
            tarpit.answer(answer, flow, late.after());
        }
        return !screening.equals(Screening.PASS);
    }

    /** Whether a STUN request of this peer is answered. */
    public boolean answersStun(InetSocketAddress peer) {
        InetAddress address = peer.getAddress();
        Rules now = rules;
        Meter stuns = now.stuns();
        if (isBlocked(address)) {
            refusals.note(Refused.BLOCKED_MESSAGE, peer, IN_BLOCKLIST);
            return false;
        }
        if (stuns != null && !now.trusts(address) && stuns.exceeds(Sources.of(address), now())) {
            refusals.note(Refused.STUN_EXCEEDED, peer, tooMany("STUN requests", now));
            return false;
        }
        return true;
    }

    /** Looks at who sent a new request, and how often; the trusted may do as they like. */
    Screening screen(SipRequest request, Flow flow) {
        Rules now = rules;
        Scanners scanners = now.options().scanners();
        if (scanners.sent(request) && !now.trusts(address(flow))) {
            refused(now, Refused.SCANNER, flow, "looks for victims");
            return treated(scanners.action(), scanners.tarpit(), flow);
        }
        Meter rate = now.requests();
        return rate != null && !now.trusts(address(flow)) && rate.exceeds(Sources.of(address(flow)), now())
                ? tooOften(now, flow)
                : Screening.PASS;
    }

    private static InetAddress address(Flow flow) {
        return flow.remote().getAddress();
    }

    private static Screening treated(Scanners.Action action, Duration tarpit, Flow flow) {
        return switch (action) {
            case SERVE -> Screening.PASS;
            case DROP -> {
                flow.hangUp(Duration.ZERO);
                yield Screening.DROP;
            }
            case TARPIT -> {
                flow.hangUp(tarpit);
                yield flow.protocol() == Protocol.UDP ? new Screening.Late(tarpit) : Screening.DROP;
            }
        };
    }

    private Screening tooOften(Rules now, Flow flow) {
        refused(now, Refused.RATE_EXCEEDED, flow, tooMany("new requests", now));
        return now.options().rate().answered() ? Screening.BUSY : Screening.DROP;
    }

    private static String tooMany(String what, Rules now) {
        return "too many " + what + ", expected: ≤ " + now.options().rate().perSecond() + "/s";
    }

    private void refused(Rules now, Refused why, Flow flow, String what) {
        refusals.note(why, flow.remote(), what);
        offence(now, flow.remote());
    }

    /** Somebody was refused for what is no fault of theirs. */
    Screening busy(Refused why, Flow flow, String what) {
        refusals.note(why, flow.remote(), what);
        return Screening.BUSY;
    }

    private void offence(Rules now, InetSocketAddress peer) {
        InetAddress address = peer.getAddress();
        Meter offences = now.offences();
        if (offences == null || now.trusts(address)) {
            return;
        }
        long source = Sources.of(address);
        if (offences.exceeds(source, now())) {
            offences.forgive(source);
            Duration time = now.options().blocks().time();
            blocklist.found(address, time);
            refusals.note(Refused.SOURCE_BLOCKED, peer, "blocked for " + time.toSeconds() + " s for its offences");
        }
    }

    /** Whether the operator trusts this address. */
    boolean trusts(InetAddress address) {
        return rules.trusts(address);
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
