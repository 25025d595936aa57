package org.sekisho.routing;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.testkit.Namespace;

/** What the kernel does with it, in a network namespace of its own; needs root. */
class InNamespaceTest {

  private Namespace namespace;

  @BeforeEach
  void make() {
    namespace = new Namespace();
  }

  @AfterEach
  void remove() throws IOException {
    namespace.close();
  }

  @Test
  void addressesComeAndGoAndForeignOnesStay() throws IOException {
    namespace.java(KernelChecks.class, "addresses");
  }

  @Test
  void routesComeAndGoAndForeignOnesStay() throws IOException {
    namespace.java(KernelChecks.class, "routes");
  }

  @Test
  void aTunnelThatVanishesNeverLeaksToTheDefaultRoute() throws IOException {
    namespace.java(KernelChecks.class, "tunnel");
  }

  @Test
  void aRestartedRouterRemovesWhatAKilledOneLeft() throws IOException {
    namespace.java(KernelChecks.class, "restart");
  }

  @Test
  void leasesComeAndGoAndNothingOfThemStays() throws IOException {
    namespace.java(KernelChecks.class, "leases");
  }

  @Test
  void refusalsAreLoggedOnceWithTheirCause() throws IOException {
    namespace.java(KernelChecks.class, "refusals");
  }
}
