// SPDX-License-Identifier: Apache-2.0
/**
 * What the handlers of an application see: requests, responses, and the chain of middleware between them and the engine.
 *
 * <p>An {@link io.srf.app.App} holds the handlers. An {@link io.srf.app.Agent} sits on one link to an engine: it makes a
 * {@link io.srf.app.Request} of each request that comes, sends requests, and joins responses, CANCELs, ACKs and PRACKs to what
 * they belong to. {@link io.srf.app.AppLinks} keeps the agents of an application that has several engines.
 *
 * <p>Threads: handlers run on the executor the application was given and may block. What is called {@code on…} or is a listener
 * runs on the thread of the link, in the order things arrived, and must not block. Futures complete on the executor.
 */
@NullMarked
package io.srf.app;

import org.jspecify.annotations.NullMarked;
