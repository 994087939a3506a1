// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import io.srf.sip.NameAddr;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import java.util.Comparator;
import java.util.List;

/** Where a 3xx leads. */
final class Redirection {
    private Redirection() {}

    /** The likeliest first (RFC 3261 §16.5): SIP URIs, from a sips URI sips URIs alone (§16.7 step 4); none if it cannot be read. */
    static List<Uri> of(SipRequest request, SipResponse response) {
        boolean secure = request.uri() instanceof SipUri asked && asked.secure();
        List<NameAddr> contacts;
        try {
            contacts = response.contacts();
        } catch (SipParseException e) {
            return List.of();
        }
        return contacts.stream()
                .sorted(Comparator.comparingDouble(Redirection::preference).reversed())
                .map(NameAddr::uri)
                .filter(uri -> uri instanceof SipUri sip && (sip.secure() || !secure))
                .toList();
    }

    /** How much a contact is wanted, from 0 to 1 (§20.10). */
    private static double preference(NameAddr contact) {
        String q = contact.params().get("q");
        try {
            return q == null ? 1 : Double.parseDouble(q);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
