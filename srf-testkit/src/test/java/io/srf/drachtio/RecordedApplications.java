// SPDX-License-Identifier: Apache-2.0
package io.srf.drachtio;

import static java.util.Map.entry;

import io.srf.CallFuture;
import io.srf.Dialog;
import io.srf.Redirects;
import io.srf.Srf;
import io.srf.UacOptions;
import io.srf.Uas;
import io.srf.app.Extras;
import io.srf.app.Proxying;
import io.srf.app.RequestOptions;
import io.srf.auth.Credentials;
import io.srf.wire.ServerMessage.Cdr;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** For each recorded conversation an application of ours that does what the Node application did. */
final class RecordedApplications {
    private static final String BOB = "sip:bob@127.0.0.1:5081";
    private static final String SILENT = "sip:127.0.0.1:5081";
    private static final String OTHER = "sip:127.0.0.1:5082";
    private static final String SDP = """
            v=0
            o=srf 1 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=audio 4000 RTP/AVP 0
            a=sendrecv
            """.replace("\n", "\r\n");
    private static final Extras DTMF = Extras.NONE.body("Signal=5", "application/dtmf-relay");
    private static final Extras TEXT = Extras.NONE.body("Grüße", "text/plain");

    private RecordedApplications() {}

    /** By the name of the recording. */
    static final Map<String, Consumer<Srf>> ALL = Map.ofEntries(
            entry("uas-486", srf -> srf.invite((req, res) -> res.send(486))),
            entry(
                    "uas-603-headers",
                    srf -> srf.invite((req, res) -> res.send(603, "Not Today", Extras.of("X-Why", "no")))),
            entry(
                    "uas-200-bye-from-caller",
                    srf -> srf.invite((req, res) -> {
                        Uas call = srf.createUAS(req, res);
                        call.progress(180);
                        call.answer(o -> o.localSdp(SDP));
                    })),
            entry(
                    "uas-200-bye-from-app",
                    srf -> srf.invite((req, res) -> srf.createUAS(req, res, o -> o.localSdp(SDP))
                            .join()
                            .onAck(ack -> srf.dialogs().forEach(Dialog::destroy)))),
            entry("uas-cancel", RecordedApplications::rings),
            entry("uas-cancel-then-app-responds", RecordedApplications::rings),
            entry("uas-no-final", srf -> srf.invite((req, res) -> {})),
            entry("uas-no-ack", RecordedApplications::answers),
            entry("uas-delayed-offer", RecordedApplications::answers),
            entry("retransmit-200", RecordedApplications::answers),
            entry("session-timer", RecordedApplications::answers),
            entry("reinvite-hold-from-caller", RecordedApplications::answers),
            entry("update-from-caller", RecordedApplications::answers),
            entry("info-from-caller", RecordedApplications::answers),
            entry("reconnect-nobody", RecordedApplications::answers),
            entry("uas-early-media-prack", RecordedApplications::answersReliably),
            entry("update-early-uas", RecordedApplications::answersReliably),
            entry(
                    "in-dialog-unknown",
                    srf -> srf.invite((req, res) -> {})
                            .bye((req, res) -> res.send(481))
                            .info((req, res) -> res.send(481))),
            entry("options-no-route", srf -> {}),
            entry("options-uas", srf -> srf.options((req, res) -> res.send(200))),
            entry("publish-uas", srf -> srf.publish((req, res) -> res.send(200))),
            entry(
                    "register-uas",
                    srf -> srf.register((req, res) -> {
                        if (req.header("Authorization") == null) {
                            res.send(401, Extras.of("WWW-Authenticate", "Digest realm=\"srf\", nonce=\"1\""));
                        } else {
                            res.send(200);
                        }
                    })),
            entry(
                    "message-utf8",
                    srf -> srf.message((req, res) -> {
                        res.send(200);
                        srf.request(BOB, RequestOptions.method("MESSAGE").with(TEXT));
                    })),
            entry("two-clients-round-robin", srf -> {
                AtomicInteger calls = new AtomicInteger();
                srf.invite((req, res) -> {
                    res.send(480);
                    if (calls.incrementAndGet() == 3) {
                        srf.links().pause("INVITE");
                    }
                });
            }),
            entry("options-uac", srf -> srf.request(BOB, RequestOptions.method("OPTIONS"))),
            entry(
                    "options-uac-tcp",
                    srf -> srf.request("sip:bob@127.0.0.1:5083;transport=tcp", RequestOptions.method("OPTIONS"))),
            entry(
                    "register-uac-digest",
                    srf -> srf.request(
                            SILENT, RequestOptions.method("REGISTER").auth(new Credentials("alice", "secret")))),
            entry("uac-success-bye-from-app", srf -> calls(srf, dialog -> dialog.destroy())),
            entry("uac-success-bye-from-remote", srf -> calls(srf, dialog -> {})),
            entry("uac-forked-183", srf -> calls(srf, dialog -> dialog.destroy())),
            entry("uac-prack", srf -> calls(srf, dialog -> dialog.destroy())),
            entry("update-early-uac", srf -> calls(srf, dialog -> dialog.destroy())),
            entry(
                    "uac-bye-481-408",
                    srf -> calls(srf, dialog -> {
                        dialog.destroy().join();
                        dialog.destroy();
                    })),
            entry("uac-404", srf -> call(srf, o -> {})),
            entry("uac-timeout", srf -> call(srf, o -> {})),
            entry("uac-icmp-refused", srf -> call(srf, o -> {})),
            entry("uac-tcp-refused", srf -> call(srf, o -> {})),
            entry("uac-invite-noanswer-sip-504", srf -> call(srf, o -> {})),
            entry("uac-cancel", RecordedApplications::cancelsWhenItRings),
            entry("uac-cancel-before-provisional", RecordedApplications::cancelsAtOnce),
            entry(
                    "uac-302-follow",
                    srf -> call(srf, o -> o.redirects(Redirects.followed())).thenAccept(Dialog::destroy)),
            entry("uac-digest", srf -> call(srf, o -> o.auth("alice", "secret")).thenAccept(Dialog::destroy)),
            entry(
                    "uac-proxy-option",
                    srf -> srf.createUAC(
                                    "sip:someone@example.com",
                                    o -> o.localSdp(SDP).proxy(BOB))
                            .thenAccept(Dialog::destroy)),
            entry(
                    "uac-delayed-offer-noack",
                    srf -> srf.createUAC(BOB, o -> o.answer(SDP)).thenAccept(Dialog::destroy)),
            entry(
                    "info-from-app",
                    srf -> calls(srf, dialog -> {
                        dialog.info(DTMF).join();
                        dialog.info(DTMF).join();
                        dialog.destroy();
                    })),
            entry(
                    "update-from-app",
                    srf -> calls(srf, dialog -> {
                        dialog.update(Extras.sdp(SDP)).join();
                        dialog.destroy();
                    })),
            entry(
                    "reinvite-from-app",
                    srf -> calls(srf, dialog -> {
                        dialog.hold().join();
                        dialog.modify(SDP.replace("4000", "4002"))
                                .exceptionally(refused -> "")
                                .join();
                        dialog.destroy();
                    })),
            entry(
                    "refer-from-app",
                    srf -> calls(srf, dialog -> {
                        dialog.onSubscriptionEnd(transfer -> dialog.destroy());
                        dialog.refer("sip:carol@127.0.0.1:5082", Extras.NONE);
                    })),
            entry(
                    "refer-from-caller",
                    srf -> srf.invite((req, res) -> {
                        Dialog dialog =
                                srf.createUAS(req, res, o -> o.localSdp(SDP)).join();
                        dialog.onRefer((refer, answer) -> {
                            answer.send(202);
                            dialog.notify(Extras.of("Event", "refer")
                                    .header("Subscription-State", "terminated;reason=noresource")
                                    .body("SIP/2.0 200 OK\r\n", "message/sipfrag"));
                        });
                    })),
            entry(
                    "subscribe-uac",
                    srf -> srf.createUAC(
                            BOB, o -> o.subscribe().header("Event", "presence").header("Expires", "600"))),
            entry(
                    "subscribe-uas",
                    srf -> srf.subscribe((req, res) -> {
                        Dialog dialog = srf.createUAS(req, res, o -> {}).join();
                        dialog.onSubscriptionEnd(it -> dialog.destroy());
                        dialog.notify(Extras.of("Event", "presence")
                                .header("Subscription-State", "active;expires=600")
                                .body("<presence/>", "application/pidf+xml"));
                    })),
            entry("b2bua-busy", RecordedApplications::bridges),
            entry("b2bua-bye-from-a", RecordedApplications::bridges),
            entry("b2bua-bye-from-b", RecordedApplications::bridges),
            entry("b2bua-cancel", RecordedApplications::bridges),
            entry("b2bua-early-media", RecordedApplications::bridges),
            entry("b2bua-two-connections", RecordedApplications::bridges),
            entry("reinvite-b2bua", RecordedApplications::bridges),
            entry(
                    "b2bua-headers-number",
                    srf -> srf.invite((req, res) -> srf.createB2BUA(
                            req,
                            res,
                            BOB,
                            o -> o.proxyRequestHeaders("X-Custom").callingNumber("+15083084809")))),
            entry("cdr-events", srf -> {
                for (Cdr.Kind kind : Cdr.Kind.values()) {
                    srf.links().routeCdrs(kind);
                }
                bridges(srf);
            }),
            entry("proxy-all-fail", srf -> proxies(srf, Proxying.to(SILENT, OTHER))),
            entry(
                    "proxy-timeout-to-next",
                    srf -> proxies(
                            srf,
                            Proxying.to(SILENT, OTHER)
                                    .provisionalTimeout(Duration.ofSeconds(1))
                                    .finalTimeout(Duration.ofSeconds(10)))),
            entry("proxy-cancel", srf -> proxies(srf, Proxying.to(SILENT).remainInDialog())),
            entry(
                    "proxy-redirect",
                    srf -> proxies(srf, Proxying.to(SILENT).remainInDialog().followRedirects())),
            entry("proxy-serial", srf -> proxies(srf, Proxying.to(SILENT, OTHER).remainInDialog())),
            entry(
                    "proxy-simultaneous",
                    srf -> proxies(
                            srf, Proxying.to(SILENT, OTHER).remainInDialog().simultaneous())));

    private static void answers(Srf srf) {
        srf.invite((req, res) -> srf.createUAS(req, res, o -> o.localSdp(SDP)));
    }

    private static void rings(Srf srf) {
        srf.invite((req, res) -> srf.createUAS(req, res).progress(180));
    }

    private static void answersReliably(Srf srf) {
        srf.invite((req, res) -> {
            Uas call = srf.createUAS(req, res);
            call.progress(183, o -> o.localSdp(SDP).reliable()).join();
            call.answer(o -> o.localSdp(SDP));
        });
    }

    private static void bridges(Srf srf) {
        srf.invite((req, res) -> srf.createB2BUA(req, res, BOB));
    }

    private static void proxies(Srf srf, Proxying.Builder how) {
        srf.invite((req, res) -> srf.proxyRequest(req, how.build()));
    }

    private static CallFuture<Dialog> call(Srf srf, Consumer<UacOptions.Builder> more) {
        return srf.createUAC(BOB, o -> more.accept(o.localSdp(SDP)));
    }

    private static void calls(Srf srf, Consumer<Dialog> then) {
        then.accept(call(srf, o -> {}).join());
    }

    private static void cancelsWhenItRings(Srf srf) {
        CompletableFuture<Void> rang = new CompletableFuture<>();
        CallFuture<Dialog> call = call(srf, o -> o.onProvisional(ringing -> rang.complete(null)));
        rang.join();
        call.cancel(true);
    }

    private static void cancelsAtOnce(Srf srf) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        CallFuture<Dialog> call = call(srf, o -> o.onRequest(request -> sent.complete(null)));
        sent.join();
        call.cancel(true);
    }
}
