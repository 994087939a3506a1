// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import io.srf.sip.Methods;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Words that SIP and SDP use themselves; a user with such a name is masked where it is a user, and nowhere else. Lower case. */
final class ProtocolWords {
    private static final List<String> OTHERS = List.of(
            ("sip sips tel urn http https udp tcp tls ws wss via from to call id cseq contact allow supported require"
                            + " max forwards route record expires content type length language encoding user agent server date"
                            + " reason retry after event state subscription refer replaces session min timer refresher uac uas"
                            + " 100rel path outbound gruu norefersub branch tag rport received maddr ttl transport method lr ob"
                            + " comp isup digest basic bearer realm nonce response uri username algorithm opaque qop auth int"
                            + " cnonce stale md5 sha sha-256 accept alert info application text multipart mixed sdp message"
                            + " sipfrag audio video image data ip4 ip6 rtp avp savp savpf avpf rtpmap fmtp ptime maxptime sendrecv"
                            + " sendonly recvonly inactive pcmu pcma opus telephone-event rtcp candidate typ host srflx relay"
                            + " active passive actpass setup mid group bundle crypto inline fingerprint ice pwd ufrag phone"
                            + " context anonymous invalid localhost ok trying ringing progress busy here cancelled terminated"
                            + " not found body early only yes no none true false null identity privacy")
                    .split(" "));

    static final Set<String> ALL;

    static {
        Set<String> all = new HashSet<>(OTHERS);
        Methods.ALL.forEach(method -> all.add(method.toLowerCase(Locale.ROOT)));
        ALL = Collections.unmodifiableSet(all);
    }

    private ProtocolWords() {}
}
