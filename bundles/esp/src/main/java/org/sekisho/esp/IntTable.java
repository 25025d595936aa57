package org.sekisho.esp;

import java.util.Map;

/**
 * An immutable open-addressing table from int to object, for look-ups on the packet path: no lock,
 * no boxing. A change makes a new table.
 *
 * @param <T> type of the values
 */
final class IntTable<T> {

  /** Spreads keys that differ little (Knuth, multiplicative hashing by the golden ratio). */
  private static final int GOLDEN = 0x9e3779b9;

  private final int[] keys;
  private final Object[] values;
  private final int shift;

  /** Copies the entries; values are never null. */
  IntTable(Map<Integer, ? extends T> entries) {
    int capacity = Integer.highestOneBit(Math.max(1, entries.size())) * 4;
    keys = new int[capacity];
    values = new Object[capacity];
    shift = Integer.SIZE - Integer.numberOfTrailingZeros(capacity);
    entries.forEach(this::put);
  }

  private void put(int key, T value) {
    int slot = slot(key);
    while (values[slot] != null) {
      slot = (slot + 1) & (values.length - 1);
    }
    keys[slot] = key;
    values[slot] = value;
  }

  /** The value of a key, or null. */
  @SuppressWarnings("unchecked") // only put stores values
  T get(int key) {
    // At most half of the slots are taken, so an empty one ends the search.
    for (int slot = slot(key); values[slot] != null; slot = (slot + 1) & (values.length - 1)) {
      if (keys[slot] == key) {
        return (T) values[slot];
      }
    }
    return null;
  }

  private int slot(int key) {
    return (key * GOLDEN) >>> shift;
  }
}
