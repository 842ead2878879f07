// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import io.github.kinesisetl.local.fault.RequestScript;
import io.github.kinesisetl.local.service.Service;

/**
 * A service and what goes wrong with it.
 *
 * @param service the service
 * @param script its faults
 */
public record FaultyService(Service service, RequestScript script) {}
