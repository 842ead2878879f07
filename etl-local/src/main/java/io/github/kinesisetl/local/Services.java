// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import io.github.kinesisetl.local.fault.RequestFaults;
import io.github.kinesisetl.local.fault.RequestScript;
import io.github.kinesisetl.local.http.FaultyService;
import io.github.kinesisetl.local.service.Service;
import io.github.kinesisetl.local.service.ServiceContext;
import io.github.kinesisetl.local.service.ServiceName;
import io.github.kinesisetl.local.service.ServiceProvider;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The services around Kinesis that the class path brings to one server, each with its faults. */
final class Services {

  private static final String REMEDY =
      "; add io.github.kinesisetl:etl-local-services to the class path, and let a jar that shades it"
          + " merge META-INF/services";

  private final Map<ServiceName, FaultyService> byName = new EnumMap<>(ServiceName.class);

  private Services() {}

  /** Finds the providers that this class's own loader sees. */
  static Services load(ServiceContext context) {
    ClassLoader loader = ServiceProvider.class.getClassLoader();
    return of(ServiceLoader.load(ServiceProvider.class, loader), context);
  }

  static Services of(Iterable<ServiceProvider> providers, ServiceContext context) {
    var services = new Services();
    for (ServiceProvider provider : providers) {
      for (Service service : provider.services(context)) {
        services.add(service, new RequestScript(context.clock()));
      }
    }
    return services;
  }

  /** All of them, in the order in which they are asked. */
  List<FaultyService> all() {
    return List.copyOf(byName.values());
  }

  <T extends Service> T require(Class<T> type) {
    Collection<FaultyService> all = byName.values();
    return all.stream()
        .map(FaultyService::service)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException("there is no " + type.getSimpleName() + " here" + REMEDY));
  }

  RequestFaults faults(ServiceName name) {
    FaultyService service = byName.get(name);
    if (service == null) {
      throw new IllegalStateException("there is no " + name + " here" + REMEDY);
    }
    return new RequestFaults(service.script());
  }

  private void add(Service service, RequestScript script) {
    if (byName.put(service.name(), new FaultyService(service, script)) != null) {
      throw new IllegalStateException(
          "two providers bring " + service.name() + "; take one off the class path");
    }
  }
}
