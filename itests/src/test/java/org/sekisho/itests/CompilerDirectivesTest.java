package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the distribution tells the virtual machine's compilers is about methods that exist. */
class CompilerDirectivesTest {

  private static final Path DIRECTIVES = Path.of("..", "assembly/src/main/etc/compiler.json");
  private static final Pattern NAME = Pattern.compile("\"-([\\w/]+)\\.(\\w+)\"");

  private record Method(String type, String name) {}

  @Test
  void everyMethodThatIsNotInlinedExists() throws IOException {
    JavaClasses classes =
        new ClassFileImporter()
            .importPaths(
                Path.of("../bundles/esp/target/classes"), Path.of("../bundles/tun/target/classes"));
    List<Method> named =
        NAME.matcher(Files.readString(DIRECTIVES))
            .results()
            .map(found -> new Method(found.group(1).replace('/', '.'), found.group(2)))
            .toList();
    assertFalse(named.isEmpty());
    assertEquals(List.of(), named.stream().filter(m -> !exists(classes, m)).toList());
  }

  private static boolean exists(JavaClasses classes, Method method) {
    return classes.contain(method.type())
        && classes.get(method.type()).getMethods().stream()
            .anyMatch(m -> m.getName().equals(method.name()));
  }
}
