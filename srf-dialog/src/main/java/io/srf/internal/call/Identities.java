// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.session.DialogRecord.Identity;
import io.srf.session.DialogRecord.Party;
import io.srf.sip.HeaderName;
import io.srf.sip.NameAddr;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who the two sides of a dialog are: P-Asserted-Identity (RFC 3325), else Remote-Party-ID, else From or To. */
final class Identities {
    private static final HeaderName[] ASSERTED = {HeaderName.P_ASSERTED_IDENTITY, HeaderName.REMOTE_PARTY_ID};

    private Identities() {}

    /** Who has sent this request. */
    static Identity caller(SipMessage request) {
        return asserted(request, HeaderName.FROM, request.from());
    }

    /** Who has sent this response. */
    static Identity called(SipMessage response) {
        return asserted(response, HeaderName.TO, response.to());
    }

    /** Who is meant by To. */
    static Identity to(SipMessage message) {
        return identity(HeaderName.TO, message.to());
    }

    /** Who the other side of a dialog is by its re-INVITE or UPDATE, whose From may have changed (RFC 4916); null if that says nothing new. */
    static @Nullable Identity changed(SipMessage request, Party known) {
        Identity asserted = asserted(request);
        Identity before = known.identity();
        if (asserted != null) {
            return asserted.equals(before) ? null : asserted;
        }
        String self = before == null || isAsserted(before) ? known.uri() : before.uri();
        NameAddr from = request.from();
        return from.uri().toString().equals(self) ? null : identity(HeaderName.FROM, from);
    }

    private static boolean isAsserted(Identity identity) {
        return Arrays.stream(ASSERTED).anyMatch(name -> name.toString().equals(identity.header()));
    }

    private static Identity asserted(SipMessage message, HeaderName otherwise, NameAddr self) {
        Identity asserted = asserted(message);
        return asserted == null ? identity(otherwise, self) : asserted;
    }

    /** Who the network says has sent this message; null if it says nothing. */
    static @Nullable Identity asserted(SipMessage message) {
        for (HeaderName name : ASSERTED) {
            NameAddr first = first(message, name);
            if (first != null) {
                return identity(name, first);
            }
        }
        return null;
    }

    /** Null if there is none that can be read: a call does not depend on it. */
    private static @Nullable NameAddr first(SipMessage message, HeaderName name) {
        try {
            List<NameAddr> all = message.addresses(name);
            return all.isEmpty() ? null : all.getFirst();
        } catch (SipParseException e) {
            return null;
        }
    }

    private static Identity identity(HeaderName header, NameAddr address) {
        String name = address.displayName();
        return new Identity(address.uri().toString(), name == null ? "" : name, header.toString());
    }
}
