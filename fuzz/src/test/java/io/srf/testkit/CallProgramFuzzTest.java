// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import com.code_intelligence.jazzer.junit.FuzzTest;

class CallProgramFuzzTest {
    @FuzzTest(maxDuration = "5m")
    void every_program_ends_its_calls_and_leaves_nothing_behind(byte[] program) {
        new CallProgram(program).run();
    }
}
