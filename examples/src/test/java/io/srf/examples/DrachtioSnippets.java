// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static io.srf.app.Extras.sdp;

import io.srf.B2BUA;
import io.srf.BridgePolicy;
import io.srf.Dialog;
import io.srf.Redirects;
import io.srf.Srf;
import io.srf.Targets;
import io.srf.Uas;
import io.srf.app.DigestAuth;
import io.srf.app.Extras;
import io.srf.app.NotSentException;
import io.srf.app.ProxyResult;
import io.srf.app.Proxying;
import io.srf.app.ReceivedResponse;
import io.srf.app.Request;
import io.srf.app.RequestOptions;
import io.srf.app.Response;
import io.srf.app.SipException;
import io.srf.auth.Secret;
import io.srf.link.LinkException;
import io.srf.sip.DigestAlgorithm;
import io.srf.sip.Header;
import io.srf.sip.SipResponse;
import io.srf.sip.SipUri;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The Java side of docs/from-drachtio.md. It is compiled, and {@link SnippetsTest} compares it with the page. */
@SuppressWarnings({"FutureReturnValueIgnored", "unused"})
final class DrachtioSnippets {
    private final String ourSdp = "";
    private final String announcement = "";
    private final String newSdp = "";
    private final byte[] sharedKey = new byte[16];

    void connect() {
        Srf srf = Srf.create(cfg -> cfg.app("front-desk"));
        srf.connect("127.0.0.1", 9022, "cymru").join();
        srf.listen(3000, "cymru");
    }

    void handlers(Srf srf) {
        srf.use((req, res, next) -> {
            req.attributes().put("since", req.origin());
            next.run();
        });
        srf.use("INVITE", (req, res, next) -> next.run());
        srf.options((req, res) -> res.send(200, Extras.of("Allow", "INVITE, OPTIONS")));
        srf.use((error, req, res, next) -> res.send(503));
    }

    void messages(Request req, Response res) {
        String agent = req.header("user-agent");
        String user = req.from().uri().user();
        SipUri uri = SipUri.parse("sip:bob@example.com:5070");
        res.onSend(response -> response.add(Header.of("X-Node", "7")));
        req.onCancel(cancel -> {});
        res.send(486, "Lunch", Extras.of("Retry-After", "1800"));
    }

    void asks(Srf srf) {
        DigestAuth guard = DigestAuth.realm("example.com", (user, realm) -> secretOf(user));
        srf.use("REGISTER", guard);
        srf.use("INVITE", guard);
        srf.invite((req, res) -> System.out.println(DigestAuth.user(req).name()));
    }

    void asksTenants(Srf srf) {
        srf.use(DigestAuth.realm(
                req -> tenantOf(req),
                (user, realm) -> Secret.hash(DigestAlgorithm.SHA_256, hashOf(user, realm)),
                o -> o.algorithms(DigestAlgorithm.SHA_256).asServer().key(sharedKey)));
    }

    void answer(Srf srf) {
        srf.invite((req, res) -> {
            Dialog dialog = srf.createUAS(req, res, o -> o.localSdp(ourSdp).header("X-Call", "1"))
                    .join();
            dialog.onDestroy(reason -> System.out.println(reason));
        });
    }

    void early(Srf srf) {
        srf.invite((req, res) -> {
            Uas call = srf.createUAS(req, res);
            call.progress(180);
            call.progress(183, o -> o.localSdp(announcement).reliable());
            call.answer(o -> o.localSdp(ourSdp)).join();
        });
    }

    void call(Srf srf) {
        CompletableFuture<Dialog> call = srf.createUAC(
                "sip:bob@example.com",
                o -> o.localSdp(ourSdp)
                        .callingNumber("1000")
                        .proxy("sip:10.0.0.1")
                        .ringTimeout(Duration.ofSeconds(20))
                        .onRequest(invite -> {})
                        .onProvisional(response -> {}));
        Dialog dialog = call.join();
    }

    void cancel(CompletableFuture<Dialog> call) {
        call.cancel(true);
    }

    void lateOffer(Srf srf) {
        srf.createUAC("sip:bob@example.com", o -> o.answer(offer -> answerTo(offer)));
    }

    void challenged(Srf srf) {
        srf.createUAC(
                "sip:bob@example.com",
                o -> o.localSdp(ourSdp)
                        .auth("alice", "secret")
                        .redirects(Redirects.followed().upTo(3).keepingUri()));
    }

    void targets(Srf srf) {
        srf.invite((req, res) -> {
            Targets desk =
                    Targets.of("sip:anna@example.com", "sip:bert@example.com").then("sip:voicemail@example.com");
            srf.createB2BUA(req, res, desk, o -> o.ringTimeout(Duration.ofSeconds(20)));
        });
    }

    void limit(Srf srf) {
        srf.invite((req, res) -> {
            srf.createB2BUA(req, res, Targets.of("sip:anna@example.com").within(Duration.ofMinutes(1)), o -> {});
        });
    }

    void park(Srf srf) {
        srf.invite((req, res) -> {
            srf.createB2BUA(req, res, "sip:bob@example.com")
                    .thenAccept(call -> srf.parking().park(call.uas(), "701", o -> o.timeout(Duration.ofMinutes(2))));
        });
        srf.invite((req, res) -> srf.parking().retrieve(req, res, req.calledNumber()));
    }

    void pipe(Srf srf) {
        srf.invite((req, res) -> srf.pipe(req, res, "sip:bob@example.com"));
        srf.message((req, res) -> srf.pipe(req, res, "sip:bob@example.com"));
    }

    void transfers(Srf srf) {
        srf.invite((req, res) -> srf.createB2BUA(
                req,
                res,
                "sip:bob@example.com",
                o -> o.bridge("REFER", (leg, refer, answer) -> srf.transfer(refer, answer))));
    }

    void bridge(Srf srf) {
        srf.invite((req, res) -> {
            B2BUA call = srf.createB2BUA(
                            req,
                            res,
                            "sip:bob@example.com",
                            o -> o.localSdpA(sdp -> viaMedia(sdp))
                                    .localSdpB(sdp -> viaMedia(sdp))
                                    .proxyRequestHeaders("all", "-X-Internal")
                                    .proxyResponseHeaders("X-Agent")
                                    .responseHeader("X-Node", "7")
                                    .passFailure(false)
                                    .bridge("INFO", BridgePolicy.LOCAL))
                    .join();
            call.uas().onDestroy(reason -> System.out.println("A is gone"));
        });
    }

    void proxy(Srf srf, Request req) {
        ProxyResult result = srf.proxyRequest(
                        req,
                        Proxying.to("sip:a.example.com", "sip:b.example.com")
                                .simultaneous()
                                .remainInDialog()
                                .finalTimeout(Duration.ofSeconds(20))
                                .build())
                .join();
    }

    void outside(Srf srf) {
        ReceivedResponse response = srf.request(
                        "sip:bob@example.com",
                        RequestOptions.method("MESSAGE").with(Extras.NONE.body("hi", "text/plain")))
                .join();
    }

    void change(Dialog dialog) {
        String answer = dialog.modify(newSdp).join();
        dialog.hold().join();
        dialog.unhold().join();
        dialog.modify(offer -> answerTo(offer));
        SipResponse response = dialog.info(Extras.NONE.body("Signal=5", "application/dtmf-relay"))
                .join();
        dialog.destroy(Extras.of("Reason", "Q.850;cause=16"));
    }

    void listen(Dialog dialog) {
        dialog.onDestroy(reason -> System.out.println(reason.kind() + " " + reason.text()))
                .onAck(ack -> {})
                .onHold(req -> {})
                .onUnhold(req -> {})
                .onRefresh(req -> {})
                .onModify((req, res) -> res.send(200, sdp(ourSdp)))
                .onInfo((req, res) -> res.send(200))
                .onRefer((req, res) -> res.send(202));
    }

    void everyReInvite(Dialog dialog) {
        dialog.onEveryModify((req, res) -> res.send(200, sdp(ourSdp)));
    }

    void find(Srf srf, String id, String callId, String ourTag, String theirTag) {
        Dialog byId = srf.findDialog(id);
        Dialog byTags = srf.findDialog(callId, ourTag, theirTag);
    }

    void subscribe(Srf srf) {
        Dialog dialog = srf.createUAC(
                        "sip:bob@example.com",
                        o -> o.subscribe().header("Event", "presence").header("Expires", "600"))
                .join();
        dialog.onNotify((req, res) -> res.send(200));
        dialog.subscribe("presence", Duration.ofMinutes(10));
        dialog.onSubscriptionEnd(subscription -> System.out.println(subscription.event()));
    }

    void notifies(Srf srf) {
        srf.subscribe((req, res) -> {
            Dialog dialog = srf.createUAS(req, res, o -> {}).join();
            dialog.notify(Extras.of("Event", "presence")
                    .header("Subscription-State", "active")
                    .body("<presence/>", "application/pidf+xml"));
        });
    }

    void failures(Srf srf) {
        try {
            srf.createUAC("sip:bob@example.com", o -> o.localSdp(ourSdp)).join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case NotSentException notSent -> System.out.println("the engine: " + notSent.text());
                case SipException sip -> System.out.println(sip.status() + " " + sip.reason());
                case LinkException link -> System.out.println("no link: " + link.reason());
                default -> throw e;
            }
        }
    }

    void refuse(Srf srf) {
        srf.invite((req, res) -> {
            throw new SipException(486);
        });
    }

    private String answerTo(String offer) {
        return offer;
    }

    private Secret secretOf(String user) {
        return Secret.password(user);
    }

    private String hashOf(String user, String realm) {
        return DigestAlgorithm.SHA_256.hash(user, realm, user);
    }

    private String tenantOf(Request req) {
        return req.from().uri().toString();
    }

    private String viaMedia(String sdp) {
        return sdp;
    }
}
