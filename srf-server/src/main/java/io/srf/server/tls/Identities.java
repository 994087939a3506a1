// SPDX-License-Identifier: Apache-2.0
package io.srf.server.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the certificate for a handshake: one for the name that the peer asks for (RFC 6066 §3), else the first; of
 * those the peer can do with. Any thread may use it, and replace what there is to choose from.
 *
 * <p>The alias of an identity is its place in the list together with a number that is new with each list, so that
 * handshakes under way keep theirs.
 */
final class Identities extends X509ExtendedKeyManager {
    private volatile Generation now;
    private volatile Generation before;

    private record Generation(int number, List<Identity> all) {}

    Identities(List<Identity> all) {
        now = new Generation(0, List.copyOf(all));
        before = now;
    }

    /** Takes other identities for handshakes that begin from now on. */
    synchronized void replace(List<Identity> all) {
        before = now;
        now = new Generation(now.number + 1, List.copyOf(all));
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        Generation current = now;
        String asked = askedName(engine);
        int first = -1;
        for (int i = 0; i < current.all.size(); i++) {
            Identity identity = current.all.get(i);
            if (identity.key().getAlgorithm().equals(keyType)) {
                if (asked != null && identity.isFor(asked)) {
                    return alias(current, i);
                }
                first = first < 0 ? i : first;
            }
        }
        boolean namedElsewhere = asked != null && current.all.stream().anyMatch(identity -> identity.isFor(asked));
        return first < 0 || namedElsewhere ? null : alias(current, first);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        Generation current = now;
        for (int i = 0; i < current.all.size(); i++) {
            if (List.of(keyTypes).contains(current.all.get(i).key().getAlgorithm())) {
                return alias(current, i);
            }
        }
        return null;
    }

    private static String alias(Generation generation, int index) {
        return generation.number + ":" + index;
    }

    private static @Nullable String askedName(@Nullable SSLEngine engine) {
        SSLSession session = engine == null ? null : engine.getHandshakeSession();
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName().toLowerCase(Locale.ROOT);
                }
            }
        }
        return null;
    }

    private @Nullable Identity find(String alias) {
        int colon = alias.indexOf(':');
        int number = Integer.parseInt(alias.substring(0, colon));
        Generation newest = now;
        Generation generation = newest.number == number ? newest : before;
        return generation.number == number ? generation.all.get(Integer.parseInt(alias.substring(colon + 1))) : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Identity identity = find(alias);
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Identity identity = find(alias);
        return identity == null ? null : identity.key();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineClientAlias(keyType, issuers, null);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }
}
