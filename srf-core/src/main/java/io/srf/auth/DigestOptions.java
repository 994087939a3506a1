// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import io.srf.sip.DigestAlgorithm;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How callers are asked for their password. Immutable. */
public final class DigestOptions {
    /** How long a nonce may be used, unless told otherwise. */
    public static final Duration DEFAULT_NONCE_LIFETIME = Duration.ofMinutes(5);

    /** The algorithms that are offered, unless told otherwise: what new phones know, and what old ones do (RFC 8760 §2.4). */
    public static final List<DigestAlgorithm> DEFAULT_ALGORITHMS =
            List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);

    private static final String REGISTER = "REGISTER";

    private final Builder given;

    private DigestOptions(Builder builder) {
        this.given = builder.copy();
    }

    /** Begins options that ask as is usual. */
    public static Builder builder() {
        return new Builder();
    }

    /** What is offered, in the order of preference. */
    public List<DigestAlgorithm> algorithms() {
        return given.algorithms;
    }

    /** What an answer may protect. */
    public List<Qop> qop() {
        return given.qop;
    }

    /** Whether requests of a method are asked as a proxy does, with 407. */
    public boolean asksAsProxy(String method) {
        return given.proxy.test(method);
    }

    /** How long a nonce may be used. */
    public Duration nonceLifetime() {
        return given.nonceLifetime;
    }

    /** Whether an answer may have been made for another URI than the Request-URI. */
    public boolean acceptsAnyUri() {
        return given.anyUri;
    }

    byte @Nullable [] key() {
        return given.key;
    }

    /** Collects options. */
    public static final class Builder implements Cloneable {
        private List<DigestAlgorithm> algorithms = DEFAULT_ALGORITHMS;
        private List<Qop> qop = List.of(Qop.AUTH);
        private Predicate<String> proxy = method -> !method.equals(REGISTER);
        private Duration nonceLifetime = DEFAULT_NONCE_LIFETIME;
        private boolean anyUri;
        private byte @Nullable [] key;

        private Builder() {}

        private Builder copy() {
            try {
                return (Builder) super.clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }

        /**
         * Offers these algorithms, the preferred one first, each in a challenge of its own (RFC 8760 §2.3); no other is accepted.
         *
         * @throws IllegalArgumentException if there are none, or one makes session keys, which SIP has no use for
         */
        public Builder algorithms(DigestAlgorithm... offered) {
            for (DigestAlgorithm algorithm : offered) {
                if (algorithm.isSession()) {
                    throw new IllegalArgumentException(
                            algorithm.token() + " makes session keys, expected one that does not");
                }
            }
            algorithms = atLeastOne("algorithm", offered);
            return this;
        }

        /** Accepts answers that protect this; others are challenged again. By default {@link Qop#AUTH}, as bodies may change on their way. */
        public Builder qop(Qop... offered) {
            qop = atLeastOne("qop", offered);
            return this;
        }

        private static <T> List<T> atLeastOne(String what, T[] offered) {
            if (offered.length == 0) {
                throw new IllegalArgumentException("no " + what + ", expected one at least");
            }
            return List.of(offered);
        }

        /** Asks with 401 and WWW-Authenticate whatever the method, as a server does. By default only REGISTER is asked so, all else with 407. */
        public Builder asServer() {
            proxy = method -> false;
            return this;
        }

        /** Asks with 407 and Proxy-Authenticate whatever the method, as a proxy does. */
        public Builder asProxy() {
            proxy = method -> true;
            return this;
        }

        /** How long a nonce may be used; after that the phone is given another, and sends its request again without asking anybody. */
        public Builder nonceLifetime(Duration time) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("a nonce lifetime must be positive, found " + time);
            }
            nonceLifetime = time;
            return this;
        }

        /** Accepts answers for whatever URI, for phones or proxies that do not write the Request-URI into it; else they get 400. */
        public Builder anyUri() {
            anyUri = true;
            return this;
        }

        /**
         * Signs nonces with this key, so that nodes which have the same accept each other's; else with one of this process. Each node keeps count of
         * its own use of a nonce.
         *
         * @throws IllegalArgumentException if it has less than 16 bytes
         */
        public Builder key(byte[] shared) {
            if (shared.length < Nonces.MIN_KEY_BYTES) {
                throw new IllegalArgumentException(
                        "a key of " + shared.length + " bytes, expected: ≥ " + Nonces.MIN_KEY_BYTES);
            }
            key = shared.clone();
            return this;
        }

        /** The options. */
        public DigestOptions build() {
            return new DigestOptions(this);
        }
    }
}
