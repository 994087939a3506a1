// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import io.srf.session.SessionRecord;
import io.srf.session.SessionStoreException;
import io.srf.session.StoreLimits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds records by a key: reads its entry, then the records, and believes the records.
 *
 * <p>A member whose record has moved on without it is removed; one whose record is not there may belong to a write that is just under way, and is left
 * to expire.
 */
final class KeySearch {
    private final Pipe pipe;
    private final Naming naming;
    private final Entries entries;
    private final Upkeep upkeep;

    KeySearch(Pipe pipe, Naming naming, Entries entries, Upkeep upkeep) {
        this.pipe = pipe;
        this.naming = naming;
        this.entries = entries;
        this.upkeep = upkeep;
    }

    List<SessionRecord> find(String key) {
        Search search = new Search(key, pipe.deadline());
        List<String> members;
        int first = 0;
        do {
            members = search.members(first);
            search.look(members);
            first += members.size();
        } while (members.size() == StoreLimits.MAX_RECORDS_PER_KEY && !search.full());
        return search.end();
    }

    /** A member of an entry. */
    private record Member(String id, long version) {
        static Member parse(String text) {
            int at = text.lastIndexOf('@');
            return new Member(text.substring(0, at), Long.parseLong(text.substring(at + 1)));
        }
    }

    /** One search. */
    private final class Search {
        private final String key;
        private final Deadline deadline;
        private final Map<String, SessionRecord> found = new LinkedHashMap<>();
        private final List<Call> stale = new ArrayList<>();
        private @Nullable SessionStoreException corrupt;

        Search(String key, Deadline deadline) {
            this.key = key;
            this.deadline = deadline;
        }

        boolean full() {
            return found.size() >= StoreLimits.MAX_RECORDS_PER_KEY;
        }

        List<String> members(int first) {
            int last = first + StoreLimits.MAX_RECORDS_PER_KEY - 1;
            Call call = Call.of(Script.HOLDERS, naming.entry(key), Integer.toString(first), Integer.toString(last));
            return pipe.run(deadline, call).texts();
        }

        void look(List<String> texts) {
            List<Member> members = texts.stream().map(Member::parse).toList();
            List<Answer> answers = pipe.run(
                    deadline,
                    members.stream()
                            .map(member -> Call.of(Script.FIND, naming.record(member.id())))
                            .toList());
            for (int i = 0; i < members.size(); i++) {
                judge(members.get(i), answers.get(i));
            }
        }

        private void judge(Member member, Answer answer) {
            @Nullable Stored stored;
            try {
                stored = Stored.read(member.id(), naming.record(member.id()), answer);
            } catch (SessionStoreException e) {
                corrupt = e;
                return;
            }
            if (stored == null) {
                return;
            }
            String version = Long.toString(member.version());
            if (stored.record().snapshot().keys().contains(key) && !full()) {
                found.put(member.id(), stored.record());
            }
            if (!version.equals(stored.entries().get(key))
                    && stored.record().stamp().version() >= member.version()) {
                stale.addAll(entries.withdraw(member.id(), Map.of(key, version)));
            }
        }

        /** A corrupt record is an error only where it is all that there is. */
        List<SessionRecord> end() {
            upkeep.attempt(deadline, stale, List.of());
            if (found.isEmpty() && corrupt != null) {
                throw corrupt;
            }
            return List.copyOf(found.values());
        }
    }
}
