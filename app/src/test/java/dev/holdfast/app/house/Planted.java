package dev.holdfast.app.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/// Wrong code, compiled on the spot, so that each rule is seen to fail before it is trusted.
public final class Planted {
  private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
  private static final Pattern TYPE = Pattern.compile("(?:class|interface|record|enum) (\\w+)");

  private Planted() {}

  /// Compiles the sources, one top-level type each, and imports what came out.
  public static JavaClasses compile(Path directory, String... sources) throws IOException {
    var arguments =
        new ArrayList<>(
            List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path")));
    var classes = Files.createDirectories(directory.resolve("classes"));
    arguments.addAll(List.of("-d", classes.toString()));
    for (var source : sources) {
      var folder = directory.resolve(first(PACKAGE, source).replace('.', '/'));
      var file = Files.createDirectories(folder).resolve(first(TYPE, source) + ".java");
      arguments.add(Files.writeString(file, source).toString());
    }
    var exit =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (exit != 0) {
      throw new IllegalArgumentException("the planted code does not compile");
    }
    return new ClassFileImporter().importPath(classes);
  }

  private static String first(Pattern pattern, String source) {
    var matcher = pattern.matcher(source);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no " + pattern + " in " + source);
    }
    return matcher.group(1);
  }
}
