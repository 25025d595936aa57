package org.sekisho.simulator.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks the one test of a conformance statement. {@link ConformanceTable} makes docs/conformance.md
 * of all of them.
 */
@Test
@ExtendWith(ConformanceExtension.class)
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Statement {

  /** What the specification asks. */
  enum Level {
    MUST,
    SHOULD,
    /** MAY, or what peers in the field need without any specification saying so. */
    MAY
  }

  /** On which side of the exchange this router stands. */
  enum Role {
    AS_INITIATOR,
    AS_RESPONDER,
    BOTH
  }

  /** Letter of the group and two digits. */
  String id();

  /** See {@link Level}. */
  Level level();

  /** See {@link Role}. */
  Role role();

  /** Section of RFC 7296, or the name of another RFC and its section. */
  String section();

  /** The statement: what happens, and what this router must do then. */
  String text();

  /**
   * Why the test asserts something else than a reader may expect: where the RFC says otherwise than
   * common lists do, or what is left to choose and how we chose.
   */
  String remark() default "";

  /** Set where this router knowingly does not do as stated; the remark says why. */
  boolean deviates() default false;
}
