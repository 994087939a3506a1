// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2BUA;
import io.srf.Srf;
import io.srf.link.LinkOptions;
import io.srf.link.LinkTimeouts;
import io.srf.script.EngineEnd;
import io.srf.script.EngineLeg;
import io.srf.session.DialogRecord;
import io.srf.session.DialogRecord.Role;
import io.srf.session.DialogRecord.State;
import io.srf.session.SessionRecord;
import io.srf.session.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a store has of a call at each of its steps. */
class KeptCallsTest {
    private static final String SDP_A = "v=0\r\no=a 1 1 IN IP4 h\r\ns=-\r\nm=audio 9 RTP/AVP 0\r\n";
    private static final String SDP_B = "v=0\r\no=b 1 1 IN IP4 h\r\ns=-\r\nm=audio 9 RTP/AVP 0\r\n";

    private final PlainStore store = new PlainStore();
    private final ManualTimers timers = new ManualTimers();
    private final ManualExecutor executor = new ManualExecutor();
    private final EngineEnd engine = new EngineEnd();
    private final List<String> ends = new ArrayList<>();
    private final List<Role> handedOver = new ArrayList<>();
    private final Srf srf = Srf.create(
            config -> config.sessions(store).node("n1").timers(timers).executor(executor));
    private CompletableFuture<B2BUA> call;

    @BeforeEach
    void the_application_bridges_calls() {
        srf.invite((req, res) -> call = srf.createB2BUA(req, res, "sip:bob@10.0.0.1"));
        srf.onHandOver(dialog -> handedOver.add(dialog.role()));
        srf.onTerminate(e -> ends.add(e.dialog().role() + " " + e.reason().kind()));
        LinkOptions options = LinkOptions.of("cymru").withTimeouts(new LinkTimeouts(10_000, 300_000, 0, 5_000));
        srf.connect(engine.connector(), options);
        executor.run();
    }

    @AfterEach
    void nothing_is_left_over() {
        work();
        assertThat(srf.openCalls()).isZero();
        assertThat(store.records).isEmpty();
        CompletableFuture<Void> closed = srf.shutdown();
        work();
        assertThat(closed).isCompleted();
        assertThat(timers.pending()).isZero();
    }

    private void work() {
        executor.run();
        timers.pass(WriteQueue.TICK_MILLIS);
        executor.run();
    }

    private DialogRecord record(Role role) {
        SessionRecord kept = store.records.values().iterator().next();
        Collection<DialogRecord> dialogs = DocumentCodec.decode(kept).dialogs().values();
        return dialogs.stream()
                .filter(dialog -> dialog.progress().role() == role)
                .findFirst()
                .orElseThrow();
    }

    private EngineLeg alice() {
        EngineLeg a = engine.calls("A", SDP_A);
        executor.run();
        return a;
    }

    @Test
    void nothing_is_kept_of_a_call_that_nobody_has_answered_yet() {
        alice();
        work();
        assertThat(store.writes).isEmpty();
        engine.called().last("INVITE").answers(486);
    }

    @Test
    void early_legs_are_kept() {
        EngineLeg a = alice();
        EngineLeg b = engine.called();
        b.last("INVITE").answers(183, SDP_B);
        work();
        assertThat(record(Role.UAC).progress().state()).isEqualTo(State.EARLY);
        assertThat(record(Role.UAC).ids().dialogId()).isEqualTo(b.dialogId());
        assertThat(record(Role.UAS).ids().dialogId()).isEqualTo(a.dialogId());
        assertThat(record(Role.UAS).local().sdp()).isEqualTo(SDP_B);
        b.last("INVITE").answers(486);
    }

    @Test
    void both_legs_are_kept_with_the_bridge_between_them() {
        EngineLeg a = alice();
        EngineLeg b = engine.called();
        b.last("INVITE").answers(200, SDP_B);
        work();
        DialogRecord ofA = record(Role.UAS);
        DialogRecord ofB = record(Role.UAC);
        assertThat(ofA.progress().state()).isEqualTo(State.CONFIRMED);
        assertThat(ofA.bridge().peer()).isEqualTo(b.dialogId());
        assertThat(ofB.bridge().peer()).isEqualTo(a.dialogId());
        assertThat(ofA.remote().sdp()).isEqualTo(SDP_A);
        assertThat(ofA.remote().contact()).isEqualTo("sip:A@10.0.0.1");
        assertThat(ofB.local().sdp()).isEqualTo(SDP_A);
        assertThat(ofB.remote().sdp()).isEqualTo(SDP_B);
        assertThat(ofB.ids().localTag()).isEqualTo("app-2");
        assertThat(ofB.ids().remoteTag()).isEqualTo("phone-2");
        assertThat(ofB.progress().cseq()).isGreaterThanOrEqualTo(1);
        assertThat(ofB.progress().times().answered()).isNotNull();
        a.acks();
        a.sends("BYE");
    }

    @Test
    void an_offer_that_was_accepted_is_kept_and_one_that_was_refused_is_not() {
        EngineLeg a = alice();
        EngineLeg b = engine.called();
        b.last("INVITE").answers(200, SDP_B);
        a.acks();
        String changed = SDP_A.replace("a 1 1", "a 1 2");
        a.sends("INVITE", changed);
        b.last("INVITE").answers(200, SDP_B);
        a.acks();
        work();
        assertThat(record(Role.UAS).remote().sdp()).isEqualTo(changed);
        assertThat(record(Role.UAC).local().sdp()).isEqualTo(changed);
        a.sends("INVITE", SDP_A.replace("a 1 1", "a 1 3"));
        b.last("INVITE").answers(488);
        work();
        assertThat(record(Role.UAS).remote().sdp()).isEqualTo(changed);
        assertThat(record(Role.UAC).local().sdp()).isEqualTo(changed);
        a.sends("BYE");
    }

    @Test
    void the_CSeq_is_kept_ahead_and_seldom() {
        EngineLeg a = alice();
        engine.called().last("INVITE").answers(200, SDP_B);
        a.acks();
        work();
        executor.run();
        int writes = store.writes.size();
        for (int i = 0; i < 50; i++) {
            call.join().uac().info(io.srf.app.Extras.NONE);
            engine.leg("B").last("INFO").answers(200);
        }
        work();
        assertThat(store.writes).hasSize(writes);
        assertThat(record(Role.UAC).progress().cseq()).isGreaterThan(51);
        a.sends("BYE");
    }

    @Test
    void values_of_the_session_are_kept_with_the_call() {
        EngineLeg a = alice();
        engine.called().last("INVITE").answers(200, SDP_B);
        executor.run();
        call.join().session().put("user", "alice");
        work();
        assertThat(store.document(call.join().session().id())).contains("alice");
        a.acks();
        a.sends("BYE");
    }

    @Test
    void the_record_goes_with_the_call() {
        EngineLeg a = alice();
        engine.called().last("INVITE").answers(200, SDP_B);
        a.acks();
        work();
        a.sends("BYE");
        work();
        assertThat(store.writes).endsWith("delete");
    }

    @Test
    void a_call_that_another_node_has_taken_is_over_here_without_a_word() {
        EngineLeg a = alice();
        EngineLeg b = engine.called();
        b.last("INVITE").answers(200, SDP_B);
        a.acks();
        work();
        SessionRecord kept = store.records.values().iterator().next();
        Stamp theirs = kept.stamp().takenBy("n2");
        store.records.put(kept.id(), new SessionRecord(kept.id(), theirs, kept.leaseUntil(), kept.snapshot()));
        call.join().session().put("user", "alice");
        timers.pass(Duration.ofSeconds(1).toMillis());
        work();
        work();
        assertThat(ends).isEmpty();
        assertThat(handedOver).containsExactlyInAnyOrder(Role.UAS, Role.UAC);
        assertThat(a.methods()).isEmpty();
        assertThat(b.methods()).containsExactly("INVITE", "ACK");
        store.records.clear();
    }
}
