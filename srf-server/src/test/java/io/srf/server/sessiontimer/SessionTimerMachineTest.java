// SPDX-License-Identifier: Apache-2.0
package io.srf.server.sessiontimer;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.sessiontimer.SessionTerms.Refresher;
import io.srf.server.sessiontimer.SessionTimerEffect.EndDialog;
import io.srf.server.sessiontimer.SessionTimerEffect.SendRefresh;
import io.srf.server.sessiontimer.SessionTimerEffect.StartExpiry;
import io.srf.server.sessiontimer.SessionTimerEffect.StartRefresh;
import io.srf.server.sessiontimer.SessionTimerEffect.StopTimers;
import io.srf.server.sessiontimer.SessionTimerEffect.Why;
import io.srf.server.sessiontimer.SessionTimerEvent.Agreed;
import io.srf.server.sessiontimer.SessionTimerEvent.Decline;
import io.srf.server.sessiontimer.SessionTimerEvent.Ended;
import io.srf.server.sessiontimer.SessionTimerEvent.Expired;
import io.srf.server.sessiontimer.SessionTimerEvent.NotSent;
import io.srf.server.sessiontimer.SessionTimerEvent.PeerGone;
import io.srf.server.sessiontimer.SessionTimerEvent.Postponed;
import io.srf.server.sessiontimer.SessionTimerEvent.RefreshDue;
import io.srf.server.sessiontimer.SessionTimerEvent.Refused;
import io.srf.server.sessiontimer.SessionTimerEvent.Restored;
import io.srf.server.sessiontimer.SessionTimerEvent.TooShort;
import io.srf.server.sessiontimer.SessionTimerState.Declined;
import io.srf.server.sessiontimer.SessionTimerState.Off;
import io.srf.server.sessiontimer.SessionTimerState.Ours;
import io.srf.server.sessiontimer.SessionTimerState.Over;
import io.srf.server.sessiontimer.SessionTimerState.Refreshing;
import io.srf.server.sessiontimer.SessionTimerState.Theirs;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table in the Javadoc of the machine, row by row. */
class SessionTimerMachineTest {
    private static final SessionTerms OURS = new SessionTerms(1_800, 90, Refresher.US);
    private static final SessionTerms THEIRS = new SessionTerms(1_800, 90, Refresher.PEER);
    private static final StopTimers STOP = new StopTimers();

    private static List<SessionTimerState> all() {
        return List.of(new Off(), new Declined(), new Ours(OURS), new Refreshing(OURS), new Theirs(THEIRS), new Over());
    }

    static Stream<SessionTimerState> living() {
        return all().stream().filter(state -> !(state instanceof Over));
    }

    static Stream<SessionTimerEvent> events() {
        return Stream.of(
                new Agreed(OURS),
                new Agreed(null),
                new Restored(OURS, 10),
                new Decline(),
                new RefreshDue(),
                new Expired(),
                new NotSent(),
                new Postponed(10),
                new TooShort(2_000),
                new Refused(),
                new PeerGone(),
                new Ended());
    }

    private static void goes(
            SessionTimerState from, SessionTimerEvent event, SessionTimerState to, SessionTimerEffect... effects) {
        assertThat(SessionTimerMachine.step(from, event)).isEqualTo(new SessionTimerMachine.Step(to, List.of(effects)));
    }

    @ParameterizedTest
    @MethodSource("living")
    void an_agreement_starts_the_timers_anew_wherever_it_comes(SessionTimerState state) {
        goes(state, new Agreed(OURS), new Ours(OURS), new StartRefresh(900_000), new StartExpiry(1_768_000));
        goes(state, new Agreed(THEIRS), new Theirs(THEIRS), STOP, new StartExpiry(1_768_000));
        goes(state, new Agreed(null), state instanceof Declined ? state : new Off(), STOP);
        goes(state, new Decline(), new Declined(), STOP);
        goes(state, new Ended(), new Over(), STOP);
    }

    @ParameterizedTest
    @MethodSource("events")
    void nothing_happens_after_the_end(SessionTimerEvent event) {
        goes(new Over(), event, new Over());
    }

    @Test
    void a_session_that_another_engine_had_is_refreshed_soon_and_ends_after_an_interval_from_now() {
        goes(new Off(), new Restored(OURS, 10), new Ours(OURS), new StartRefresh(10), new StartExpiry(1_768_000));
        goes(new Off(), new Restored(THEIRS, 10), new Theirs(THEIRS), new StartExpiry(1_768_000));
        goes(new Declined(), new Restored(OURS, 10), new Declined());
    }

    @Test
    void we_refresh_when_it_is_time() {
        goes(new Ours(OURS), new RefreshDue(), new Refreshing(OURS), new SendRefresh(OURS));
    }

    @Test
    void a_refresh_that_failed_for_no_good_reason_is_sent_again_after_a_tenth_of_the_interval() {
        goes(new Refreshing(OURS), new Refused(), new Ours(OURS), new StartRefresh(180_000));
        goes(new Refreshing(OURS), new NotSent(), new Ours(OURS), new StartRefresh(180_000));
    }

    @Test
    void glare_is_waited_out() {
        goes(new Refreshing(OURS), new Postponed(2_100), new Ours(OURS), new StartRefresh(2_100));
    }

    @Test
    void a_longer_interval_is_asked_for_at_once_and_a_shorter_one_never() {
        SessionTerms longer = new SessionTerms(2_000, 2_000, Refresher.US);
        goes(new Refreshing(OURS), new TooShort(2_000), new Refreshing(longer), new SendRefresh(longer));
        goes(new Refreshing(OURS), new TooShort(1_800), new Ours(OURS), new StartRefresh(180_000));
    }

    @Test
    void a_peer_that_does_not_know_the_dialog_ends_it() {
        goes(new Refreshing(OURS), new PeerGone(), new Over(), STOP, new EndDialog(Why.PEER_GONE));
    }

    @Test
    void a_session_that_is_not_refreshed_ends_whoever_should_have_done_it() {
        for (SessionTimerState state : List.of(new Ours(OURS), new Refreshing(OURS), new Theirs(THEIRS))) {
            goes(state, new Expired(), new Over(), STOP, new EndDialog(Why.EXPIRED));
        }
    }

    @Test
    void what_the_table_does_not_name_changes_nothing() {
        List<SessionTimerEvent> ofRefresh = List.of(
                new NotSent(), new Refused(), new Postponed(10), new TooShort(2_000), new PeerGone(), new RefreshDue());
        for (SessionTimerState state : List.of(new Off(), new Declined(), new Theirs(THEIRS))) {
            ofRefresh.forEach(event -> goes(state, event, state));
        }
        ofRefresh.stream()
                .filter(event -> !(event instanceof RefreshDue))
                .forEach(event -> goes(new Ours(OURS), event, new Ours(OURS)));
        goes(new Refreshing(OURS), new RefreshDue(), new Refreshing(OURS));
        goes(new Off(), new Expired(), new Off());
        goes(new Declined(), new Expired(), new Declined());
    }

    @ParameterizedTest
    @CsvSource({"90, 45000, 60000", "96, 48000, 64000", "97, 48500, 65000", "1800, 900000, 1768000"})
    void a_session_is_refreshed_at_half_time_and_ended_32_s_or_a_third_before_its_end(
            int seconds, long refresh, long expiry) {
        SessionTerms terms = new SessionTerms(seconds, 90, Refresher.US);

        assertThat(terms.refreshMillis()).isEqualTo(refresh);
        assertThat(terms.expiryMillis()).isEqualTo(expiry);
    }
}
