// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

/** Counts what happens in one shard. */
final class Counts {
    /** How many transactions of one kind there are and were. */
    static final class Tally {
        private long active;
        private long created;
    }

    final Tally inviteClients = new Tally();
    final Tally nonInviteClients = new Tally();
    final Tally inviteServers = new Tally();
    final Tally nonInviteServers = new Tally();
    private int total;
    long timeouts;
    long transportFailures;
    long retransmissionsSent;
    long retransmissionsReceived;
    long strayResponses;
    long refused;
    long malformed;
    final MessageTally messages = new MessageTally();

    void began(Tally kind) {
        kind.active++;
        kind.created++;
        total++;
    }

    void ended(Tally kind) {
        kind.active--;
        total--;
    }

    /** How many there are now. */
    int total() {
        return total;
    }

    TransactionCounters snapshot() {
        return new TransactionCounters(
                new TransactionCounters.Kinds(
                        inviteClients.active, nonInviteClients.active, inviteServers.active, nonInviteServers.active),
                new TransactionCounters.Kinds(
                        inviteClients.created,
                        nonInviteClients.created,
                        inviteServers.created,
                        nonInviteServers.created),
                timeouts,
                transportFailures,
                retransmissionsSent,
                retransmissionsReceived,
                strayResponses,
                refused,
                malformed,
                messages.snapshot());
    }
}
