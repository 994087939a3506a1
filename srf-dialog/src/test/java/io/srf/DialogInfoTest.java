// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.script.EngineLeg;
import io.srf.sip.Header;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** The documents of RFC 4235. */
class DialogInfoTest extends DialogWorld {
    private static final String DESK = "sip:desk&co@example.com";

    private @Nullable Uas call;

    private EngineLeg aliceCalls() {
        srf.invite((req, res) -> call = srf.createUAS(req, res));
        return engine.calls("A", SDP_A, Header.of("P-Asserted-Identity", "\"Al <1>\" <sip:1@x.example>"));
    }

    private static Element parse(String document) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    private static Element in(Element parent, String name) {
        return (Element) parent.getElementsByTagName(name).item(0);
    }

    @Test
    void a_call_is_early_then_confirmed_then_terminated_by_the_other_side() throws Exception {
        List<String> documents = new ArrayList<>();
        srf.onTerminate(e -> documents.add(DialogInfo.partial(DESK, 3, e.dialog(), e.reason())));
        EngineLeg a = aliceCalls();
        Uas answering = Objects.requireNonNull(call);
        answering.progress(180);
        documents.add(DialogInfo.partial(DESK, 1, answering.dialog(), null));
        answering.answer(o -> o.localSdp(SDP_B));
        documents.add(DialogInfo.full(DESK, 2, srf.dialogs()));
        a.acks();
        a.sends("BYE");

        assertThat(documents).hasSize(3);
        List<String> states = new ArrayList<>();
        for (String document : documents) {
            states.add(in(parse(document), "state").getTextContent());
        }
        assertThat(states).containsExactly("early", "confirmed", "terminated");
        assertThat(in(parse(documents.get(2)), "state").getAttribute("event")).isEqualTo("remote-bye");
    }

    @Test
    void a_document_says_who_talks_to_whom_whatever_their_names_hold() throws Exception {
        EngineLeg a = aliceCalls();
        Uas answering = Objects.requireNonNull(call);
        answering.answer(o -> o.localSdp(SDP_B));
        Element info = parse(DialogInfo.partial(DESK, 7, answering.dialog(), null));

        assertThat(info.getAttribute("entity")).isEqualTo(DESK);
        assertThat(info.getAttribute("version")).isEqualTo("7");
        assertThat(info.getAttribute("state")).isEqualTo("partial");
        Element dialog = in(info, "dialog");
        assertThat(dialog.getAttribute("direction")).isEqualTo("recipient");
        assertThat(dialog.getAttribute("local-tag"))
                .isEqualTo(answering.dialog().localTag());
        Element remote = in(in(dialog, "remote"), "identity");
        assertThat(remote.getAttribute("display")).isEqualTo("Al <1>");
        assertThat(remote.getTextContent()).isEqualTo("sip:1@x.example");
        a.acks();
        a.sends("BYE");
    }
}
