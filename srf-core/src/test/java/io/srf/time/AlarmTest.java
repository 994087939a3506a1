// SPDX-License-Identifier: Apache-2.0
package io.srf.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlarmTest {
    private final VirtualTimers timers = new VirtualTimers();
    private final Ringing alarm = new Ringing();

    private static final class Ringing extends Alarm {
        private int times;

        @Override
        public void run() {
            times++;
        }
    }

    @Test
    void it_rings_once_at_its_time() {
        timers.set(50, alarm);
        timers.pass(49);
        assertThat(alarm.times).isZero();
        timers.pass(100);
        assertThat(alarm.times).isEqualTo(1);
    }

    @Test
    void one_that_was_unset_does_not_ring_and_waits_nowhere() {
        timers.set(50, alarm);
        alarm.unset();
        alarm.unset();
        assertThat(timers.waiting()).isZero();
        timers.pass(100);
        assertThat(alarm.times).isZero();
    }

    @Test
    void it_can_be_set_again_when_it_has_rung_or_was_unset() {
        timers.set(50, alarm);
        timers.pass(50);
        timers.set(50, alarm);
        alarm.unset();
        timers.set(50, alarm);
        timers.pass(50);
        assertThat(alarm.times).isEqualTo(2);
    }

    @Test
    void in_a_wheel_it_is_its_own_place() {
        TimerWheel wheel = new TimerWheel(0);
        wheel.schedule(1, alarm);
        alarm.unset();
        assertThat(wheel.size()).isZero();
        wheel.schedule(1, alarm);
        wheel.advanceTo(TimerWheel.TICK_NANOS);
        assertThat(alarm.times).isEqualTo(1);
    }
}
