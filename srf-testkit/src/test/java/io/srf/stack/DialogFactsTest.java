// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2BUA;
import io.srf.Dialog;
import io.srf.app.Extras;
import io.srf.session.DialogRecord.Identity;
import io.srf.session.DialogRecord.Times;
import io.srf.sip.HeaderName;
import io.srf.sip.NameAddr;
import io.srf.sip.Params;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.sip.Uri;
import io.srf.testkit.Call;
import io.srf.testkit.MediaDirection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a program can ask a dialog, and how it finds it. */
@OverEveryEngine
class DialogFactsTest extends BridgedPhones {
    private final List<String> heard = new ArrayList<>();
    private CompletableFuture<Dialog> uas = new CompletableFuture<>();

    DialogFactsTest(Linked linked) {
        super(linked);
    }

    private Dialog answers(Consumer<SipRequest.Builder> edit, Consumer<Dialog> prepare) {
        world.srf()
                .invite((req, res) -> uas =
                        world.srf().createUAS(req, res, o -> o.localSdp(SDP).prepare(prepare)));
        alice.calls(world.uri("desk"), edit).isInCall();
        world.passes(Duration.ofMillis(100));
        return uas.join();
    }

    private Dialog answers(Consumer<Dialog> prepare) {
        return answers(invite -> {}, prepare);
    }

    private void hangsUp() {
        alice.hangsUp().isIdle();
        world.passes(Duration.ofSeconds(1));
    }

    @Test
    void the_caller_is_who_the_network_asserts() {
        Dialog dialog = answers(
                invite -> invite.add(HeaderName.REMOTE_PARTY_ID, "<sip:2@x.example>")
                        .add(HeaderName.P_ASSERTED_IDENTITY, "\"Al\" <sip:1@x.example>"),
                d -> {});

        assertThat(dialog.remoteIdentity()).isEqualTo(new Identity("sip:1@x.example", "Al", "P-Asserted-Identity"));
        hangsUp();
    }

    @Test
    void a_caller_that_nobody_asserts_is_in_Remote_Party_ID_or_From() {
        Dialog dialog = answers(invite -> invite.add(HeaderName.REMOTE_PARTY_ID, "\"Al\" <sip:2@x.example>"), d -> {});
        assertThat(dialog.remoteIdentity()).isEqualTo(new Identity("sip:2@x.example", "Al", "Remote-Party-ID"));
        hangsUp();

        Dialog next = answers(d -> {});
        assertThat(next.remoteIdentity().header()).isEqualTo("From");
        assertThat(next.remoteIdentity().uri()).startsWith("sip:alice@");
        hangsUp();
    }

    @Test
    void who_has_answered_is_who_the_network_asserts() {
        bob.onCall(call ->
                call.answers((SipResponse.Builder ok) -> ok.add(HeaderName.P_ASSERTED_IDENTITY, "<sip:3@x.example>")));
        CompletableFuture<Dialog> call = world.srf().createUAC(bob.uri().toString(), o -> o.localSdp(SDP));
        bob.isInCall();

        assertThat(call.join().remoteIdentity().uri()).isEqualTo("sip:3@x.example");
        bob.hangsUp().isIdle();
    }

    @Test
    void the_times_of_a_dialog_follow_each_other() {
        bob.answersAfter(Duration.ofSeconds(2));
        CompletableFuture<Dialog> call = world.srf().createUAC(bob.uri().toString(), o -> o.localSdp(SDP));
        bob.isInCall();
        world.passes(Duration.ofSeconds(5));
        bob.hangsUp().isIdle();
        world.passes(Duration.ofSeconds(1));

        Times times = call.join().times();
        assertThat(times.created()).isBeforeOrEqualTo(times.early());
        assertThat(Duration.between(times.early(), times.answered()))
                .isBetween(Duration.ofMillis(1_900), Duration.ofMillis(2_100));
        assertThat(Duration.between(times.answered(), times.ended()))
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    }

    @Test
    void a_dialog_is_found_by_id_by_its_tags_and_through_its_partner() {
        List<B2BUA> calls = new ArrayList<>();
        world.srf()
                .invite((req, res) -> calls.add(
                        world.srf().createB2BUA(req, res, bob.uri().toString()).join()));
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob")).isInCall();
        world.passes(Duration.ofMillis(100));

        Dialog a = calls.getFirst().uas();
        Dialog b = calls.getFirst().uac();
        assertThat(world.srf().findDialog(a.id())).isSameAs(a);
        assertThat(world.srf().findDialog(b.callId(), b.localTag(), b.remoteTag()))
                .isSameAs(b);
        assertThat(world.srf().findDialog(a.callId(), a.localTag(), a.remoteTag()))
                .isSameAs(a);
        assertThat(world.srf().findDialog(a.callId(), a.remoteTag(), a.localTag()))
                .isNull();
        assertThat(world.srf().dialogs()).containsExactlyInAnyOrder(a, b);
        assertThat(a.other()).isSameAs(b);
        assertThat(b.other()).isSameAs(a);

        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
        world.passes(Duration.ofSeconds(1));
        assertThat(world.srf().findDialog(a.id())).isNull();
        assertThat(world.srf().dialogs()).isEmpty();
    }

    @Test
    void a_hold_is_told_and_answered_and_a_refresh_is_no_hold() {
        answers(d -> d.onHold(req -> heard.add("hold"))
                .onUnhold(req -> heard.add("unhold"))
                .onRefresh(req -> heard.add("refresh")));
        alice.holds().sees(200, "INVITE");
        alice.resumes().sees(200, "INVITE");
        alice.reInvites(MediaDirection.SENDRECV).sees(200, "INVITE");
        world.passes(Duration.ofMillis(100));

        assertThat(heard).containsExactly("hold", "unhold", "refresh");
        hangsUp();
    }

    @Test
    void a_program_that_wants_every_re_INVITE_gets_refreshes_too() {
        answers(d -> d.onEveryModify((req, res) -> {
                    heard.add(req.method());
                    res.send(200, Extras.sdp(SDP));
                })
                .onRefresh(req -> heard.add("refresh")));
        alice.reInvites(MediaDirection.SENDRECV).sees(200, "INVITE");
        alice.holds().sees(200, "INVITE");
        alice.updates(MediaDirection.SENDRECV).sees(200, "UPDATE");

        assertThat(heard).containsExactly("INVITE", "INVITE", "UPDATE");
        hangsUp();
    }

    @Test
    void a_session_description_that_passes_from_leg_to_leg_is_kept_once() {
        CompletableFuture<B2BUA> made = new CompletableFuture<>();
        bob.onCall(Call::answers);
        world.srf()
                .invite((req, res) -> made.complete(
                        world.srf().createB2BUA(req, res, bob.uri().toString()).join()));
        alice.calls(world.uri("bob")).isInCall();
        world.passes(Duration.ofMillis(100));

        B2BUA call = made.join();
        assertThat(call.uac().local().sdp()).isSameAs(call.uas().remote().sdp()).contains("m=audio");
        assertThat(call.uac().remote().sdp()).isSameAs(call.uas().local().sdp()).contains("m=audio");
        hangsUp();
        bob.isTold("BYE").isIdle();
    }

    private List<Identity> identitiesOf(Dialog dialog) {
        List<Identity> identities = new CopyOnWriteArrayList<>();
        dialog.onRemoteIdentity(identities::add);
        return identities;
    }

    @Test
    void an_UPDATE_may_say_that_the_other_side_is_somebody_else() {
        Dialog dialog = answers(d -> {});
        List<Identity> heard = identitiesOf(dialog);
        alice.sends("UPDATE", update -> update.add(HeaderName.P_ASSERTED_IDENTITY, "\"Al\" <sip:1@x.example>"))
                .sees(200, "UPDATE");
        alice.updates().sees(200, "UPDATE");
        world.passes(Duration.ofMillis(100));

        assertThat(heard).containsExactly(new Identity("sip:1@x.example", "Al", "P-Asserted-Identity"));
        assertThat(dialog.remoteIdentity()).isEqualTo(heard.getFirst());
        hangsUp();
    }

    @Test
    void a_From_that_changes_in_the_call_is_who_the_other_side_is_now() {
        Dialog dialog = answers(d -> {});
        List<Identity> heard = identitiesOf(dialog);
        String before =
                dialog.remoteIdentity() == null ? "" : dialog.remoteIdentity().uri();
        alice.sends("UPDATE", update -> {
            NameAddr from = update.build().from();
            NameAddr other = new NameAddr("Zoe", Uri.parse("sip:zoe@x.example"), Params.NONE);
            update.set(HeaderName.FROM, other.withTag(from.tag() == null ? "" : from.tag()));
        });
        alice.sees(200, "UPDATE");
        alice.updates().sees(200, "UPDATE");
        world.passes(Duration.ofMillis(100));

        assertThat(heard).extracting(Identity::uri).containsExactly("sip:zoe@x.example", before);
        hangsUp();
    }

    @Test
    void an_answer_to_our_offer_may_say_who_answers() {
        Dialog dialog = answers(d -> {});
        List<Identity> heard = identitiesOf(dialog);
        alice.repliesTo("INVITE", 200, ok -> ok.add(HeaderName.P_ASSERTED_IDENTITY, "<sip:2@x.example>"));
        dialog.hold();
        world.passes(Duration.ofSeconds(1));

        assertThat(heard).extracting(Identity::uri).containsExactly("sip:2@x.example");
        hangsUp();
    }
}
