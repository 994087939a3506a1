// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.lookup.NextHop;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.NameAddr;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.WireCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks the responses to requests of ours once, where they come in: what the engine reads of them later can be read, and where they say that the peer
 * is can be sent to. Pure functions, for any thread.
 *
 * <p>What Call-ID, From and To must be is known from the request (RFC 3261 §8.2.6.2), so it takes their place; other headers are left out.
 */
final class ResponseRules {
    /** 2xx to these say where the peer is from now on (RFC 3261 §12.2, RFC 3311 §5.1, RFC 6665 §4.1.2.3). */
    private static final Set<String> TARGET_REFRESH = Set.of(Methods.INVITE, Methods.UPDATE, Methods.SUBSCRIBE);

    /** What a dialog is made of. */
    private static final Set<HeaderName> OF_DIALOG = Set.of(HeaderName.TO, HeaderName.CONTACT, HeaderName.RECORD_ROUTE);

    private static final Set<HeaderName> KNOWN = Set.of(HeaderName.CALL_ID, HeaderName.FROM, HeaderName.TO);

    private static final List<Rule> ALWAYS = List.of(
            new Rule(HeaderName.CALL_ID, (sent, response) -> same(sent.callId(), response.callId())),
            new Rule(
                    HeaderName.FROM,
                    (sent, response) -> same(sent.from().tag(), response.from().tag())),
            new Rule(HeaderName.TO, ResponseRules::checkTo));

    private static final List<Rule> IN_DIALOG = and(
            ALWAYS,
            new Rule(HeaderName.CONTACT, (sent, response) -> checkContact(response, sent.routes())),
            new Rule(HeaderName.EXPIRES, (sent, response) -> response.expires()));

    private static final List<Rule> MAKING_DIALOG = and(
            ALWAYS,
            new Rule(HeaderName.RECORD_ROUTE, (sent, response) -> checkRoute(response)),
            new Rule(HeaderName.CONTACT, ResponseRules::checkFirstContact),
            new Rule(HeaderName.EXPIRES, (sent, response) -> response.expires()));

    private ResponseRules() {}

    /** What is expected of one header; the check throws if it is not so. */
    private record Rule(HeaderName header, Check check) {
        @Nullable Flaw broken(SipRequest sent, SipResponse response) {
            try {
                check.check(sent, response);
                return null;
            } catch (SipParseException e) {
                return new Flaw(header, String.valueOf(e.getMessage()));
            } catch (IllegalArgumentException e) {
                return new Flaw(header, header + ": " + e.getMessage());
            }
        }
    }

    private interface Check {
        void check(SipRequest sent, SipResponse response);
    }

    /**
     * A header that is of no use.
     *
     * @param problem its name and what is wrong with it
     */
    record Flaw(HeaderName header, String problem) {
        @Override
        public String toString() {
            return problem;
        }
    }

    /**
     * What there is of a response.
     *
     * @param response without what is of no use
     * @param flaws what was of no use; mostly empty
     */
    record Finding(SipResponse response, List<Flaw> flaws) {
        /** Whether a dialog that the response makes would lead nowhere. */
        boolean leadsNowhere() {
            return !flaws.isEmpty() && flaws.stream().anyMatch(flaw -> OF_DIALOG.contains(flaw.header));
        }
    }

    /** Checks a response to this request. */
    static Finding check(SipRequest sent, SipResponse response) {
        List<Flaw> flaws = List.of();
        for (Rule rule : rulesFor(sent, response)) {
            Flaw flaw = rule.broken(sent, response);
            if (flaw != null) {
                flaws = flaws.isEmpty() ? new ArrayList<>(1) : flaws;
                flaws.add(flaw);
            }
        }
        return new Finding(flaws.isEmpty() ? response : without(flaws, sent, response), flaws);
    }

    private static List<Rule> rulesFor(SipRequest sent, SipResponse response) {
        if (response.status() >= 300 || !TARGET_REFRESH.contains(sent.method())) {
            return ALWAYS;
        }
        return sent.to().tag() == null ? MAKING_DIALOG : IN_DIALOG;
    }

    private static void same(@Nullable String ours, @Nullable String theirs) {
        if (!Objects.equals(ours, theirs)) {
            throw new IllegalArgumentException("expected " + ours + ", found " + theirs);
        }
    }

    /** In a dialog the tag is known; else it may become part of the dialog's id, which is a token of the wire protocol. */
    private static void checkTo(SipRequest sent, SipResponse response) {
        String theirs = response.to().tag();
        String known = sent.to().tag();
        if (known != null) {
            same(known, theirs);
        } else if (theirs != null && !WireCodec.isToken(theirs)) {
            throw new IllegalArgumentException("tag " + theirs + ", expected neither | nor control characters");
        }
    }

    private static void checkRoute(SipResponse response) {
        List<NameAddr> routes = response.recordRoutes();
        if (!routes.isEmpty()) {
            NextHop.of(routes.getLast().uri());
        }
    }

    private static List<NameAddr> routes(SipResponse response) {
        try {
            checkRoute(response);
            return response.recordRoutes().reversed();
        } catch (SipParseException | IllegalArgumentException e) {
            return List.of();
        }
    }

    /** A 2xx that makes a call must say where the callee is (RFC 3261 §12.1.1); who accepts a subscription may say so in a NOTIFY yet. */
    private static void checkFirstContact(SipRequest sent, SipResponse response) {
        if (sent.is(Methods.INVITE) && response.isSuccess() && response.contact() == null) {
            throw new IllegalArgumentException("expected one in a " + response.status() + " to INVITE, found none");
        }
        checkContact(response, routes(response));
    }

    private static void checkContact(SipResponse response, List<NameAddr> hops) {
        NameAddr contact = response.contact();
        if (contact != null) {
            PeerTargets.check(contact.uri(), hops);
        }
    }

    private static List<Rule> and(List<Rule> rules, Rule... more) {
        return Stream.concat(rules.stream(), Stream.of(more)).toList();
    }

    private static SipResponse without(List<Flaw> flaws, SipRequest sent, SipResponse response) {
        SipResponse.Builder rest = response.toBuilder();
        for (Flaw flaw : flaws) {
            Header known = KNOWN.contains(flaw.header) ? sent.first(flaw.header) : null;
            if (known == null) {
                rest.remove(flaw.header);
            } else {
                rest.set(known);
            }
        }
        return rest.build();
    }
}
