// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.srf.testkit.Phone;
import java.util.Scanner;

/** What a phone is told in lines of input, one after the other: each is done when its answer has come. */
final class PhoneKeypad {
    static final String HELP =
            "In its input each line is one of: call URI, hold, resume, info TEXT, transfer URI, hang up, quit.";

    private PhoneKeypad() {}

    /** Does what the lines of the standard input say, on a thread of its own, and calls {@code quit} when one says so. */
    static void readInput(Phone phone, Runnable quit) {
        Thread.ofPlatform().daemon().name("keypad").start(() -> {
            Scanner input = new Scanner(System.in, UTF_8);
            while (input.hasNextLine()) {
                press(phone, quit, input.nextLine().strip());
            }
        });
    }

    private static void press(Phone phone, Runnable quit, String line) {
        String[] words = line.split(" ", 2);
        String text = words.length == 1 ? "" : words[1].strip();
        try {
            switch (words[0]) {
                case "call" -> phone.calls(text);
                case "hold" -> phone.holds().sees(200, "INVITE");
                case "resume" -> phone.resumes().sees(200, "INVITE");
                case "info" -> phone.sends("INFO", text).sees(200, "INFO");
                case "transfer" -> phone.transfers(text).sees(202, "REFER");
                case "hang" -> phone.hangsUp();
                case "quit" -> quit.run();
                default -> System.out.println("unknown: " + line + ". " + HELP);
            }
        } catch (IllegalStateException | IllegalArgumentException | AssertionError e) {
            System.out.println(line + ": " + e.toString().lines().findFirst().orElse(""));
        }
    }
}
