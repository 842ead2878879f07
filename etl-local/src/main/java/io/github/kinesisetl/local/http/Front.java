// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import io.github.kinesisetl.local.fault.RequestScript;
import io.github.kinesisetl.local.tls.SelfSigned;
import io.github.kinesisetl.local.wire.Api;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What stands behind every connection.
 *
 * @param api the operations of Kinesis, which also answers what no service takes
 * @param script the faults of Kinesis
 * @param services the services around it; the first one that takes a request answers it
 * @param hosts names of this machine, in lower case, beyond the usual ones
 * @param maxHeldBytes what bodies and answers under way may take over all connections
 * @param certificate the certificate, made when it is first asked for
 */
public record Front(
    Api api,
    RequestScript script,
    List<FaultyService> services,
    Set<String> hosts,
    long maxHeldBytes,
    Supplier<SelfSigned> certificate) {}
