// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import io.srf.sip.DigestChallenge;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a request that was challenged is sent again (RFC 3261 §22.2, §22.3; RFC 7616 §3.3).
 *
 * <pre>
 * state     event                                   next      effects
 * Waiting   Challenged, a realm may be answered     Finding   Find these realms
 * Waiting   Challenged, none may be                 Refused   GiveUp
 * Finding   Found, credentials of some              Waiting   SendAgain with answers for them
 * Finding   Found, none                             Refused   GiveUp
 * </pre>
 *
 * What is not in the table changes nothing. A realm may be answered if it was not yet, or once more if the challenge says that only the nonce was
 * {@code stale}. So a wrong password is tried once. After {@link #MAX_ROUNDS} rounds no realm may be answered.
 */
public final class ChallengeMachine {
    /** How often one request is sent again with answers, so that a server that thinks up new realms comes to an end. */
    public static final int MAX_ROUNDS = 8;

    private ChallengeMachine() {}

    /** Where a request stands. */
    public sealed interface State {
        /**
         * Its answer is awaited.
         *
         * @param tries how often each realm was answered
         * @param rounds how often it was sent with new answers
         */
        record Waiting(Map<Realm, Integer> tries, int rounds) implements State {}

        /**
         * Credentials for these challenges are looked for.
         *
         * @param before how it stood when the challenge came
         */
        record Finding(Map<Realm, DigestChallenge> open, Waiting before) implements State {}

        /** It is not sent again. */
        record Refused() implements State {}
    }

    /** What happens. */
    public sealed interface Event {
        /** It was answered with these challenges. */
        record Challenged(Map<Realm, DigestChallenge> challenges) implements Event {}

        /** Of what was looked for, there are these credentials. */
        record Found(Map<Realm, Credentials> credentials) implements Event {}
    }

    /** What is to be done. */
    public sealed interface Effect {
        /** Look for credentials of these realms. */
        record Find(Set<Realm> realms) implements Effect {}

        /** Send the request again, with answers to these challenges. */
        record SendAgain(Map<Realm, Login> logins) implements Effect {}

        /** The response with the challenges is the answer. */
        record GiveUp() implements Effect {}
    }

    /** What follows from an event: one effect, as long as the event belongs to the state. */
    public record Step(State state, List<Effect> effects) {}

    /** A request that was sent for the first time. */
    public static final State START = new State.Waiting(Map.of(), 0);

    private static final int ONCE_MORE_IF_STALE = 2;

    /** Takes one event. */
    public static Step step(State state, Event event) {
        if (state instanceof State.Waiting waiting && event instanceof Event.Challenged challenged) {
            return challenged(waiting, challenged.challenges());
        }
        if (state instanceof State.Finding finding && event instanceof Event.Found found) {
            return found(finding, found.credentials());
        }
        return new Step(state, List.of());
    }

    private static Step challenged(State.Waiting waiting, Map<Realm, DigestChallenge> challenges) {
        Map<Realm, DigestChallenge> open = new LinkedHashMap<>();
        challenges.forEach((realm, challenge) -> {
            if (mayAnswer(waiting, realm, challenge)) {
                open.put(realm, challenge);
            }
        });
        return open.isEmpty() ? refused() : next(new State.Finding(open, waiting), new Effect.Find(open.keySet()));
    }

    private static boolean mayAnswer(State.Waiting waiting, Realm realm, DigestChallenge challenge) {
        int tries = waiting.tries().getOrDefault(realm, 0);
        int allowed = challenge.isStale() ? ONCE_MORE_IF_STALE : 1;
        return tries < allowed && waiting.rounds() < MAX_ROUNDS;
    }

    private static Step found(State.Finding finding, Map<Realm, Credentials> credentials) {
        Map<Realm, Login> logins = new LinkedHashMap<>();
        Map<Realm, Integer> tries = new HashMap<>(finding.before().tries());
        finding.open().forEach((realm, challenge) -> {
            Credentials known = credentials.get(realm);
            if (known != null) {
                logins.put(realm, new Login(challenge, known, 0));
                tries.merge(realm, 1, Integer::sum);
            }
        });
        return logins.isEmpty()
                ? refused()
                : next(
                        new State.Waiting(Map.copyOf(tries), finding.before().rounds() + 1),
                        new Effect.SendAgain(logins));
    }

    private static Step refused() {
        return next(new State.Refused(), new Effect.GiveUp());
    }

    private static Step next(State state, Effect effect) {
        return new Step(state, List.of(effect));
    }
}
