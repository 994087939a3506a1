// SPDX-License-Identifier: Apache-2.0
/**
 * The core of the engine on one shard: dialogs, the requests that applications owe an answer, and the requests they sent
 * (RFC 3261 §8, §12 to §15).
 *
 * <p>{@link ShardCore} puts it together. Where to begin reading:
 *
 * <ul>
 *   <li>requests of peers: {@link UasCore}; {@link NewRequests} and {@link Strangers} find somebody for them, {@link OwedAnswers} knows who owes what, {@link Responding} sends the answers,
 *       {@link PrackQueue} those that wait for a PRACK
 *   <li>requests of applications: {@link UacCore}, {@link InDialogRequests}; {@link Routes} and {@link Failover} find the way, {@link Answers} makes and changes dialogs by the responses
 *   <li>dialogs: {@link Dialogs}, {@link Dialog} and what SIP says of one, {@link DialogState}; how they end is in {@link Byes}, {@link MissingAcks}, {@link UnusableAnswers}
 *   <li>ACKs: {@link Acks} those we send, {@link InheritedAnswers} those that another engine owes, {@link AwaitedAcks} those we wait for
 *   <li>applications that come and go: {@link Heirs}, {@link Claims}, {@link Releases}, {@link Orphans}, {@link GivingAgain}
 *   <li>session timers: {@link SessionTimers}, {@link Refreshing}
 *   <li>ways to peers: {@link Heard}, {@link ReturnWay}, {@link Lifelines}, {@link Ways}
 *   <li>what applications are told: {@link Replies}, {@link Hearers}, {@link Cdrs}
 * </ul>
 */
@NullMarked
package io.srf.server.dialog;

import org.jspecify.annotations.NullMarked;
