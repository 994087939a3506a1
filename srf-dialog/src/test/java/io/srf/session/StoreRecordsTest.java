// SPDX-License-Identifier: Apache-2.0
package io.srf.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The records that a store deals in check themselves. */
class StoreRecordsTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    @Test
    void a_stamp_grows_with_writes_and_takeovers() {
        Stamp stamp = Stamp.first("anna").next().takenBy("bert").next();
        assertThat(stamp).isEqualTo(new Stamp(4, 2, "bert"));
        assertThat(stamp.sameHold(stamp.next())).isTrue();
        assertThat(stamp.sameHold(new Stamp(4, 2, "anna"))).isFalse();
        assertThat(stamp.sameHold(new Stamp(4, 1, "bert"))).isFalse();
    }

    @Test
    void a_claim_wins_after_the_lease_or_against_the_fence_it_names() {
        Stamp stamp = new Stamp(9, 3, "anna");
        assertThat(Claim.whenExpired("bert", LEASE).wins(stamp, true)).isTrue();
        assertThat(Claim.whenExpired("bert", LEASE).wins(stamp, false)).isFalse();
        assertThat(Claim.despiteLease("bert", LEASE, 3).wins(stamp, false)).isTrue();
        assertThat(Claim.despiteLease("bert", LEASE, 2).wins(stamp, false)).isFalse();
    }

    @Test
    void snapshots_are_equal_by_content() {
        Snapshot snapshot = new Snapshot(new HashSet<>(Set.of("k")), 1, "{}".getBytes(UTF_8));
        assertThat(snapshot)
                .isEqualTo(new Snapshot(Set.of("k"), 1, "{}".getBytes(UTF_8)))
                .hasSameHashCodeAs(new Snapshot(Set.of("k"), 1, "{}".getBytes(UTF_8)))
                .isNotEqualTo(new Snapshot(Set.of("l"), 1, "{}".getBytes(UTF_8)))
                .isNotEqualTo(new Snapshot(Set.of("k"), 2, "{}".getBytes(UTF_8)))
                .isNotEqualTo(new Snapshot(Set.of("k"), 1, "[]".getBytes(UTF_8)))
                .hasToString("Snapshot[keys=[k], format=1, 2 bytes]");
    }

    @Test
    void what_is_out_of_bounds_is_refused_with_what_was_expected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Stamp(0, 1, "anna"))
                .withMessage("version and fence begin at 1, not 0 and 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Stamp.first(""))
                .withMessage("node id of 0 characters; expected: 1 to 128 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Claim.whenExpired("anna", Duration.ZERO))
                .withMessage("a lease is longer than zero, not PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Claim.despiteLease("anna", LEASE, -1))
                .withMessage("a fence is 1 or more, not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Snapshot(Set.of(), 0, new byte[0]))
                .withMessage("a snapshot format is 1 or more, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionOptions.DEFAULT.withLease(Duration.ofSeconds(-1)))
                .withMessage("expected: times longer than zero, not PT-1S, PT5S, PT5S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionOptions.DEFAULT.withWriters(0))
                .withMessage("expected: numbers of 1 or more, not 100000, 0");
    }

    @Test
    void a_dialog_record_with_something_missing_is_refused() {
        assertThatNullPointerException()
                .isThrownBy(() -> new DialogRecord.Ids("id", null, "1", ""))
                .withMessage("callId");
        assertThatNullPointerException()
                .isThrownBy(() -> new DialogRecord.Times(null, Instant.EPOCH, null))
                .withMessage("created");
        assertThatNullPointerException()
                .isThrownBy(() -> new DialogRecord.Bridge(null, Map.of()))
                .withMessage("peer");
    }
}
