package org.sekisho.itests;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test a lab of its own, keeps the evidence of a failure, and removes the lab. */
final class LabExtension implements BeforeAllCallback, ParameterResolver, AfterEachCallback {

  private static final ExtensionContext.Namespace LABS =
      ExtensionContext.Namespace.create(LabExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    Lab.checkMachine();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Lab.class;
  }

  @Override
  public Lab resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context.getStore(LABS).getOrComputeIfAbsent(Lab.class, type -> new Lab(), Lab.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Lab lab = context.getStore(LABS).remove(Lab.class, Lab.class);
    if (lab == null) {
      return;
    }
    try (lab) {
      if (context.getExecutionException().isPresent()) {
        lab.saveEvidence(
            context.getRequiredTestClass().getSimpleName() + "." + context.getDisplayName());
      }
    }
  }
}
