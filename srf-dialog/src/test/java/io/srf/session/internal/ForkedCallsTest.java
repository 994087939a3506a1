// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.session.DialogRecord.Ids;
import io.srf.session.internal.CallTakeover.Outcome;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two calls whose callers are branches of one fork: Call-ID and the caller's tag are the same, and the engine's names for their dialogs begin alike. */
class ForkedCallsTest extends KeeperTest {
    private static final String CALL_ID = "forked@host";
    private static final String CALLERS_TAG = "caller";
    private static final String ID = CALL_ID + ";from-tag=" + CALLERS_TAG;

    private KeptCall answered(String dialogId, String ourTag) {
        KeptCall call = keeper.open();
        call.put(Dialogs.confirmed(ourTag).withIds(new Ids(dialogId, CALL_ID, ourTag, CALLERS_TAG)));
        work();
        return call;
    }

    private Outcome take(String ourTag) {
        return keeper.takeover().take(new DialogName(ID, CALL_ID, ourTag, CALLERS_TAG), new Nobody());
    }

    @Test
    void a_request_of_an_engine_that_does_not_know_the_dialog_finds_the_call_of_its_tags() {
        answered(ID, "first");
        answered(ID + ";to-tag=second", "second");

        assertThat(take("first")).isEqualTo(Outcome.OURS);
        assertThat(take("second")).isEqualTo(Outcome.OURS);
        assertThat(take("third")).isEqualTo(Outcome.UNKNOWN);
    }

    private static final class Nobody implements CallTakeover.Heir {
        @Override
        public void restore(KeptCall call) {
            throw new AssertionError("it is ours already");
        }

        @Override
        public void close(KeptCall call, Set<String> unread) {
            throw new AssertionError("it can be read");
        }
    }
}
