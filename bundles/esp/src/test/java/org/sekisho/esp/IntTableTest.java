package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntTableTest {

  @Test
  void findsWhatAMapFinds() {
    Random random = new Random(5);
    for (int size : new int[] {0, 1, 2, 3, 4, 5, 7, 8, 100, 1000, 5000}) {
      Map<Integer, String> map = new HashMap<>();
      while (map.size() < size) {
        int key = random.nextBoolean() ? random.nextInt() : random.nextInt(8000);
        map.put(key, "value " + key);
      }
      IntTable<String> table = new IntTable<>(map);
      map.forEach((key, value) -> assertEquals(value, table.get(key)));
      for (int n = 0; n < 10_000; n++) {
        int key = random.nextInt();
        assertEquals(map.get(key), table.get(key));
      }
    }
  }

  @Test
  void zeroIsAKeyLikeAnyOther() {
    assertNull(new IntTable<String>(Map.of(1, "one")).get(0));
    assertEquals("zero", new IntTable<>(Map.of(0, "zero")).get(0));
  }
}
