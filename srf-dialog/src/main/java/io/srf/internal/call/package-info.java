// SPDX-License-Identifier: Apache-2.0
/**
 * The calls: thin drivers that run the machines and do what they say, one file for each thing a call can do.
 *
 * <p>Everything that belongs to one call is touched by tasks of its {@link io.srf.internal.actor.Mailbox} alone, and nothing here blocks; code of the
 * application runs on a {@link io.srf.internal.actor.SerialExecutor}, or on the executor itself where it makes a session description.
 *
 * <p>Where to begin reading:
 *
 * <ul>
 *   <li>a call and its legs: {@link Calls}, {@link Call}, {@link Leg}, and {@link LegMachine}, which runs the dialog machine; what is known of a leg is in {@link LegFacts}, its beginning and
 *       end in {@link LegLife}, its face for applications in {@link LegDialog}
 *   <li>calls that come and calls that go out: {@link Answering} with {@link Progressing}, {@link Calling} with {@link Invite}, {@link Forks} and {@link FurtherAnswers}
 *   <li>back-to-back calls: {@link BackToBack} begins them, {@link Setup} runs the set-up machine over {@link CallerSide} and {@link CalledSide}; what the sides offer each other meanwhile is
 *       in {@link EarlyOffers}; once they are joined {@link Partnership} and {@link Bridge} pass on what comes
 *   <li>requests in a dialog: {@link Arrival} takes them, {@link Incoming} sorts them; {@link RemoteOffers} and {@link LocalOffers} are offers of the other side and of ours, as {@link Modify} and {@link Hold} make them;
 *       {@link Bye}, {@link Requests} for the rest
 *   <li>subscriptions, transfer, and who takes whose place: {@link Subscriptions}, {@link Transfer}, {@link Parked}, {@link Replacing}, {@link Pickup}, {@link Joining}
 *   <li>calls of other nodes: {@link Strangers} when a request comes, {@link Orphans} when none does; {@link Lookups}, {@link Recovering} and {@link Claiming} take them over, {@link Ownership}
 *       keeps a node that has lost a call from sending in it
 *   <li>dead calls: {@link SessionWatch}, {@link Probing}, {@link LinkWatch}
 * </ul>
 */
@NullMarked
package io.srf.internal.call;

import org.jspecify.annotations.NullMarked;
