// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import io.srf.sip.Header;
import io.srf.sip.Ids;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Who a dialog is towards servers that ask, and what they have asked so far: later requests carry the answer from the start, with the
 * nonce count going on (RFC 3261 §22.3, RFC 7616 §3.4).
 *
 * <p>May be used by any thread.
 */
public final class Logins {
    /** How many realms are remembered; the oldest is forgotten first. */
    static final int MAX_REALMS = 16;

    private final CredentialLookup lookup;
    private final AtomicReference<Map<Realm, Login>> known = new AtomicReference<>(Map.of());
    private volatile List<Header> ofInvite = List.of();

    /** Knows no realm yet. */
    public Logins(CredentialLookup lookup) {
        this.lookup = lookup;
    }

    /** Finds credentials for a realm that asks for the first time. */
    public CredentialLookup lookup() {
        return lookup;
    }

    /** Remembers what was asked, and who answers. */
    public void learn(Map<Realm, Login> logins) {
        known.updateAndGet(before -> {
            Map<Realm, Login> after = new LinkedHashMap<>(before);
            logins.forEach((realm, login) -> after.merge(realm, login, Login::renewedBy));
            while (after.size() > MAX_REALMS) {
                after.remove(after.keySet().iterator().next());
            }
            return after;
        });
    }

    /** Whether there is nothing to answer with. */
    public boolean isEmpty() {
        return known.get().isEmpty();
    }

    /**
     * The headers that answer all realms that have asked; uses each nonce once more.
     *
     * @param uri the Request-URI that is sent
     */
    public List<Header> answers(SipRequest request, String uri) {
        Map<Realm, Login> used = known.updateAndGet(Logins::used);
        List<Header> headers = new ArrayList<>(used.size());
        used.forEach((realm, login) -> headers.add(Header.of(
                realm.answer(),
                login.answer(request.method(), uri, Ids.next(), request.body()).toString())));
        if (request.is(Methods.INVITE)) {
            ofInvite = List.copyOf(headers);
        }
        return headers;
    }

    private static Map<Realm, Login> used(Map<Realm, Login> before) {
        Map<Realm, Login> after = new LinkedHashMap<>(before);
        after.replaceAll((realm, login) -> login.used());
        return after;
    }

    /** The answers that the last INVITE carried, which the ACK for its 2xx repeats, as nobody may challenge an ACK (RFC 3261 §22.1). */
    public List<Header> forAck() {
        return ofInvite;
    }
}
