// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.B2BUA;
import io.srf.BridgePolicy;
import io.srf.TerminateReason;
import io.srf.TerminateReason.Kind;
import io.srf.UacOptions;
import io.srf.app.Extras;
import io.srf.app.OutgoingRequest;
import io.srf.app.ReceivedResponse;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.app.SipException;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.session.DialogRecord;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a REFER for the side that sent it: {@code from} asks that its partner {@code kept} be joined with somebody else (RFC 3515, RFC 5589).
 *
 * <p>The target is called without an offer; its offer goes to the kept side in a re-INVITE, whose answer goes into the target's ACK (RFC 3725
 * §4.1). So nothing has changed where anything fails, and a hold does not matter. Touched by tasks of the mailbox alone.
 */
public final class Transfer implements Invite.Owner {
    private static final int TRYING = 100;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int GONE = 481;
    private static final int CANCELLED = 487;
    private static final int NOT_ACCEPTABLE = 488;

    private final Call call;
    private final Leg from;
    private final Leg kept;
    private final DialogRecord.Bridge before;
    private final @Nullable Leg replaced;
    private final UacOptions options;
    private final TransferNotices notices;
    private final Invite invite;
    private final CompletableFuture<B2BUA> result = new CompletableFuture<>();
    private @Nullable Leg target;
    private boolean over;

    private Transfer(Joined joined, Request refer, ReferTo to, @Nullable Leg replaced, UacOptions options) {
        this.call = joined.from().call();
        this.from = joined.from();
        this.kept = joined.kept();
        this.before = joined.bridge();
        this.replaced = replaced;
        this.options = options;
        this.notices = new TransferNotices(from, refer);
        this.invite = new Invite(call, kept.agent(), write(refer, to), options, this);
    }

    /** Two legs that are joined, and how. */
    private record Joined(Leg from, Leg kept, DialogRecord.Bridge bridge) {
        static @Nullable Joined of(@Nullable Leg from) {
            Leg kept = from == null ? null : from.other();
            DialogRecord.Bridge bridge = kept == null ? null : kept.record().bridge();
            if (from == null || kept == null || bridge == null) {
                return null;
            }
            boolean up = from.phase() == Phase.CONFIRMED && kept.phase() == Phase.CONFIRMED;
            return up ? new Joined(from, kept, bridge) : null;
        }
    }

    /** Follows a REFER. Called by any thread. */
    public static CompletableFuture<B2BUA> start(Calls calls, Request refer, Response response, UacOptions options) {
        if (!refer.method().equals(Methods.REFER)) {
            throw new IllegalArgumentException("a transfer begins with REFER, not " + refer.method());
        }
        Joined joined = Joined.of(calls.find(refer.dialogId()));
        if (joined == null) {
            return refused(response, GONE, "Nobody to transfer");
        }
        ReferTo asked = ReferTo.in(refer.message());
        if (asked == null) {
            return refused(response, BAD_REQUEST, "Refer-To cannot be followed");
        }
        Leg replaced = calls.find(asked::replaces);
        Leg behind = replaced == null ? null : replaced.other();
        ReferTo to = behind == null ? asked : ReferTo.replacing(behind.record());
        Transfer transfer;
        try {
            transfer = new Transfer(joined, refer, to, behind == null ? null : replaced, options);
        } catch (IllegalArgumentException unreadable) {
            return refused(response, BAD_REQUEST, "Refer-To cannot be followed");
        }
        transfer.call.flight().decided("transfer", to.uri());
        transfer.call.execute(() -> transfer.begin(response));
        return transfer.result;
    }

    private static CompletableFuture<B2BUA> refused(Response response, int status, String reason) {
        Sending.quietly(response, status, reason, Extras.NONE);
        return CompletableFuture.failedFuture(new SipException(status, reason));
    }

    private OutgoingRequest write(Request refer, ReferTo to) {
        Extras extras = options.extras();
        String referredBy = refer.message().header(HeaderName.REFERRED_BY);
        if (referredBy != null) {
            extras = extras.header(HeaderName.REFERRED_BY.toString(), referredBy);
        }
        if (to.replaces() != null) {
            extras = extras.header(HeaderName.REPLACES.toString(), to.replaces());
        }
        CallRequest.Calling calling =
                new CallRequest.Calling(user(kept.record().remote().uri()), "");
        return CallRequest.of(Methods.INVITE, to.uri(), options, calling, extras);
    }

    private static String user(String uri) {
        try {
            return Uri.parse(uri) instanceof SipUri sip ? sip.user() : "";
        } catch (SipParseException e) {
            return "";
        }
    }

    private void begin(Response response) {
        notices.accept(response);
        notices.tell(TRYING);
        keep(BridgePolicy.LOCAL);
        invite.start();
        kept.listeners().ended().thenRun(() -> call.execute(this::nobodyToTransfer));
    }

    /** Whether the kept side outlives the one that transfers it: that may hang up as soon as its REFER is accepted. */
    private void keep(BridgePolicy ofBye) {
        Map<String, String> policies = new HashMap<>(before.policies());
        if (ofBye == BridgePolicy.LOCAL) {
            policies.put(Methods.BYE, ofBye.name());
        }
        kept.facts().bridged(new DialogRecord.Bridge(before.peer(), policies));
    }

    private void nobodyToTransfer() {
        if (!over) {
            invite.cancel(new SipException(CANCELLED), Extras.NONE);
        }
    }

    @Override
    public void made(Leg made) {
        made.prepare(options.prepare());
    }

    @Override
    public void sent(SipRequest message) {}

    @Override
    public void progress(ReceivedResponse response) {
        notices.tell(response.status());
    }

    @Override
    public void offered(Leg made, ReceivedResponse response, String offer) {
        target = made;
        made.holdBack();
        made.madeBy(new Leg.Maker() {
            @Override
            public void abandoned() {
                invite.noAnswer(new SipException(CANCELLED));
            }

            @Override
            public void ended(TerminateReason reason) {
                invite.noAnswer(new SipException(GONE, reason.text()));
            }
        });
        if (kept.phase() != Phase.CONFIRMED || !from.equals(kept.other())) {
            invite.noAnswer(new SipException(GONE));
        } else {
            Sdps.make(call, kept.sdpFromPeer(), offer, made(this::offerToKept));
        }
    }

    private void offerToKept(String sdp) {
        String had = kept.record().local().sdp();
        Modify.offer(kept, kept.hold().again(sdp), Extras.NONE, new LocalOffer.Taker() {
            @Override
            public void accepted(SipResponse response) {
                if (over) {
                    takeBack(had);
                } else {
                    String answer = Sdps.in(response);
                    Sdps.make(call, from.sdpFromPeer(), answer == null ? "" : answer, made(invite::answer));
                }
            }

            @Override
            public void refused(Throwable cause) {
                invite.noAnswer(cause);
            }
        });
    }

    /** The target is gone, while the kept side accepted its session. */
    private void takeBack(@Nullable String had) {
        if (had != null && from.phase() == Phase.CONFIRMED && kept.phase() == Phase.CONFIRMED) {
            String again = kept.hold().again(had);
            Modify.offer(kept, again, Extras.NONE, new Modify.Settling(kept, new CompletableFuture<>()));
        }
    }

    private Sdps.Made made(Consumer<String> then) {
        return Sdps.Made.of(then, invite::noAnswer);
    }

    @Override
    public void answered(Leg made, ReceivedResponse response) {
        if (target == null) {
            made.bye().hangUp(TerminateReason.of(Kind.LOCAL_BYE), Extras.NONE);
            failed(new SipException(NOT_ACCEPTABLE, "The target made no offer"));
            return;
        }
        over = true;
        kept.join(made, new DialogRecord.Bridge(made.id(), before.policies()), kept.sdpFromPeer());
        made.join(kept, new DialogRecord.Bridge(kept.id(), before.policies()), from.sdpFromPeer());
        from.part();
        made.madeBy(null);
        notices.tell(OK, () -> hangUp(from));
        if (replaced != null) {
            hangUp(replaced);
        }
        call.complete(result, new B2BUA(kept.dialog(), made.dialog()));
        made.letGo();
    }

    private static void hangUp(Leg leg) {
        leg.call().execute(() -> leg.bye().hangUp(TerminateReason.of(Kind.LOCAL_BYE), Extras.NONE));
    }

    @Override
    public void failed(Throwable cause) {
        if (over) {
            return;
        }
        over = true;
        if (from.phase() == Phase.CONFIRMED) {
            keep(BridgePolicy.PASS);
        } else {
            hangUp(kept);
        }
        notices.tell(Requests.statusOf(cause));
        call.fail(result, cause);
    }
}
