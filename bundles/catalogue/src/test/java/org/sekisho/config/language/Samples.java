package org.sekisho.config.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Parameter;
import org.sekisho.api.config.ParameterType;

/** Makes lines of a command from its declaration alone. */
public final class Samples {

  private static final int MOST_REPETITIONS = 3;

  private final CommandSpec spec;
  private final List<Node> nodes;

  /** Prepares for a command. */
  public Samples(CommandSpec spec) {
    this.spec = spec;
    this.nodes = SyntaxCompiler.compile(spec).nodes();
  }

  /** The shortest line, every choice taken as its first. */
  public String shortest() {
    return line(new Path(null, null, p -> Values.usual(p.type())));
  }

  /** A short line in which a parameter has a value; it is forced to be there. */
  public String with(Parameter parameter, String value) {
    return line(
        new Path(
            parameter.name(),
            null,
            p -> p.name().equals(parameter.name()) ? value : Values.usual(p.type())));
  }

  /** The words before the place of a parameter in a short line that holds it. */
  public String before(Parameter parameter) {
    String mark = "\0";
    String line = with(parameter, mark);
    String head = line.substring(0, line.indexOf(mark));
    return head.endsWith(" ") ? head : head.substring(0, head.lastIndexOf(' ') + 1);
  }

  /** Any line of the command. */
  public String random(Random random) {
    return line(new Path(null, random, p -> Values.random(p.type(), random)));
  }

  private String line(Path path) {
    List<String> words = new ArrayList<>();
    nodes.forEach(n -> path.walk(n, words));
    return String.join(" ", words);
  }

  /** A way through the syntax. */
  private record Path(String wanted, Random random, Function<Parameter, String> values) {

    void walk(Node node, List<String> words) {
      if (node instanceof Node.Word n) {
        words.add(n.word());
      } else if (node instanceof Node.Value n) {
        words.add(values.apply(n.parameter()));
      } else if (node instanceof Node.Option n) {
        words.add(n.word() + "=" + optionValue(n));
      } else if (node instanceof Node.Sequence n) {
        n.nodes().forEach(x -> walk(x, words));
      } else if (node instanceof Node.Optional n) {
        if (taken(n.node())) {
          walk(n.node(), words);
        }
      } else if (node instanceof Node.Choice n) {
        walk(chosen(n), words);
      } else if (node instanceof Node.Repeat n) {
        int times = random == null ? 1 : 1 + random.nextInt(MOST_REPETITIONS);
        for (int i = 0; i < times; i++) {
          walk(n.node(), words);
        }
      } else if (node instanceof Node.AnyOrder n) {
        n.options().stream().filter(this::taken).forEach(o -> walk(o, words));
      }
    }

    private boolean taken(Node node) {
      return random == null ? holds(node) : random.nextBoolean();
    }

    private Node chosen(Node.Choice choice) {
      if (random != null) {
        return choice.nodes().get(random.nextInt(choice.nodes().size()));
      }
      return choice.nodes().stream().filter(this::holds).findFirst().orElse(choice.nodes().get(0));
    }

    private String optionValue(Node.Option option) {
      boolean word =
          option.parameters().isEmpty()
              || (random != null && !option.words().isEmpty() && random.nextBoolean());
      if (word) {
        return option.words().get(0);
      }
      List<Parameter> all = option.parameters();
      Parameter one =
          all.stream().filter(p -> p.name().equals(wanted)).findFirst().orElse(all.get(0));
      return values.apply(one);
    }

    private boolean holds(Node node) {
      if (wanted == null) {
        return false;
      } else if (node instanceof Node.Value n) {
        return n.parameter().name().equals(wanted);
      } else if (node instanceof Node.Option n) {
        return n.names().contains(wanted);
      } else if (node instanceof Node.Sequence n) {
        return n.nodes().stream().anyMatch(this::holds);
      } else if (node instanceof Node.Choice n) {
        return n.nodes().stream().anyMatch(this::holds);
      } else if (node instanceof Node.Optional n) {
        return holds(n.node());
      } else if (node instanceof Node.Repeat n) {
        return holds(n.node());
      }
      return node instanceof Node.AnyOrder n && n.options().stream().anyMatch(this::holds);
    }
  }

  /** The declaration. */
  public CommandSpec spec() {
    return spec;
  }

  /** Values of parameters. */
  public static final class Values {

    /** Texts of the forms that texts with a pattern have. */
    private static final List<String> TEXTS =
        List.of(
            "abc",
            "on",
            "all",
            "user",
            "jst",
            "75%",
            "300",
            "dashboard",
            "kei",
            "192.0.2.1",
            "00:00:5e:00:53:02",
            "/media/x.raucb");

    /** The longest line has 4095 characters. */
    private static final int LONGEST = 4000;

    private static final List<String> NO_VALUES = List.of("!", "\"\"", "\"x y\"");

    private Values() {}

    /** A value as administrators type it. */
    public static String usual(ParameterType type) {
      return good(type).get(0);
    }

    /** The ends of the range and whatever else is a value. */
    public static List<String> good(ParameterType type) {
      if (type instanceof ParameterType.IntegerRange t) {
        return List.of(String.valueOf(t.min()), String.valueOf(t.max()));
      } else if (type instanceof ParameterType.NumberRanges t) {
        int few = Math.min(t.max(), t.min() + 2);
        return List.of(
            String.valueOf(t.min()), String.valueOf(t.max()), t.min() + "-" + few, "-" + few);
      } else if (type instanceof ParameterType.Choice t) {
        return t.words();
      } else if (type instanceof ParameterType.FreeText t) {
        return t.pattern() == null
            ? List.of("text", "x".repeat(t.maxLength()))
            : List.of(firstThat(TEXTS, t.pattern()));
      } else if (type instanceof ParameterType.Form t) {
        return List.of(t.sample());
      } else if (type instanceof ParameterType.Secret t) {
        return List.of("0x1234", "k".repeat(Math.min(t.maxLength(), LONGEST)));
      } else if (type instanceof ParameterType.IpAddress t) {
        return families(t.ipv4(), "192.0.2.7", t.ipv6(), "2001:db8::7");
      } else if (type instanceof ParameterType.Prefix t) {
        return families(t.ipv4(), "198.51.100.0/24", t.ipv6(), "2001:db8::/32");
      } else if (type instanceof ParameterType.Host) {
        return List.of("host.example", "192.0.2.9", "a".repeat(255));
      } else if (type instanceof ParameterType.InterfaceName t) {
        return t.kinds().stream().map(Values::interfaceName).toList();
      }
      throw new AssertionError("no sample of " + type);
    }

    private static String interfaceName(String kind) {
      return List.of("pp", "tunnel", "null", "all").contains(kind) ? kind : kind + "1";
    }

    private static List<String> families(boolean ipv4, String first, boolean ipv6, String second) {
      List<String> values = new ArrayList<>();
      if (ipv4) {
        values.add(first);
      }
      if (ipv6) {
        values.add(second);
      }
      return values;
    }

    private static String firstThat(List<String> texts, String pattern) {
      return texts.stream()
          .filter(t -> t.matches(pattern))
          .findFirst()
          .orElseThrow(() -> new AssertionError("add a text of the form " + pattern));
    }

    /** Values just beyond what is documented. */
    public static List<String> beyond(ParameterType type) {
      if (type instanceof ParameterType.IntegerRange t) {
        return List.of(String.valueOf(t.min() - 1L), String.valueOf(t.max() + 1L));
      } else if (type instanceof ParameterType.NumberRanges t) {
        return List.of(String.valueOf(t.min() - 1L), t.min() + "-" + (t.max() + 1L));
      } else if (type instanceof ParameterType.Choice) {
        return List.of("no-such-word");
      } else if (type instanceof ParameterType.FreeText t) {
        return List.of("x".repeat(t.maxLength() + 1));
      } else if (type instanceof ParameterType.Form t) {
        return List.of(
            NO_VALUES.stream()
                .filter(v -> !t.pattern().matcher(v.replace("\"", "")).matches())
                .findFirst()
                .orElse("x".repeat(4050)));
      } else if (type instanceof ParameterType.Secret t) {
        return List.of("k".repeat(t.maxLength() + 1), "*");
      } else if (type instanceof ParameterType.Prefix t) {
        return families(t.ipv4(), "198.51.100.0/33", t.ipv6(), "2001:db8::/129");
      } else if (type instanceof ParameterType.IpAddress t) {
        return families(t.ipv4(), "192.0.2.256", t.ipv6(), "2001:db8::10000");
      } else if (type instanceof ParameterType.Host) {
        return List.of("a".repeat(256), "192.0.2.256");
      }
      return List.of("nosuch1");
    }

    static String random(ParameterType type, Random random) {
      if (type instanceof ParameterType.IntegerRange t) {
        long width = (long) t.max() - t.min() + 1;
        // Small numbers often, so that lines meet.
        long at = random.nextInt(3) > 0 ? random.nextInt(4) : Math.abs(random.nextLong() % width);
        return String.valueOf(t.min() + Math.min(at, width - 1));
      } else if (type instanceof ParameterType.FreeText t && t.pattern() == null) {
        return text(random, Math.min(t.maxLength(), 12));
      } else if (type instanceof ParameterType.Prefix t && t.ipv4()) {
        return "10." + random.nextInt(4) + ".0.0/" + (16 + random.nextInt(17));
      }
      List<String> good = good(type);
      return good.get(random.nextInt(good.size()));
    }

    /** Text of any characters, quoted or escaped in one of the ways that are allowed. */
    private static String text(Random random, int most) {
      String alphabet = "abz019 #?|>\\'\"=*-東支ｱ é";
      StringBuilder text = new StringBuilder();
      int length = 1 + random.nextInt(most);
      for (int i = 0; i < length; i++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String plain = text.toString();
      return switch (random.nextInt(3)) {
        case 0 -> plain.replaceAll("(.)", "\\\\$1");
        case 1 -> "\"" + plain.replaceAll("([\\\\\"])", "\\\\$1") + "\"";
        default -> plain.indexOf('\'') < 0 ? "'" + plain + "'" : "x" + plain.length();
      };
    }
  }
}
