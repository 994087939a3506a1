// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

/** What the agents of one application have in common. */
record AgentContext(App app, DialogRequests dialogs, AgentListener listener, AppRuntime runtime) {}
