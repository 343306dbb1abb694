package dev.holdfast.app.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The promises of docs/design/threat-model.md and the tests that they name.
public final class Promises {
  private static final int COUNT = 7;
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|IT|Contract))`");
  private static final Pattern CAPABILITY = Pattern.compile("\"[a-z ]+\"\\s+capability");

  private Promises() {}

  /// Promises that are missing, name a test that does not exist, or name nothing at all.
  public static List<String> broken(String document, Collection<Path> javaFiles) {
    var known = tests(javaFiles);
    var found = new ArrayList<String>();
    for (var number = 1; number <= COUNT; number++) {
      var chapter = chapter(document, "### G" + number + " ");
      var named = TEST.matcher(chapter).results().map(match -> match.group(1)).toList();
      if (named.isEmpty() && !CAPABILITY.matcher(chapter).find()) {
        found.add("G" + number + " names no test and no capability");
      }
      for (var test : named) {
        if (!known.contains(test)) {
          found.add("G" + number + " names " + test + ", which does not exist");
        }
      }
    }
    return found;
  }

  private static Set<String> tests(Collection<Path> javaFiles) {
    var names = new HashSet<String>();
    for (var file : javaFiles) {
      if (file.toString().contains("/src/test/java/")) {
        names.add(String.valueOf(file.getFileName()).replace(".java", ""));
      }
    }
    return names;
  }

  private static String chapter(String document, String title) {
    var start = document.indexOf("\n" + title);
    if (start < 0) {
      return "";
    }
    var end = document.indexOf("\n##", start + title.length());
    return document.substring(start, end < 0 ? document.length() : end);
  }
}
