// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import io.github.kinesisetl.local.fault.FaultScript;
import io.github.kinesisetl.local.tls.SelfSigned;
import io.github.kinesisetl.local.wire.Api;
import java.util.function.Supplier;

/**
 * What stands behind every connection.
 *
 * @param api the operations
 * @param script the faults
 * @param certificate the certificate, made when it is first asked for
 */
public record Front(Api api, FaultScript script, Supplier<SelfSigned> certificate) {}
