// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import io.srf.session.IdPage;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds records whose lease has run out: reads which the index says are due, then asks each.
 *
 * <p>The parts of the index are gone through one after another, each by score. An id only moves to a later score while its record is an orphan, so
 * a search that has passed its old place comes by its new one.
 */
final class OrphanSearch {
    private final Pipe pipe;
    private final Naming naming;

    OrphanSearch(Pipe pipe, Naming naming) {
        this.pipe = pipe;
        this.naming = naming;
    }

    /** An id as the index has it. */
    private record Due(int part, String id, String score) {
        /** Where a page that ends here goes on. */
        String text() {
            return part + " " + score + " " + id;
        }

        /** The place before everything. */
        static final Due START = new Due(0, "", "-inf");

        static Due parse(String text) {
            if (text.equals(IdPage.START)) {
                return START;
            }
            String[] words = text.split(" ", 3);
            try {
                return new Due(Integer.parseInt(words[0]), words[2], words[1]);
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new IllegalArgumentException("expected: IdPage.START or the next of a page, not " + text, e);
            }
        }
    }

    IdPage orphans(String from, int limit) {
        Deadline deadline = pipe.deadline();
        List<Due> due = due(deadline, Due.parse(from), limit);
        List<Answer> leases = pipe.run(
                deadline,
                due.stream()
                        .map(each -> Call.of(Script.LEASE, naming.record(each.id())))
                        .toList());
        List<String> orphans = new ArrayList<>();
        List<Call> moves = new ArrayList<>();
        for (int i = 0; i < due.size(); i++) {
            Due each = due.get(i);
            Answer lease = leases.get(i);
            switch (lease.word()) {
                case "orphan" -> orphans.add(each.id());
                case "held" ->
                    moves.add(Call.of(Script.MOVED, naming.part(each.part()), each.id(), each.score(), lease.text(1)));
                default -> moves.add(Call.of(Script.MOVED, naming.part(each.part()), each.id(), each.score()));
            }
        }
        pipe.run(deadline, moves);
        return new IdPage(
                orphans, due.size() < limit ? IdPage.END : due.getLast().text());
    }

    private List<Due> due(Deadline deadline, Due from, int limit) {
        List<Call> calls = new ArrayList<>();
        for (int part = from.part(); part < Naming.INDEX_PARTS; part++) {
            Due begin = part == from.part() ? from : Due.START;
            calls.add(Call.of(Script.DUE, naming.part(part), begin.score(), begin.id(), Integer.toString(limit)));
        }
        List<Due> due = new ArrayList<>();
        int part = from.part();
        for (Answer answer : pipe.run(deadline, calls)) {
            List<String> found = answer.texts();
            for (int i = 0; i + 1 < found.size() && due.size() < limit; i += 2) {
                due.add(new Due(part, found.get(i), found.get(i + 1)));
            }
            part++;
        }
        return due;
    }
}
