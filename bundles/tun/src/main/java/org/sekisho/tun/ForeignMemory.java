package org.sekisho.tun;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * java.lang.foreign by reflection, because these classes are compiled for Java 17: binding of C
 * functions whose errno is kept for each thread, and addresses of direct memory. Reflection happens
 * once a function; the handles that come of it have only primitive types.
 */
final class ForeignMemory {

  /** Where the linker writes errno after each call of a thread. */
  private static final class CallState {
    private final ByteBuffer memory = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
    private final Object segment = segment(memory);
  }

  private static final String PACKAGE = "java.lang.foreign.";
  private static final int FIRST_RELEASE = 22;
  private static final ThreadLocal<CallState> STATE = ThreadLocal.withInitial(CallState::new);

  private ForeignMemory() {}

  /** Whether this virtual machine has java.lang.foreign as a final API. */
  static boolean isAvailable() {
    return Runtime.version().feature() >= FIRST_RELEASE;
  }

  /**
   * Binds a function of the C library.
   *
   * @param result {@code int.class} or {@code long.class}
   * @param arguments the same for each argument
   */
  static MethodHandle bind(String name, Class<?> result, Class<?>... arguments) {
    try {
      Class<?> linkers = type("Linker");
      Class<?> options = type("Linker$Option");
      Object linker = linkers.getMethod("nativeLinker").invoke(null);
      Object lookup = linkers.getMethod("defaultLookup").invoke(linker);
      Optional<?> symbol =
          (Optional<?>) type("SymbolLookup").getMethod("find", String.class).invoke(lookup, name);
      Object option = Array.newInstance(options, 1);
      Object errno =
          options
              .getMethod("captureCallState", String[].class)
              .invoke(null, (Object) new String[] {"errno"});
      Array.set(option, 0, errno);
      Method downcall =
          linkers.getMethod(
              "downcallHandle",
              type("MemorySegment"),
              type("FunctionDescriptor"),
              option.getClass());
      MethodHandle handle =
          (MethodHandle)
              downcall.invoke(linker, symbol.orElseThrow(), descriptor(result, arguments), option);
      return MethodHandles.foldArguments(handle, stateOfThread());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the C library's " + name + " cannot be bound", e);
    }
  }

  private static Object descriptor(Class<?> result, Class<?>... arguments)
      throws ReflectiveOperationException {
    Class<?> layouts = type("MemoryLayout");
    Object array = Array.newInstance(layouts, arguments.length);
    for (int i = 0; i < arguments.length; i++) {
      Array.set(array, i, layout(arguments[i]));
    }
    return type("FunctionDescriptor")
        .getMethod("of", layouts, array.getClass())
        .invoke(null, layout(result), array);
  }

  private static Object layout(Class<?> primitive) throws ReflectiveOperationException {
    String name = primitive == long.class ? "JAVA_LONG" : "JAVA_INT";
    return type("ValueLayout").getField(name).get(null);
  }

  private static MethodHandle stateOfThread() throws ReflectiveOperationException {
    return MethodHandles.lookup()
        .findStatic(ForeignMemory.class, "segmentOfThread", MethodType.methodType(Object.class))
        .asType(MethodType.methodType(type("MemorySegment")));
  }

  private static Object segmentOfThread() {
    return STATE.get().segment;
  }

  private static Object segment(ByteBuffer direct) {
    try {
      return type("MemorySegment").getMethod("ofBuffer", Buffer.class).invoke(null, direct);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no segment of a direct buffer", e);
    }
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(PACKAGE + name);
  }

  /** errno after the last call of this thread. */
  static int lastError() {
    return STATE.get().memory.getInt(0);
  }

  /** Native address of a direct buffer's first octet. */
  static long addressOf(ByteBuffer direct) {
    try {
      return (long) type("MemorySegment").getMethod("address").invoke(segment(direct));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no address of a direct buffer", e);
    }
  }

  /** A downcall of primitives throws nothing; the compiler does not know. */
  static Error unexpected(Throwable e) {
    return e instanceof Error error ? error : new LinkageError("a call of the C library", e);
  }
}
