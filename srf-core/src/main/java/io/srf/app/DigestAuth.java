// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.auth.AuthenticatedUser;
import io.srf.auth.Credentials;
import io.srf.auth.DigestOptions;
import io.srf.auth.DigestVerifier;
import io.srf.auth.SecretLookup;
import io.srf.auth.Verdict;
import io.srf.log.CallLogger;
import io.srf.sip.DigestChallenge;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks whoever sends a request for a password, and lets only those pass who know it (RFC 3261 §22, RFC 7616, RFC 8760).
 *
 * {@snippet :
 * srf.use(DigestAuth.realm("example.com", new Credentials("alice", "secret")));
 * srf.use("INVITE", DigestAuth.realm("example.com", (user, realm) -> database.secretOf(user)));
 * srf.invite((req, res) -> log.info("{} calls", DigestAuth.user(req).name()));
 * }
 *
 * <p>REGISTER is challenged with 401, other requests with 407, unless the options say otherwise. Wrong passwords are challenged again, and after five
 * within a minute for one user from one address answered 403 for the rest of it. ACK and CANCEL cannot be challenged (RFC 3261 §22.1), and requests
 * inside of dialogs are not: they pass. May be used by any thread.
 */
public final class DigestAuth implements Middleware {
    private static final Logger LOG = LoggerFactory.getLogger(DigestAuth.class);
    private static final String USER = DigestAuth.class.getName() + ".user";
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
    private static final int FORBIDDEN = 403;
    private static final int BAD_REQUEST = 400;

    private final Function<Request, @Nullable String> realm;
    private final DigestVerifier verifier;

    private DigestAuth(Function<Request, @Nullable String> realm, DigestVerifier verifier) {
        this.realm = realm;
        this.verifier = verifier;
    }

    /** Knows these users. */
    public static DigestAuth realm(String realm, Credentials... users) {
        return realm(realm, SecretLookup.of(users));
    }

    /** Looks its users up. */
    public static DigestAuth realm(String realm, SecretLookup users) {
        return realm(realm, users, options -> {});
    }

    /** Looks its users up, and asks as the options say. */
    public static DigestAuth realm(String realm, SecretLookup users, Consumer<DigestOptions.Builder> options) {
        return realm(request -> realm, users, options);
    }

    /**
     * Asks each request for its own realm, such as the host of its Request-URI.
     *
     * @param realm gives null for requests that are refused with 403
     */
    public static DigestAuth realm(
            Function<Request, @Nullable String> realm, SecretLookup users, Consumer<DigestOptions.Builder> options) {
        DigestOptions.Builder builder = DigestOptions.builder();
        options.accept(builder);
        return new DigestAuth(realm, new DigestVerifier(users, builder.build()));
    }

    /** Who a request is from, as proved to a middleware before; null if it was not asked. */
    public static @Nullable AuthenticatedUser user(Request request) {
        return (AuthenticatedUser) request.attributes().get(USER);
    }

    @Override
    public void handle(Request req, Response res, Next next) {
        if (cannotBeAsked(req)) {
            next.run();
            return;
        }
        String name = realm.apply(req);
        switch (name == null ? new Verdict.Forbidden() : verdict(req, name)) {
            case Verdict.Granted granted -> {
                req.attributes().put(USER, granted.user());
                next.run();
            }
            case Verdict.Asked asked ->
                res.send(asked.proxy() ? PROXY_AUTHENTICATION_REQUIRED : UNAUTHORIZED, challenges(asked));
            case Verdict.Wrong wrong -> res.send(BAD_REQUEST, wrong.what());
            case Verdict.Forbidden __ -> {
                CallLogger.debug(LOG, req.callId(), "{} of {} refused", req.method(), req.from());
                res.send(FORBIDDEN);
            }
        }
    }

    private static boolean cannotBeAsked(Request req) {
        return req.message().is(Methods.ACK)
                || req.message().is(Methods.CANCEL)
                || req.isUnsolicited()
                || req.dialogId() != null;
    }

    private Verdict verdict(Request req, String name) {
        return verifier.verify(
                req.message(),
                name,
                req.origin().address(),
                req.agent().runtime().timers().now());
    }

    private static Extras challenges(Verdict.Asked asked) {
        HeaderName header = asked.proxy() ? HeaderName.PROXY_AUTHENTICATE : HeaderName.WWW_AUTHENTICATE;
        Extras extras = Extras.NONE;
        for (DigestChallenge challenge : asked.challenges()) {
            extras = extras.header(Header.of(header, challenge.toString()));
        }
        return extras;
    }
}
