// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.admin.Application;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.wire.Origin.Source;

/** How the engine ends dialogs on its own account, for both sides or for one application: that is told of an unsolicited BYE. */
public final class Byes {
    /** The ACK of our 2xx did not come (RFC 3261 §13.3.1.4). */
    static final String ACK_TIMEOUT = "SIP;cause=200;text=\"ACK timeout\"";
    /** The application went away and did not come back. */
    static final String APPLICATION_GONE = "SIP;cause=503;text=\"application gone\"";

    /** The session was not refreshed in time (RFC 4028 §10). */
    static final String SESSION_EXPIRED = "SIP;cause=200;text=\"Session timer expired\"";
    /** The peer does not know the dialog, or does not answer (RFC 3261 §12.2.1.2). */
    static final String REFRESH_FAILED = "SIP;cause=481;text=\"Session refresh failed\"";

    /** The connection that the peer could be reached by has closed, and it has not come back. */
    public static final String CONNECTION_LOST = "SIP;cause=503;text=\"connection lost\"";

    /** Nothing leads to where the peer says that it is. */
    static final String UNREACHABLE = "SIP;cause=503;text=\"peer cannot be reached\"";

    /** The engine takes its leave. */
    static final String ENGINE_STOPS = "SIP;cause=503;text=\"server is stopping\"";

    private final Dialogs dialogs;
    private final UacCore requests;
    private final Heirs heirs;
    private final Replies replies;
    private final Cdrs cdrs;

    Byes(Shard shard, Dialogs dialogs, UacCore requests, Heirs heirs) {
        this.dialogs = dialogs;
        this.requests = requests;
        this.heirs = heirs;
        this.replies = new Replies(shard);
        this.cdrs = new Cdrs(shard, heirs);
    }

    /** Ends a dialog; from now on the application cannot use it. */
    void send(Dialog dialog, String reason) {
        if (dialog.isEnded()) {
            return;
        }
        heirs.ownerOf(dialog);
        SipRequest.Builder bye =
                dialog.state().request(Methods.BYE, dialog.nextSeq()).add(HeaderName.REASON, reason);
        dialogs.end(dialog);
        requests.sendLast(bye, dialog, new OwnRequest() {
            @Override
            public void sent(SipRequest request) {
                if (dialog.release()) {
                    cdrs.stopped(Source.APPLICATION, Cdrs.Reason.of(reason), request);
                }
                replies.unsolicited(dialog.owner(), request, dialog.flow(), dialog.id());
            }

            @Override
            public void notSent(SipRequest request) {
                sent(request);
            }
        });
    }

    /** Tells the application that had a dialog that another node has claimed it; nothing is sent to the peer. */
    void tellHeldByAnother(Application before, Dialog dialog) {
        SipRequest notice = dialog.state()
                .request(Methods.BYE, dialog.state().localSeq())
                .add(HeaderName.REASON, "SIP;cause=481;text=\"" + dialog.hold().refusal() + '"')
                .build();
        replies.unsolicited(before, notice, dialog.flow(), dialog.id());
    }
}
