package org.sekisho.api.config;

import java.util.Objects;

/**
 * A parameter of a command.
 *
 * @param name upper-case name used in the syntax
 * @param type what it accepts
 * @param help what it means
 */
public record Parameter(String name, ParameterType type, Text help) {

  /** Checks the name's form. */
  public Parameter {
    Objects.requireNonNull(type);
    Objects.requireNonNull(help);
    if (!name.matches("[A-Z][A-Z0-9-]*")) {
      throw new IllegalArgumentException("parameter name " + name);
    }
  }
}
