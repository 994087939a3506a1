// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.Methods;
import io.srf.sip.Rfc4475;
import io.srf.sip.SipResponse;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an engine answers to the messages of RFC 4475: application and engine together, final responses only. */
class TortureThroughTheStackTest {
    static Stream<Rfc4475.Row> table() {
        return Rfc4475.table();
    }

    @ParameterizedTest
    @MethodSource("table")
    void is_answered_as_the_table_says_and_leaves_nothing(Rfc4475.Row row) {
        try (EngineWorld world = new EngineWorld()) {
            ScriptedApplication application = world.application(Methods.ALL.toArray(String[]::new));
            Methods.ALL.forEach(method ->
                    application.on(method, i -> application.answers(i, method.equals(Methods.INVITE) ? 486 : 200)));
            Phone sender = world.phone("sender");
            sender.sendsRaw(world.address(), row.bytes());
            world.sim().time().advance(Duration.ofSeconds(40));

            assertThat(answers(world)).isEqualTo(TortureAnswers.to(row));
            assertThat(world.stats().isAtRest()).as("%s", world.stats()).isTrue();
        }
    }

    private static List<Integer> answers(EngineWorld world) {
        return world.sim().trace().packets().stream()
                .filter(traced -> traced.packet().from().equals(world.address()))
                .map(traced -> traced.packet().message())
                .filter(SipResponse.class::isInstance)
                .map(response -> ((SipResponse) response).status())
                .filter(status -> status >= 200)
                .distinct()
                .toList();
    }
}
