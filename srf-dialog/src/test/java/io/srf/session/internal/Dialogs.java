// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import io.srf.session.DialogRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records of dialogs for tests. */
final class Dialogs {
    static final String SDP = """
            v=0
            o=- 3961 2 IN IP4 192.0.2.10
            s=-
            c=IN IP4 192.0.2.10
            t=0 0
            m=audio 49170 RTP/AVP 0 8 101
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=sendrecv
            """.replace("\n", "\r\n");

    private static final Instant BEGIN = Instant.parse("2026-11-21T08:00:00.123456Z");

    private Dialogs() {}

    static DialogRecord early(String name) {
        return dialog(name, DialogRecord.State.EARLY, new DialogRecord.Times(BEGIN, null, null));
    }

    static DialogRecord confirmed(String name) {
        return dialog(name, DialogRecord.State.CONFIRMED, new DialogRecord.Times(BEGIN, BEGIN.plusSeconds(7), null));
    }

    private static DialogRecord dialog(String name, DialogRecord.State state, DialogRecord.Times times) {
        return new DialogRecord(
                        new DialogRecord.Ids(name + "@host;from-tag=1", name + "@host", "1", "2"),
                        new DialogRecord.Progress(DialogRecord.Role.UAS, "INVITE", state, 101, times),
                        new DialogRecord.Party("sip:alice@example.com", "sip:alice@192.0.2.10:5060", SDP),
                        new DialogRecord.Party("sip:bob@example.com", "sip:bob@192.0.2.20:5060", SDP),
                        new DialogRecord.Bridge("peer-of-" + name, Map.of("bye", "end both", "info", "forward")))
                .withPath(new DialogRecord.Path(List.of("<sip:proxy.example.com;lr>"), 314, SDP));
    }
}
