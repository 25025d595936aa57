package org.sekisho.crypto.jca;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads the vectors of src/test/resources. */
final class Vectors {

  /** One case of a Wycheproof file, with the group it is in. */
  record Case(JsonNode group, JsonNode test) {

    byte[] octets(String field) {
      return hex(test, field);
    }

    boolean valid() {
      return test.get("result").asText().equals("valid");
    }

    boolean hasFlag(String flag) {
      for (JsonNode node : test.path("flags")) {
        if (node.asText().equals(flag)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String toString() {
      return "tcId " + test.get("tcId") + " " + test.get("comment") + " " + test.get("flags");
    }
  }

  private Vectors() {}

  static JsonNode json(String name) {
    try (InputStream in = Vectors.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name);
      }
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Case> wycheproof(String name) {
    List<Case> cases = new ArrayList<>();
    for (JsonNode group : json("wycheproof/" + name + "_test.json").get("testGroups")) {
      for (JsonNode test : group.get("tests")) {
        cases.add(new Case(group, test));
      }
    }
    return cases;
  }

  static byte[] hex(JsonNode node, String field) {
    return HexFormat.of().parseHex(node.get(field).asText());
  }
}
