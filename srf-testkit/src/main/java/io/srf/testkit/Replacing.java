// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.Params;
import io.srf.sip.SipUri;
import io.srf.testkit.internal.ua.Dialog;
import io.srf.testkit.internal.ua.DialogId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The Replaces header, which names the dialog that an INVITE is to take the place of (RFC 3891 §3). */
final class Replacing {
    private Replacing() {}

    /** The dialog that is named, as its receiver knows it. */
    static DialogId read(String value) {
        int end = value.indexOf(';');
        Params params = end < 0 ? Params.NONE : Params.parse(value.substring(end));
        return new DialogId(
                end < 0 ? value : value.substring(0, end),
                String.valueOf(params.get("to-tag")),
                String.valueOf(params.get("from-tag")));
    }

    /** A Refer-To that makes its receiver call the other side of this dialog and replace it. */
    static String referTo(Dialog dialog) {
        DialogId id = dialog.id();
        String value = id.callId() + ";to-tag=" + id.remoteTag() + ";from-tag=" + id.localTag();
        SipUri target = SipUri.parse(dialog.remoteTarget().toString()).withoutHeaders();
        return "<" + target + "?Replaces=" + URLEncoder.encode(value, StandardCharsets.UTF_8) + ">";
    }
}
