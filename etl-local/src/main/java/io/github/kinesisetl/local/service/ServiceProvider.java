// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.service;

import java.util.List;

/**
 * Brings services to the port. Every server asks each provider that {@link java.util.ServiceLoader}
 * finds, once, when it starts.
 */
public interface ServiceProvider {

  /**
   * Makes services for one server.
   *
   * @param context where they live
   * @return the services, empty at first; none of a name that another provider brings, too
   */
  List<Service> services(ServiceContext context);
}
