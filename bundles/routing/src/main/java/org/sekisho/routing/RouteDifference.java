package org.sekisho.routing;

import java.util.ArrayList;
import java.util.List;

/**
 * What has to be done so that the kernel's routes of ours become the wanted ones; routes that are
 * right stay untouched.
 *
 * @param delete routes to delete
 * @param replace routes that take the place of one of ours
 * @param add routes to add
 */
record RouteDifference(List<KernelRoute> delete, List<KernelRoute> replace, List<KernelRoute> add) {

  /**
   * Compares.
   *
   * @param wanted what should be
   * @param ours what the kernel has of ours
   */
  static RouteDifference between(List<KernelRoute> wanted, List<KernelRoute> ours) {
    List<KernelRoute> delete = new ArrayList<>();
    for (KernelRoute actual : ours) {
      if (wanted.stream().noneMatch(w -> w.replaces(actual))) {
        delete.add(actual);
      }
    }
    List<KernelRoute> replace = new ArrayList<>();
    List<KernelRoute> add = new ArrayList<>();
    for (KernelRoute route : wanted) {
      if (ours.stream().noneMatch(route::isMetBy)) {
        boolean taken = ours.stream().anyMatch(route::replaces);
        (taken ? replace : add).add(route);
      }
    }
    return new RouteDifference(delete, replace, add);
  }
}
