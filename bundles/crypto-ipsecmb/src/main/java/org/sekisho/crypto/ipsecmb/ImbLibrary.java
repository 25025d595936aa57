package org.sekisho.crypto.ipsecmb;

import com.sun.jna.Function;
import com.sun.jna.FunctionMapper;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The loaded library. Its public interface is a table of function pointers in a structure, which a
 * direct mapping cannot call; the functions behind them are exported too, under names that end in
 * the instruction set. So the library chooses, as it does for a C program, and we look up which of
 * its symbols it chose. That all of them are found is also the proof that the structure has the
 * layout of {@link Layout}.
 *
 * <p>Counts who uses it; with the last {@link #release} everything native is freed. Thread-safe.
 */
final class ImbLibrary {

  /** File the dynamic linker looks for. */
  static final String NAME = "libIPSec_MB.so.1";

  /** Debian's package of it. */
  static final String PACKAGE = "libipsec-mb1";

  private static final List<String> INSTRUCTION_SETS =
      List.of(
          "avx512_t2",
          "avx512_t1",
          "avx2_t2",
          "avx2_t1",
          "avx_t2",
          "avx_t1",
          "sse_t3",
          "sse_t2",
          "sse_t1");

  /** Method of {@link Imb}, symbol without instruction set, place of the pointer in IMB_MGR. */
  private record Call(String method, String symbol, int pointer) {}

  private static final List<Call> CALLS =
      List.of(
          new Call("getNextBurst", "get_next_burst_", Layout.GET_NEXT_BURST),
          new Call("submitBurst", "submit_burst_nocheck_", Layout.SUBMIT_BURST),
          new Call("flushBurst", "flush_burst_", Layout.FLUSH_BURST),
          new Call("submitCipherBurst", "submit_cipher_burst_nocheck_", Layout.SUBMIT_CIPHER_BURST),
          new Call("submitHashBurst", "submit_hash_burst_nocheck_", Layout.SUBMIT_HASH_BURST));

  /** The library cannot be used here; the message says why and what helps. */
  static final class Unusable extends Exception {

    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  /** Guards {@link #current} and all counts of users. */
  private static final Object LOCK = new Object();

  /** There is one, because {@link Imb} is bound once a class loader. */
  private static ImbLibrary current;

  private final NativeLibrary library;
  private final Map<String, String> symbols;
  private final String instructionSet;
  private final ManagerPool pool;
  private int users = 1;

  private ImbLibrary(NativeLibrary library, Map<String, String> symbols) throws Unusable {
    this.library = library;
    this.symbols = symbols;
    checkVersion();
    long first = newManager();
    try {
      instructionSet = resolve(NativeBlock.view(first, Layout.MANAGER));
      Imb.bind(library);
    } catch (Unusable | RuntimeException | LinkageError e) {
      freeManager(first);
      throw e;
    }
    pool = new ManagerPool(() -> new Manager(newManager()), m -> freeManager(m.close()));
    pool.adopt(new Manager(first));
  }

  /**
   * Loads the library for a user, or returns the one in use.
   *
   * @throws Unusable when it is absent, of another version, or the processor of another kind
   */
  static ImbLibrary load() throws Unusable {
    return load(NAME, Platform.isIntel() && Platform.is64Bit());
  }

  /** For tests, with another file or on another processor. */
  static ImbLibrary load(String name, boolean x86) throws Unusable {
    synchronized (LOCK) {
      if (!x86) {
        throw new Unusable("ipsec-mb is for x86-64 only, ESP uses the ciphers of the JDK");
      }
      if (current == null) {
        current = loadFirst(name);
      } else {
        current.users++;
      }
      return current;
    }
  }

  private static ImbLibrary loadFirst(String name) throws Unusable {
    Map<String, String> symbols = new HashMap<>();
    FunctionMapper mapper = (library, method) -> symbols.get(method.getName());
    NativeLibrary library;
    try {
      library = NativeLibrary.getInstance(name, Map.of(Library.OPTION_FUNCTION_MAPPER, mapper));
    } catch (UnsatisfiedLinkError e) {
      throw new Unusable(
          "ipsec-mb is not installed; ESP gets faster with: apt-get install " + PACKAGE);
    }
    try {
      return new ImbLibrary(library, symbols);
    } catch (UnsatisfiedLinkError e) {
      library.close();
      throw new Unusable(unknown("unknown"));
    } catch (Unusable | RuntimeException e) {
      library.close();
      throw e;
    }
  }

  private static String unknown(String version) {
    return "ipsec-mb of version "
        + version
        + " is not used, only 1.3.0 is known here (package "
        + PACKAGE
        + " of Debian 12)";
  }

  private void checkVersion() throws Unusable {
    if (library.getFunction("imb_get_version").invokeInt(null) != Layout.VERSION) {
      throw new Unusable(
          unknown(library.getFunction("imb_get_version_str").invokeString(null, false)));
    }
  }

  private long newManager() {
    long manager =
        Pointer.nativeValue(library.getFunction("alloc_mb_mgr").invokePointer(new Object[] {0L}));
    if (manager == 0) {
      throw new OutOfMemoryError("no native memory for an IMB_MGR");
    }
    library.getFunction("init_mb_mgr_auto").invokeVoid(new Object[] {manager, 0L});
    return manager;
  }

  private void freeManager(long manager) {
    library.getFunction("free_mb_mgr").invokeVoid(new Object[] {manager});
  }

  /** Finds the symbols the library chose; returns the name of the instruction set. */
  private String resolve(ByteBuffer manager) throws Unusable {
    int arch = manager.getInt(Layout.USED_ARCH);
    if (manager.getInt(Layout.ERROR) != 0 || arch < Layout.ARCH_SSE || arch > Layout.ARCH_AVX512) {
      throw new Unusable("ipsec-mb is not used: this processor has no AES instructions");
    }
    for (String set : INSTRUCTION_SETS) {
      symbols.clear();
      for (Call call : CALLS) {
        if (exports(call.symbol() + set, manager.getLong(call.pointer()))) {
          symbols.put(call.method(), call.symbol() + set);
        }
      }
      if (symbols.size() == CALLS.size()) {
        return set;
      }
    }
    throw new Unusable(unknown("1.3.0 with another layout"));
  }

  private boolean exports(String symbol, long address) {
    try {
      return Pointer.nativeValue(library.getGlobalVariableAddress(symbol)) == address;
    } catch (UnsatisfiedLinkError e) {
      return false; // built without that instruction set
    }
  }

  /** Instruction set the library chose, for example {@code avx512_t2}. */
  String instructionSet() {
    return instructionSet;
  }

  /** Managers for bursts. */
  ManagerPool managers() {
    return pool;
  }

  /** Calls a function of IMB_MGR by its place in the structure; for key set-up, it is slow. */
  void call(int pointer, Object... arguments) {
    Manager manager = pool.take();
    try {
      Function.getFunction(new Pointer(manager.view().getLong(pointer))).invokeVoid(arguments);
    } finally {
      pool.giveBack(manager);
    }
  }

  /** One more user; false when the last one has gone. */
  boolean retain() {
    synchronized (LOCK) {
      if (users == 0) {
        return false;
      }
      users++;
      return true;
    }
  }

  /** A user has gone; the last one frees everything native. */
  void release() {
    synchronized (LOCK) {
      if (--users == 0) {
        current = null;
        pool.close();
        Imb.unbind();
        library.close();
      }
    }
  }

  /** Managers that are not freed yet; for tests. */
  int managersAlive() {
    return pool.alive();
  }
}
