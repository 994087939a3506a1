// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.session.DialogRecord;
import io.srf.session.SessionRecord;
import io.srf.session.Snapshot;
import io.srf.session.SnapshotException;
import io.srf.session.Stamp;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamWriteConstraints;

/** A call's document as JSON. */
class DocumentCodecTest {
    private static final DialogRecord BARE = new DialogRecord(
            new DialogRecord.Ids("id", "call", "1", ""),
            new DialogRecord.Progress(
                    DialogRecord.Role.UAC,
                    "SUBSCRIBE",
                    DialogRecord.State.TERMINATED,
                    0,
                    new DialogRecord.Times(Instant.EPOCH, null, null)),
            new DialogRecord.Party("sip:a@b", null, null),
            new DialogRecord.Party("sip:c@d", null, null),
            null);

    @Test
    void a_document_comes_back_as_it_was() {
        CallDocument document = CallDocument.EMPTY
                .withValue(
                        "user",
                        new RawJson(
                                "{\"name\":\"Jürgen\",\"tags\":[1,2.50,123456789.123456789012345678,12345678901234567890,null]}"))
                .withValue("text", new RawJson("\"a\\nb\""))
                .withAlias("order 17")
                .withDialog(Dialogs.confirmed("a"))
                .withDialog(Dialogs.early("b"))
                .withDialog(BARE);
        CallDocument read = decode(DocumentCodec.encode(document));
        assertThat(read.dialogs()).isEqualTo(document.dialogs());
        assertThat(read.aliases()).isEqualTo(document.aliases());
        assertThat(read.data()).isEqualTo(document.data());
    }

    @Test
    void a_session_timer_comes_back_as_it_was() {
        DialogRecord timed = BARE.withSessionTimer(
                new DialogRecord.SessionTimer(1_800, DialogRecord.Refresher.REMOTE, Instant.EPOCH));
        CallDocument read = decode(DocumentCodec.encode(CallDocument.EMPTY.withDialog(timed)));

        assertThat(read.dialogs()).isEqualTo(Map.of("id", timed));
    }

    @Test
    void whatever_a_session_takes_can_be_read_from_its_document() {
        KeptCall call = SessionKeeper.withoutStore().open();
        Object deep = "end";
        for (int i = 0; i < StreamWriteConstraints.DEFAULT_MAX_DEPTH; i++) {
            deep = List.of(deep);
        }
        call.session().put("deep", deep);
        call.session().put("digits", new BigInteger("7".repeat(5000)));
        call.session().put("tiny", new BigDecimal("1E-400"));
        call.session().put("name", Map.of("n".repeat(50_100), 1));
        call.session().put("nan", Double.NaN);
        CallDocument read = decode(DocumentCodec.encode(call.document()));
        assertThat(read.data().keySet()).isEqualTo(call.session().keys());
        assertThat(read.data().get("digits")).isEqualTo(call.document().data().get("digits"));
        assertThat(call.session().get("digits")).isEqualTo(new BigInteger("7".repeat(5000)));
        assertThat(call.session().get("deep")).isEqualTo(deep);
        assertThat(read.data().get("deep")).isEqualTo(call.document().data().get("deep"));
    }

    @Test
    void the_empty_document_is_small() {
        Snapshot snapshot = DocumentCodec.encode(CallDocument.EMPTY);
        assertThat(new String(snapshot.value(), UTF_8)).isEqualTo("{\"format\":2}");
        assertThat(snapshot.keys()).isEmpty();
        assertThat(decode(snapshot)).isEqualTo(CallDocument.EMPTY);
    }

    @Test
    void a_session_description_that_both_legs_have_is_written_once() {
        CallDocument document = CallDocument.EMPTY
                .withDialog(Dialogs.confirmed("a"))
                .withDialog(Dialogs.confirmed("b"))
                .withDialog(BARE);
        String text = new String(DocumentCodec.encode(document).value(), UTF_8);

        assertThat(text.split("v=0", -1)).hasSize(2);
        assertThat(text).contains("\"sdp\":\"1\"", "\"heldSdp\":\"1\"", "\"sdps\":{\"1\":\"v=0");
        assertThat(decode(json(text)).dialogs()).isEqualTo(document.dialogs());
    }

    @Test
    void session_descriptions_that_differ_or_look_like_names_stay_apart() {
        DialogRecord odd =
                BARE.withParties(BARE.local().withSdp("2"), BARE.remote().withSdp("1"));
        CallDocument document = CallDocument.EMPTY.withDialog(odd).withDialog(Dialogs.confirmed("a"));

        assertThat(decode(DocumentCodec.encode(document)).dialogs()).isEqualTo(document.dialogs());
    }

    @Test
    void what_is_empty_is_not_written() {
        DialogRecord plain = BARE.withBridge(new DialogRecord.Bridge("peer", Map.of()))
                .withPath(new DialogRecord.Path(List.of(), -1, null));
        Snapshot snapshot = DocumentCodec.encode(CallDocument.EMPTY.withDialog(plain));

        assertThat(new String(snapshot.value(), UTF_8)).doesNotContain("null", "{}", "[]");
        assertThat(decode(snapshot).dialogs()).isEqualTo(Map.of("id", plain));
    }

    @Test
    void a_document_of_format_1_has_its_session_descriptions_in_the_dialogs() {
        CallDocument read = decode(json("""
                {"format":1,"data":{"user":"bob"},"aliases":["17"],"dialogs":{"id":{
                  "ids":{"dialogId":"id","callId":"call","localTag":"1","remoteTag":""},
                  "progress":{"role":"UAC","method":"SUBSCRIBE","state":"TERMINATED","cseq":0,
                    "times":{"created":"1970-01-01T00:00:00Z","early":null,"answered":null,"ended":null}},
                  "local":{"uri":"sip:a@b","contact":null,"sdp":"v=0 ours","identity":null},
                  "remote":{"uri":"sip:c@d","contact":null,"sdp":"v=0 theirs","identity":null},
                  "bridge":null,"sessionTimer":null,"path":{"routeSet":[],"remoteSeq":-1,"heldSdp":"v=0 held"}}}}
                """));
        DialogRecord known = BARE.withParties(
                        BARE.local().withSdp("v=0 ours"), BARE.remote().withSdp("v=0 theirs"))
                .withPath(new DialogRecord.Path(List.of(), -1, "v=0 held"));

        assertThat(read.dialogs()).isEqualTo(Map.of("id", known));
        assertThat(read.aliases()).containsExactly("17");
        assertThat(read.data()).containsOnlyKeys("user");
    }

    @Test
    void of_a_dialog_whose_session_description_is_gone_the_rest_can_be_read() {
        DialogRecord described = BARE.withParties(BARE.local().withSdp("v=0"), BARE.remote());
        Snapshot whole = DocumentCodec.encode(CallDocument.EMPTY.withDialog(described));
        Snapshot broken = json(new String(whole.value(), UTF_8).replace("\"sdps\"", "\"other\""));

        assertThatThrownBy(() -> decode(broken))
                .isInstanceOf(SnapshotException.class)
                .hasMessage("the document of session s has no session description 1, which a dialog names");
        assertThat(DocumentCodec.readableDialogs(record(broken))).isEqualTo(Map.of("id", BARE));
    }

    @Test
    void members_of_a_newer_version_are_left_out_and_those_of_an_older_one_may_be_missing() {
        CallDocument read = decode(json("""
                {"format":1,"new":{"x":[1]},"dialogs":{"id":{
                  "ids":{"dialogId":"id","callId":"call","localTag":"1","remoteTag":"","engine":"new"},
                  "progress":{"role":"UAC","method":"SUBSCRIBE","state":"TERMINATED",
                    "times":{"created":"1970-01-01T00:00:00Z"}},
                  "local":{"uri":"sip:a@b"},"remote":{"uri":"sip:c@d","display":"new"}}}}
                """));
        assertThat(read.dialogs()).isEqualTo(Map.of("id", BARE));
        assertThat(read.data()).isEmpty();
        assertThat(read.aliases()).isEmpty();
    }

    @Test
    void a_format_of_the_future_is_refused_with_its_number() {
        assertThatThrownBy(() -> decode(new Snapshot(Set.of(), 3, "{\"format\":3}".getBytes(UTF_8))))
                .isInstanceOf(SnapshotException.class)
                .hasMessage("the document of session s has format 3; expected: 1 to 2");
        assertThatThrownBy(() -> decode(json("{\"format\":3}"))).hasMessageContaining("format 3; expected: 1 to 2");
        assertThatThrownBy(() -> decode(json("{}"))).hasMessageContaining("format 0; expected: 1 to 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "nonsense",
                "{\"format\":1} x",
                "{\"format\":\"one\"}",
                "{\"format\":1,\"data\":[]}",
                "{\"format\":1,\"dialogs\":{\"id\":{}}}",
                "{\"format\":1,\"dialogs\":{\"id\":{\"ids\":{\"dialogId\":\"id\"}}}}",
            })
    void a_broken_document_is_refused_with_a_reason(String text) {
        assertThatThrownBy(() -> decode(json(text)))
                .isInstanceOf(SnapshotException.class)
                .hasMessageStartingWith("the document of session s ");
    }

    @Test
    void the_reason_names_the_member_that_is_wrong() {
        String text = new String(
                DocumentCodec.encode(CallDocument.EMPTY.withDialog(BARE)).value(), UTF_8);
        assertThatThrownBy(() -> decode(json(text.replaceFirst("\"role\":\"[A-Z]+\"", "\"role\":\"JUDGE\""))))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("JUDGE")
                .hasMessageContaining("dialogs.id.progress.role: ");
    }

    @Test
    void null_values_are_no_values() {
        assertThat(decode(json("{\"format\":1,\"data\":{\"k\":null,\"l\":1}}")).data())
                .containsOnlyKeys("l");
    }

    private static CallDocument decode(Snapshot snapshot) {
        return DocumentCodec.decode(record(snapshot));
    }

    private static SessionRecord record(Snapshot snapshot) {
        return new SessionRecord("s", Stamp.first("node"), Instant.EPOCH, snapshot);
    }

    private static Snapshot json(String text) {
        return new Snapshot(Set.of(), 1, text.getBytes(UTF_8));
    }
}
