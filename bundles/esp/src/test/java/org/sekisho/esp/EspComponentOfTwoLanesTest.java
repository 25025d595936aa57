package org.sekisho.esp;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.sekisho.api.net.PacketThreads;

/** The same with two threads for each direction, whatever the processors. */
class EspComponentOfTwoLanesTest extends EspComponentTest {

  /** Before an instance, and so a component, is made. */
  @BeforeAll
  static void force() {
    System.setProperty(PacketThreads.PROPERTY, "2");
  }

  @AfterAll
  static void forget() {
    System.clearProperty(PacketThreads.PROPERTY);
  }
}
