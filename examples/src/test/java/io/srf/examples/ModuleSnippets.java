// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.micrometer.core.instrument.MeterRegistry;
import io.srf.Dialog;
import io.srf.Srf;
import io.srf.metrics.AppMetrics;
import io.srf.metrics.EngineMetrics;
import io.srf.metrics.MeteredSessionStore;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.session.SessionStore;
import io.srf.session.memory.MemorySessionStore;
import io.srf.session.redis.RedisSessionStore;
import io.srf.sip.SipLimits;
import io.srf.sip.SipParser;
import io.srf.sip.SipRequest;
import java.net.InetSocketAddress;

/** Code of the modules' README files. {@link SnippetsTest} compares it with them. */
@SuppressWarnings({"AddressSelection", "FutureReturnValueIgnored", "unused"})
final class ModuleSnippets {
    void core(byte[] bytes) throws Exception {
        SipRequest invite = (SipRequest) SipParser.parse(bytes, SipLimits.DEFAULT);
        String caller = invite.from().toString();
        byte[] busy = invite.response(486, null).build().encoded();
    }

    void dialog() {
        Srf srf = Srf.create(cfg -> cfg.app("front-desk"));
        srf.invite((req, res) ->
                srf.createB2BUA(req, res, "sip:bob@carrier.example").join());
        srf.connect("drachtio.example", 9022, "cymru");
    }

    void dialogThatAnswers(Srf srf, String sdp) {
        srf.invite((req, res) -> {
            Dialog dialog = srf.createUAS(
                            req,
                            res,
                            o -> o.localSdp(sdp).prepare(early -> early.onInfo((info, answer) -> answer.send(200))))
                    .join();
            dialog.session().put("caller", req.from().toString());
            dialog.onDestroy(reason -> System.out.println("ended: " + reason));
        });
    }

    void metrics(SrfServer engine, Srf srf, MeterRegistry registry) {
        new EngineMetrics(engine).bindTo(registry);
        new AppMetrics(srf).bindTo(registry);
        SessionStore store = new MeteredSessionStore(RedisSessionStore.connect("redis://localhost"), registry);
    }

    void serverInTheApplication(Srf srf) {
        try (SrfServer engine = SrfServer.embedded("udp:0.0.0.0:5060,tcp:0.0.0.0:5060")) {
            srf.connect(engine).join();
        }
    }

    void serverByItself() {
        SrfServer server = SrfServer.start(ServerConfig.listen("udp:0.0.0.0:5060,tcp:0.0.0.0:5060")
                .withAdmin(new InetSocketAddress("127.0.0.1", ServerConfig.DEFAULT_ADMIN_PORT), "cymru"));
    }

    void sessionMemory() {
        try (MemorySessionStore store = MemorySessionStore.create();
                Srf srf = Srf.create(cfg -> cfg.app("demo").sessions(store))) {
            dialog();
        }
    }

    void sessionRedis() {
        try (RedisSessionStore store = RedisSessionStore.connect("redis://localhost");
                Srf srf = Srf.create(cfg -> cfg.app("front-desk").sessions(store))) {
            dialog();
        }
    }
}
