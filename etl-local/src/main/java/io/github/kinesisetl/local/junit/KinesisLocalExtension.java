// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.junit;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.local.KinesisLocal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Resolves what {@link KinesisLocalTest} promises. */
final class KinesisLocalExtension implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(KinesisLocalExtension.class);

  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == KinesisLocal.class || SdkClients.canMake(type);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Rig rig = rig(context);
    Class<?> type = parameter.getParameter().getType();
    return type == KinesisLocal.class ? rig.server() : rig.client(type);
  }

  /** The rig of this test, or of what encloses it; a new one belongs to the innermost. */
  private static Rig rig(ExtensionContext context) {
    ExtensionContext.Store store = context.getStore(NAMESPACE);
    @Nullable Rig there = store.get(Rig.class, Rig.class);
    if (there != null) {
      return there;
    }
    KinesisLocalTest wanted = annotation(context);
    Rig rig = Rig.start(wanted.streams(), wanted.enforceLimits());
    store.put(Rig.class, rig);
    return rig;
  }

  private static KinesisLocalTest annotation(ExtensionContext context) {
    @Nullable ExtensionContext scope = context;
    while (scope != null) {
      var found =
          scope
              .getElement()
              .flatMap(e -> AnnotationSupport.findAnnotation(e, KinesisLocalTest.class));
      if (found.isPresent()) {
        return found.get();
      }
      scope = scope.getParent().orElse(null);
    }
    return requireNonNull(Defaults.class.getAnnotation(KinesisLocalTest.class));
  }

  /** What holds when the extension was registered without its annotation. */
  @KinesisLocalTest
  private static final class Defaults {}
}
