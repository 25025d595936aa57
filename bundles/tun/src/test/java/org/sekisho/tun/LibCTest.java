package org.sekisho.tun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The binding of this virtual machine: java.lang.foreign from Java 22 on, JNA before. */
class LibCTest {

  private static final int EBADF = 9;
  private static final int EFD_NONBLOCK = 0x800;

  @Test
  void callsReachTheKernelAndMemoryIsWhereItsAddressSays() {
    int fd = LibC.eventfd(0x12345678, EFD_NONBLOCK);
    assertTrue(fd > 0);
    NativeMemory memory = new NativeMemory(24);
    assertEquals(8, LibC.read(fd, memory.address(8), 8));
    assertEquals(0, memory.buffer().getLong(0));
    assertEquals(0x12345678, memory.buffer().getLong(8));
    assertEquals(0, memory.buffer().getLong(16));
    assertEquals(0, LibC.close(fd));
  }

  @Test
  void theCauseOfAFailureIsKeptForEachThread() {
    int fd = LibC.eventfd(0, EFD_NONBLOCK);
    NativeMemory memory = new NativeMemory(8);
    assertEquals(-1, LibC.read(fd, memory.address(), 8));
    assertEquals(Errno.EAGAIN, Errno.last());
    int elsewhere =
        CompletableFuture.supplyAsync(
                () -> {
                  LibC.close(-1);
                  return Errno.last();
                })
            .join();
    assertEquals(EBADF, elsewhere);
    assertEquals(Errno.EAGAIN, Errno.last());
    assertEquals(-1, LibC.read(-1, 0, 0));
    assertEquals(EBADF, Errno.last());
    LibC.close(fd);
  }

  @Test
  void anAddressIsThatOfTheFirstOctetWhateverThePosition() {
    NativeMemory memory = new NativeMemory(64);
    assertEquals(
        memory.address(), NativeMemory.addressOf(memory.buffer().duplicate().position(32)));
  }
}
