package org.sekisho.ike.service;

import org.sekisho.api.config.CommandException;
import org.sekisho.api.ike.IkeService;

/** The running IKE service, as commands need it. */
@FunctionalInterface
interface ServiceAccess {

  /**
   * The service.
   *
   * @throws CommandException when IKE does not run
   */
  IkeService service() throws CommandException;
}
