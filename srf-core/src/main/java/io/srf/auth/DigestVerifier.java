// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import io.srf.sip.DigestAlgorithm;
import io.srf.sip.DigestAnswer;
import io.srf.sip.DigestChallenge;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides about requests that need a password (RFC 3261 §22, RFC 7616, RFC 8760). The first that applies:
 *
 * <pre>
 * no answer for the realm, or to a nonce, algorithm or qop that we do not offer,
 * or by a user whose name is too long                                              Asked
 * too many wrong answers for this user from this source                            Forbidden
 * no such user, or another password                                                Asked
 * made for another URI, or without a readable count                                Wrong
 * the nonce is too old, or was answered with this count before                     Asked, stale
 * else                                                                             Granted
 * </pre>
 *
 * An unknown user is dealt with as one with another password, so that nobody can find out who there is.
 *
 * <p>May be used by any thread; the look-up may block.
 */
public final class DigestVerifier {
    /** The longest name of a user; there is nobody with a longer one. */
    static final int MAX_USER_LENGTH = 256;

    private static final String SCHEME = "Digest ";
    private static final Secret NOBODY = Secret.password("");

    private final SecretLookup users;
    private final DigestOptions options;
    private final Nonces nonces;
    private final NonceCounts counts;
    private final WrongAnswers wrong = new WrongAnswers();
    private final String qop;

    /** Knows these users. */
    public DigestVerifier(SecretLookup users, DigestOptions options) {
        byte[] key = options.key();
        this.users = users;
        this.options = options;
        this.nonces = new Nonces(key == null ? Nonces.newKey() : key);
        this.counts = new NonceCounts(NonceCounts.MAX_NONCES, options.nonceLifetime());
        this.qop = options.qop().stream().map(Qop::token).collect(Collectors.joining(","));
    }

    /**
     * Decides about one.
     *
     * @param source the address that it came from
     * @throws io.srf.sip.SipParseException if an answer to a digest challenge cannot be read
     */
    public Verdict verify(SipRequest request, String realm, String source, Instant now) {
        boolean proxy = options.asksAsProxy(request.method());
        DigestAnswer answer = answer(request, realm, proxy);
        DigestAlgorithm algorithm = answer == null ? null : answer.algorithm();
        if (answer == null || algorithm == null || !isOffered(answer, algorithm)) {
            return ask(proxy, realm, now, false);
        }
        Instant issued = nonces.issued(answer.nonce(), realm);
        if (issued == null || answer.user().length() > MAX_USER_LENGTH) {
            return ask(proxy, realm, now, false);
        }
        WrongAnswers.Pair who = new WrongAnswers.Pair(source, answer.user());
        if (wrong.isTooMany(who, now)) {
            return new Verdict.Forbidden();
        }
        if (!isRight(answer, algorithm, request)) {
            wrong.add(who, now);
            return ask(proxy, realm, now, false);
        }
        wrong.clear(who);
        return isForThis(request, answer) ? afresh(answer, issued, proxy, now) : notForThis(answer);
    }

    private static @Nullable DigestAnswer answer(SipRequest request, String realm, boolean proxy) {
        for (Header header : request.all(proxy ? HeaderName.PROXY_AUTHORIZATION : HeaderName.AUTHORIZATION)) {
            String value = header.value();
            if (value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                DigestAnswer answer = DigestAnswer.parse(value);
                if (answer.realm().equals(realm)) {
                    return answer;
                }
            }
        }
        return null;
    }

    /** An answer in the form of RFC 2069, without qop, is let pass where {@code auth} would do. */
    private boolean isOffered(DigestAnswer answer, DigestAlgorithm algorithm) {
        String given = answer.qop();
        Qop protects = given == null ? Qop.AUTH : Qop.of(given).orElse(null);
        return options.algorithms().contains(algorithm) && options.qop().contains(protects);
    }

    private boolean isRight(DigestAnswer answer, DigestAlgorithm algorithm, SipRequest request) {
        Secret known = users.find(answer.user(), answer.realm());
        String hash = (known == null ? NOBODY : known).hash(algorithm, answer.user(), answer.realm());
        return hash != null && answer.matchesHash(hash, request.method(), request.body()) && known != null;
    }

    private boolean isForThis(SipRequest request, DigestAnswer answer) {
        return answer.count() >= 0
                && (options.acceptsAnyUri() || answer.uri().equals(request.uriText()) || isSame(request, answer.uri()));
    }

    private static boolean isSame(SipRequest request, String text) {
        return request.uri() instanceof SipUri uri
                && Uri.parse(text) instanceof SipUri other
                && uri.isEquivalentTo(other);
    }

    private static Verdict notForThis(DigestAnswer answer) {
        return new Verdict.Wrong(
                answer.count() < 0 ? "Unreadable nc in Answer to Challenge" : "Answer to Challenge is for Another URI");
    }

    private Verdict afresh(DigestAnswer answer, Instant issued, boolean proxy, Instant now) {
        Duration age = Duration.between(issued, now);
        boolean young = age.compareTo(options.nonceLifetime()) <= 0 && age.compareTo(Nonces.MAX_SKEW.negated()) >= 0;
        return young && counts.use(answer.nonce(), issued, answer.count(), now)
                ? new Verdict.Granted(new AuthenticatedUser(answer.user(), answer.realm()))
                : ask(proxy, answer.realm(), now, true);
    }

    private Verdict ask(boolean proxy, String realm, Instant now, boolean stale) {
        String nonce = nonces.issue(realm, now);
        List<DigestChallenge> challenges = options.algorithms().stream()
                .map(algorithm -> DigestChallenge.of(realm, nonce, algorithm).withQop(qop))
                .map(challenge -> stale ? challenge.withStale() : challenge)
                .toList();
        return new Verdict.Asked(proxy, challenges);
    }
}
